"""Reads of mediations, within the actor's area; what is sealed is read by `reveal_mediation` alone, with a purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.actor import Actor
from jiezhi.kit.audit import record_look
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.mediation.choices import MediationState
from jiezhi.mediation.models import (
    Mediation,
    MediationAgreement,
    MediationEntry,
    Mediator,
    Party,
    Sitting,
)
from jiezhi.mediation.permissions import REVEAL
from jiezhi.mediation.workflow import OPEN
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import departments_of

MEDIATION = "mediation.mediation"
SHOWN = 100
REMIND_DAYS = 7
"""So many days before a term ends it is reminded of; ours, no rule fixes it."""
COMMITTEE_KINDS = (DepartmentKind.COMMUNITY, DepartmentKind.SECTION)
"""Residents' committees set up people's mediation committees, and so may the street: People's Mediation Law articles 8
and 34. A utility, an outpost or a bureau has none."""
SEALED_OF_PARTY = ("name", "phone", "address")


def visible_mediations(actor: Actor) -> QuerySet[Mediation]:
    """Give the mediations of the actor's area: the whole street's, the own departments', the own communities'."""
    rows = Mediation.objects.filter(sub_district_id=actor.tenant_id)
    if actor.scope.whole:
        return rows
    scope = actor.scope
    return rows.filter(
        Q(committee_id__in=scope.department_ids)
        | Q(community_id__in=scope.community_ids)
        | Q(order__lead_id__in=scope.department_ids)
    )


def mediations_of(actor: Actor, *, is_open: bool = True) -> list[Mediation]:
    """Give the mediations of the area that are under way or that have an outcome, in one statement."""
    rows = visible_mediations(actor).select_related("committee", "community", "agreement")
    rows = rows.defer("agreement__terms")
    if is_open:
        return list(
            rows.filter(state__in=OPEN).order_by(F("last_on").asc(nulls_first=True), "-opened_at")[:SHOWN]
        )
    return list(rows.exclude(state__in=OPEN).order_by("-opened_at", "-id")[:SHOWN])


def get_mediation(actor: Actor, mediation_id: UUID) -> Mediation:
    """Give a mediation with its parties by side and number, sessions, outcome and history; nothing sealed is read.

    Raises:
        MissingError: No such mediation in the actor's area.
    """
    parties = Party.objects.defer(*SEALED_OF_PARTY).order_by("side", "position")
    sittings = Sitting.objects.defer("notes").order_by("held_at", "id")
    entries = MediationEntry.objects.order_by("at", "id")
    rows = visible_mediations(actor).select_related(
        "committee", "community", "order", "agreement", "referral"
    )
    fetched = rows.defer("agreement__terms").prefetch_related(
        "mediators",
        Prefetch("parties", parties),
        Prefetch("sittings", sittings),
        Prefetch("entries", entries),
    )
    found = fetched.filter(pk=mediation_id).first()
    if found is None:
        raise MissingError(_("There is no such mediation in your area."))
    return found


@dataclass(frozen=True)
class Revealed:
    """What is sealed of a mediation.

    Args:
        parties: With name, telephone and address.
        sittings: With their notes.
        terms: Of the agreement; empty where there is none.
    """

    parties: list[Party]
    sittings: list[Sitting]
    terms: str


def reveal_mediation(actor: Actor, mediation_id: UUID, *, purpose: str, at: datetime) -> Revealed:
    """Give who the parties are and what was said and agreed, and leave a trace of who looked and what for.

    Raises:
        RefusedError: The actor's posts do not include it.
        InvalidError: No purpose is given.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, REVEAL)
    found = get_mediation(actor, mediation_id)
    if not purpose.strip():
        raise InvalidError(
            _("Say what you look at the parties for: every look is on record with its purpose.")
        )
    columns = ("parties", "sittings", "terms")
    record_look(
        actor=actor, at=at, kind=MEDIATION, id=found.pk, columns=columns, purpose=purpose.strip()[:200]
    )
    terms = MediationAgreement.objects.filter(mediation=found).values_list("terms", flat=True).first()
    return Revealed(
        parties=list(Party.objects.filter(mediation=found).order_by("side", "position")),
        sittings=list(Sitting.objects.filter(mediation=found).order_by("held_at", "id")),
        terms=terms or "",
    )


def mediation_of_order(actor: Actor, order_id: UUID) -> Mediation | None:
    """Give the newest mediation that came from an order, in one statement."""
    rows = visible_mediations(actor).filter(order_id=order_id).select_related("agreement", "referral")
    return rows.defer("agreement__terms").order_by("-opened_at").first()


def mediations_of_order(actor: Actor, order_id: UUID) -> list[Mediation]:
    """Give every mediation that came from an order with its days, the oldest first; nothing sealed, no note is read."""
    rows = visible_mediations(actor).filter(order_id=order_id)
    fetched = rows.select_related("committee", "agreement", "referral").defer("agreement__terms", "brief")
    return list(
        fetched.prefetch_related(
            Prefetch("sittings", Sitting.objects.only("mediation_id", "held_at").order_by("held_at", "id")),
            Prefetch("entries", MediationEntry.objects.defer("note").order_by("at", "id")),
        ).order_by("opened_at", "id")
    )


def committees_of(sub_district_id: UUID) -> list[Department]:
    """Give the departments of a street that can have a people's mediation committee, by kind and name."""
    return [row for row in departments_of(sub_district_id) if row.kind in COMMITTEE_KINDS]


def keeps_list_of(actor: Actor, committee: Department) -> bool:
    """Whether a committee's list of mediators is the actor's to keep: the whole street's, or the own ones."""
    scope = actor.scope
    is_own = committee.pk in scope.department_ids or committee.community_id in scope.community_ids
    return scope.whole or is_own


def own_committee(actor: Actor) -> Department | None:
    """Give the committee of whoever works for one alone; who works for the whole street has none of their own."""
    found = [] if actor.scope.whole else committees_of(actor.tenant_id)
    return next((row for row in found if row.pk == actor.department_id), None)


def mediators_of(sub_district_id: UUID, *, committee_id: UUID | None = None) -> list[Mediator]:
    """Give the mediators on the list, by committee and name."""
    rows = Mediator.objects.filter(sub_district_id=sub_district_id, ended_on=None)
    if committee_id is not None:
        rows = rows.filter(committee_id=committee_id)
    return list(rows.select_related("committee").order_by("committee__name", "name"))


def mediations_to_go_on(actor: Actor, *, on: date) -> QuerySet[Mediation]:
    """Give the mediations of the area that wait for their next step: taken on, held, or looked after.

    An agreement waits once it should have been carried out; until then both sides have the word.
    """
    is_to_follow = Q(
        state__in=(MediationState.AGREED, MediationState.CONFIRMED), agreement__perform_until__lt=on
    )
    return visible_mediations(actor).filter(Q(state__in=OPEN) | is_to_follow)


def terms_near(*, today: date) -> Iterable[tuple[UUID, UUID, bool]]:
    """Give mediations whose term ends within days and who were not reminded of it: id, street, for the court."""
    until = today + timedelta(days=REMIND_DAYS)
    running = Mediation.objects.filter(state=MediationState.UNDER_WAY, last_on__lte=until)
    running = running.exclude(reminded_on=F("last_on"), reminded_on__isnull=False)
    signed = Mediation.objects.filter(
        state=MediationState.AGREED,
        agreement__confirm_until__lte=until,
        agreement__confirm_until__gte=today,
        agreement__reminded_on=None,
    )
    for rows, is_for_court in ((running, False), (signed, True)):
        for pk, street_id in rows.values_list("pk", "sub_district_id")[:SHOWN]:
            yield pk, street_id, is_for_court
