"""What is held about a resident from one request, and who looked at it: in words, for themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.concerns.choices import ExchangeKind, RightState
from jiezhi.concerns.models import Callback, Concern, PrivacyRight, ProxyEntry
from jiezhi.concerns.queries import of_area, pictures_of
from jiezhi.core.masking import mask_phone
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.audit import looks_at
from jiezhi.organisation.queries import staff_actor

MOST_LOOKS = 50


@dataclass(frozen=True)
class HeldFact:
    """One thing that is held.

    Args:
        label: What it is.
        shown: The thing itself as far as it need be shown; empty where it is not held.
        source: Where it comes from.
        purpose: Why it is held.
        kept: How long.
    """

    label: str
    shown: str
    source: str
    purpose: str
    kept: str


@dataclass(frozen=True)
class SeenBy:
    """A look: when, which post for what; never a person's name."""

    at: datetime
    who: str
    purpose: str


def held_about(concern: Concern) -> list[HeldFact]:
    """Give each field in words."""
    proxy: ProxyEntry | None = getattr(concern, "proxy", None)
    source = _("You, when you made the request") if proxy is None else _("Whoever entered it for you")
    contact_kept = _("Until you have it deleted; a wish to delete is on this page.")
    record_kept = _(
        "With the record of the request. The office has to account for what it did with it, so this is not deleted "
        "(Archives Law; Personal Information Protection Law, article 47)."
    )
    facts = [
        HeldFact(_("Telephone number"), mask_phone(concern.phone), source,
                 _("To ask back and to call back. Departments that do the work do not see it."), contact_kept),
        HeldFact(_("Where exactly"), concern.place_note, source,
                 _("To find the place."), contact_kept),
        HeldFact(_("Point on the map"), _point(concern), source, _("To find the place."), contact_kept),
        HeldFact(_("Estate and community"), _area(concern), source,
                 _("To find the place, and to count what is asked where."), record_kept),
        HeldFact(_("What you said"), concern.words, source, _("To handle the request."), record_kept),
        HeldFact(_("What you added and answered"), _said_later(concern), source,
                 _("To handle the request."), record_kept),
        HeldFact(_("Pictures"), _pictures(concern), source, _("To handle the request."), record_kept),
        HeldFact(_("What you said when it was done"), _said_at_callbacks(concern), source,
                 _("To see whether it is solved, and to count it."), record_kept),
    ]  # fmt: skip
    if proxy is not None and proxy.has_acting_phone:
        facts.append(
            HeldFact(
                _("Number of whoever acted for you"), _("held, and not shown here: it is theirs"),
                _("They themselves"), _("To ask them about this request."), contact_kept,
            )
        )  # fmt: skip
    return facts


def _point(concern: Concern) -> str:
    return "" if concern.lon is None or concern.lat is None else f"{concern.lon:.5f}, {concern.lat:.5f}"


def _area(concern: Concern) -> str:
    return " · ".join(str(place) for place in (concern.community, concern.estate) if place)


def _said_later(concern: Concern) -> str:
    said = concern.exchanges.filter(kind=ExchangeKind.ADDITION).order_by("at", "id")
    return "\n".join(said.values_list("words", flat=True))


def _pictures(concern: Concern) -> str:
    count = len(pictures_of(concern))
    return ngettext("%(count)d picture", "%(count)d pictures", count) % {"count": count} if count else ""


def _said_at_callbacks(concern: Concern) -> str:
    rounds = concern.callbacks.order_by("round")
    return "\n".join(text for callback in rounds if (text := callback.tried or _answer(callback)))


def _answer(callback: Callback) -> str:
    if callback.answered_at is None:
        return ""
    said = []
    if callback.was_solved is not None:
        said.append(_("solved") if callback.was_solved else _("not solved"))
    if callback.was_satisfied is not None:
        said.append(_("satisfied") if callback.was_satisfied else _("not satisfied"))
    if callback.likes_service is not None:
        said.append(
            _("satisfied with the service") if callback.likes_service else _("not satisfied with the service")
        )
    return " · ".join([*said, callback.words] if callback.words else said)


def looks_of(concern: Concern) -> list[SeenBy]:
    """Give who looked at number and address, with post and purpose; a statement for each post that looked."""
    proxy: ProxyEntry | None = getattr(concern, "proxy", None)
    ids = [concern.pk, *([proxy.pk] if proxy else [])]
    looks = looks_at(sub_district_id=concern.sub_district_id, ids=ids, limit=MOST_LOOKS)
    posts: dict[tuple[str, object], str] = {}
    seen = []
    for look in looks:
        on = timezone.localdate(look.at)
        if (look.actor_id, on) not in posts:
            is_staff = look.actor_kind == ActorKind.STAFF
            actor = staff_actor(user_id=UUID(look.actor_id), on=on) if is_staff else None
            posts[look.actor_id, on] = actor.label if actor else _("the office")
        seen.append(SeenBy(look.at, posts[look.actor_id, on], look.purpose))
    return seen


def rights_of(concern: Concern) -> list[PrivacyRight]:
    """Give what was asked about the contact of a request, the newest first."""
    rows = PrivacyRight.objects.filter(sub_district_id=concern.sub_district_id, about_id=concern.pk)
    return list(rows.defer("new_phone").select_related("concern").order_by("-asked_at"))


def find_right(concern: Concern) -> PrivacyRight | None:
    """Give the wish that a request is, if it is one."""
    rows = PrivacyRight.objects.filter(sub_district_id=concern.sub_district_id, concern_id=concern.pk)
    return rows.defer("new_phone").select_related("about").first()


def rights_waiting(actor: Actor) -> QuerySet[PrivacyRight]:
    """Give the wishes about data in the actor's area that nobody has decided."""
    rows = PrivacyRight.objects.filter(sub_district_id=actor.tenant_id, state=RightState.WAITING)
    return of_area(actor, rows)


def households_behind(actor: Actor, order_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Give for work orders the opaque marks of the households that wait for them, in one statement.

    A mark is the keyed digest of a telephone number: it tells that two tasks are for the same people and not for whom.
    A request without a number counts as a household of its own, so that nobody is taken for the only one who waits.
    Marks are joined in memory and are neither shown nor written anywhere.
    """
    rows = Concern.objects.filter(sub_district_id=actor.tenant_id, order_id__in=order_ids)
    found: dict[UUID, frozenset[str]] = {}
    for order_id, concern_id, mark in rows.values_list("order_id", "pk", "phone_index"):
        found[order_id] = found.get(order_id, frozenset()) | {mark or f"request {concern_id}"}
    return found
