"""Reads of one's own notices, and of what was sent to whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import MissingError
from jiezhi.notices.choices import MailState, Reason, SendingState, WayKind
from jiezhi.notices.models import Notice, Sending, SendingLine, TextWish, WayOut

PAGE_ROWS = 50
NEWEST = 200
"""Own notices that the page shows: one file that is read in may bring a hundred, and they hide nothing before them."""
UNREAD_CAP = 99
LETTER_STATES = {
    str(SendingState.WAITING): MailState.WAITING,
    str(SendingState.SENT): MailState.SENT,
    str(SendingState.GIVEN_UP): MailState.FAILED,
}
"""The states of letters by those of messages: a letter that failed is tried again for as long as its news lives."""


def own_notices(actor: Actor) -> list[Notice]:
    """Give the newest notices of the actor, read ones too."""
    rows = Notice.objects.filter(sub_district_id=actor.tenant_id, reader_id=UUID(actor.id))
    return list(rows.order_by("-told_at", "-id")[:NEWEST])


def unread_rows(actor: Actor) -> QuerySet[Notice]:
    """Give the actor's unread notices, up to the cap plus one, to be counted."""
    rows = Notice.objects.filter(sub_district_id=actor.tenant_id, reader_id=UUID(actor.id), read_at=None)
    return rows[: UNREAD_CAP + 1]


@dataclass(frozen=True)
class SendingFilter:
    """Which messages a list shows; empty means all."""

    state: str = ""
    way_kind: str = ""


def sendings_of(actor: Actor, chosen: SendingFilter) -> QuerySet[Sending]:
    """Give the street's messages with their recipients and what they tell of, the newest first: two statements."""
    rows = Sending.objects.filter(sub_district_id=actor.tenant_id)
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.way_kind:
        rows = rows.filter(way_kind=chosen.way_kind)
    return _with_recipients(rows)


FAILED = (SendingState.REFUSED, SendingState.UNCERTAIN, SendingState.GIVEN_UP)
"""States that no further try by itself will mend."""
FAILED_SHOWN = timedelta(days=7)
"""What failed longer ago is read in the list of what was sent."""


def sendings_that_failed(actor: Actor, *, at: datetime) -> QuerySet[Sending]:
    """Give the street's messages of the last days that nobody got and that somebody has to see to.

    Those that nobody wanted any more, or whose number is gone, are none of them: there is nothing to mend.
    """
    rows = Sending.objects.filter(
        sub_district_id=actor.tenant_id, state__in=FAILED, settled_at__gte=at - FAILED_SHOWN
    )
    return rows.exclude(reason__in=(Reason.NO_NUMBER, Reason.ENDED))


def letters_of(actor: Actor, chosen: SendingFilter) -> QuerySet[Notice]:
    """Give the notices that go by e-mail too, the newest first."""
    rows = Notice.objects.filter(sub_district_id=actor.tenant_id).exclude(mail_state=MailState.NONE)
    if chosen.state:
        rows = rows.filter(mail_state=LETTER_STATES.get(chosen.state, ""))
    return rows.select_related("reader").order_by("-told_at", "-id")


def sent_about(
    sub_district_id: UUID, about: Mapping[str, Collection[UUID]]
) -> tuple[list[Sending], list[Notice]]:
    """Give the messages, and the notices that go by e-mail too, that tell of some things; each the newest first.

    One statement finds both, and of most orders there is none; only what there is is read after it.

    Args:
        sub_district_id: The street.
        about: Ids by their `app.noun`.
    """
    wanted = Q(pk__in=[])
    for kind, ids in about.items():
        wanted |= Q(about_kind=kind, about_id__in=ids)
    lines = SendingLine.objects.filter(wanted, sub_district_id=sub_district_id)
    letters = Notice.objects.filter(wanted, sub_district_id=sub_district_id).exclude(
        mail_state=MailState.NONE
    )
    # By which kind: 1 for a message, 0 for a letter.
    kinds = [Value(kind, output_field=IntegerField()) for kind in (1, 0)]
    found = list(
        lines.order_by()
        .values_list("sending_id", kinds[0])
        .union(letters.order_by().values_list("pk", kinds[1]))
    )
    messages, mailed = ({pk for pk, kind in found if kind == wanted_kind} for wanted_kind in (1, 0))
    rows = Sending.objects.filter(sub_district_id=sub_district_id, pk__in=messages)
    told = Notice.objects.filter(sub_district_id=sub_district_id, pk__in=mailed).select_related("reader")
    return list(_with_recipients(rows)[:PAGE_ROWS]), list(told.order_by("-told_at", "-id")[:PAGE_ROWS])


def _with_recipients(rows: QuerySet[Sending]) -> QuerySet[Sending]:
    rows = rows.select_related("way__department", "reader", "wish").prefetch_related("lines")
    return rows.order_by("-written_at", "-id")


def ways_of(actor: Actor) -> list[WayOut]:
    """Give the ways of the street that are in use with how many messages wait on each."""
    waiting = Count("sendings", filter=Q(sendings__state=SendingState.WAITING))
    rows = WayOut.objects.filter(sub_district_id=actor.tenant_id, ended_at=None).select_related("department")
    return list(rows.annotate(waiting=waiting).order_by("kind", "name", "id"))


def get_gateway(way_id: UUID) -> WayOut:
    """Give a gateway that is in use, whichever street's, for what it reports back.

    Raises:
        MissingError: There is none.
    """
    way = WayOut.objects.filter(pk=way_id, kind=WayKind.SMS, ended_at=None).first()
    if way is None or not way.receipt_key:
        raise MissingError(_("There is no such gateway here."))
    return way


def receipt_key_of(actor: Actor) -> str:
    """Give the key that signs what the street's gateway reports back; it is shown to whoever keeps the ways."""
    way = WayOut.objects.filter(sub_district_id=actor.tenant_id, kind=WayKind.SMS, ended_at=None).first()
    return way.receipt_key if way is not None else ""


def sends_messages(sub_district_id: UUID) -> bool:
    """Say whether the street has a gateway for short messages in use."""
    return WayOut.objects.filter(sub_district_id=sub_district_id, kind=WayKind.SMS, ended_at=None).exists()


def is_told(sub_district_id: UUID, about: OriginRef) -> bool:
    """Say whether a resident is told of one thing by short message."""
    open_wishes = TextWish.objects.filter(sub_district_id=sub_district_id, ended_at=None)
    return open_wishes.filter(about_kind=about.kind, about_id=about.id).exists()
