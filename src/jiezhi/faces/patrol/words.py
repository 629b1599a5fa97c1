"""What every page of patrol hands to its scripts: whose page it is, and the words that they say."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiezhi.faces.patrol.needs import needs_told
from jiezhi.fieldwork.permissions import REPORT
from jiezhi.fieldwork.queries import account_of
from jiezhi.kit.access import ActorRequest
from jiezhi.merging.queries import Candidate
from jiezhi.workorders.models import WorkOrder

BRIEF_SHOWN = 60


def field_context(request: ActorRequest) -> dict[str, object]:
    """Give the account that a page belongs to, if it may keep a queue, with words and addresses for the scripts."""
    account = account_of(request.actor) if request.actor.may(REPORT.code) else ""
    return {"account": account, "field": field_said()}


def field_said() -> dict[str, object]:
    """Give what the scripts say, where they send and ask, and what a form must not lack."""
    return {"words": field_words(), "addresses": field_addresses(), "needs": needs_told()}


def field_addresses() -> dict[str, str]:
    """Give where the scripts send and ask."""
    names = (
        "today",
        "report",
        "new_visit",
        "picture",
        "known",
        "who",
        "pack",
        "queue",
        "worker",
        "joint_visit",
        "round",
    )
    beyond = {"sign_in": reverse("accounts:sign_in"), "at_desk": reverse("desk:joint_visit")}
    return {name: reverse(f"patrol:{name}") for name in names} | beyond


def field_words() -> dict[str, str]:
    """Give what the scripts say; `{n}` and the like stand for what they know."""
    return _words_of_queue() | _words_of_day()


def _words_of_queue() -> dict[str, str]:
    return {
        "waiting_count": _("{n} waiting"),
        "refused_count": _("{n} not taken"),
        "online": pgettext("patrol", "Online"),
        "offline": pgettext("patrol", "Offline"),
        "nothing_waits": _("Nothing waits"),
        "waiting": pgettext("patrol", "Waiting"),
        "sending": pgettext("patrol", "Sending"),
        "sent": pgettext("patrol", "Sent"),
        "refused": pgettext("patrol", "Not taken"),
        "report": pgettext("patrol", "Report"),
        "visit": pgettext("patrol", "Visit"),
        "finding": _("On-site check"),
        "joint": _("Joint visit"),
        "kept_here": _("Kept on this telephone. It is sent as soon as there is a connection."),
        "send_now": _("Send now"),
        "mend": _("Mend it"),
        "send_again": _("Send again"),
        "throw_away": _("Throw away"),
        "really_throw_away": _("Press again to throw it away"),
        "remove": _("Remove from this list"),
        "code": _("Query code for the resident: {code}"),
        "signed_out": _("You are not signed in. Sign in, and what waits is sent."),
        "other_account": _("Somebody else is signed in now. Load the page again."),
        "not_ready": _(
            "What you write here cannot be kept on this telephone yet: it is sent at once and needs a connection."
        ),
        "sign_in": _("Sign in"),
        "try_later": _("The connection broke off or the server is busy. Nothing is lost; it is sent again."),
        "full": _(
            "The storage of this telephone is full, so nothing was kept. What you entered still stands here: "
            "delete photos or other things and press again, or send it without the picture."
        ),
        "cannot_keep": _("This browser keeps nothing, so it is sent at once and needs a connection."),
    }


def _words_of_day() -> dict[str, str]:
    return {
        "in_other_hand": _("It is being sent, or changed in another window. A moment, please."),
        "sent_before": _("An earlier version was taken as {number}; what you write now goes as a new one."),
        "too_large": _(
            "It is too large for the connection. Mend it and take fewer pictures, or send it again."
        ),
        "no_answer": _(
            "The server failed at it several times ({status}). Send it again, or tell the office."
        ),
        "picture_broken": _("A picture of it cannot be opened on this telephone. Mend it and take it again."),
        "picture_unread": _("This picture cannot be read here. Take another one."),
        "pictures": _("{n} pictures"),
        "place_taken": _("Place taken, within {m} m"),
        "place_refused": _("The place is not known here. Choose the estate."),
        "place_asking": _("Asking for the place once"),
        "join_this": _("It is this; join it"),
        "seen_at": _("Seen {time}"),
        "first_online": _("Open this page once with a connection. From then on it works without."),
        "needs_line": _("This page needs a connection. Reports, visits and checks work without."),
        "tasks_old": _("The list is older than a day and was deleted. It comes back with a connection."),
        "tasks_from": _("As of {time}"),
        "no_tasks": _("Nothing to do is known here"),
        "not_in_tasks": _("This order is not on this telephone. Open it with a connection."),
        "check_row": _("To check"),
        "joint_row": _("Joint visit"),
        "joint_once": _("Go once, write once"),
        "joint_left": _("{n} of it need a connection"),
        "joint_part_gone": _("This task is no longer on this telephone"),
        "joint_gone": _("This visit is not on this telephone. Open it with a connection."),
        "joint_at_desk": _("Open the whole visit"),
        "and": _(", "),
        "visit_row": _("Visit again"),
        "due": _("by {time}"),
        "leave_waiting": _(
            "{n} are not sent yet. They stay locked on this telephone and are sent when you sign in again. Leave?"
        ),
        "unsealed": _("This entry could not be opened on this telephone."),
        "next_one": _("Next one"),
        "next_task": _("Back to the tasks"),
    }


def known_row(found: Candidate) -> dict[str, str]:
    """Give an open order as it is shown to whoever is about to report the same: nobody's name, number or words."""
    order = found.order
    place = order.estate or order.community
    return {
        "id": str(order.pk),
        "title": f"{order.matter.name} · {place.name}" if place else order.matter.name,
        "brief": Truncator(order.brief).chars(BRIEF_SHOWN),
        "more": _("%(number)s, open since %(day)s: %(state)s")
        % {
            "number": order.number,
            "day": timezone.localdate(order.opened_at).isoformat(),
            "state": order.get_state_display(),
        },
    }


def map_url(order: WorkOrder) -> str:
    """Give the address that opens the place in the phone's own map; empty where no point is known."""
    if order.lon is None or order.lat is None:
        return ""
    spot = f"{order.lat:.6f},{order.lon:.6f}"
    return f"geo:{spot}?q={spot}"
