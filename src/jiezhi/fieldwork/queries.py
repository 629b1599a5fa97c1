"""Reads for people out of doors, within their area; what is sealed leaves a trace of who looked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.batches.models import BatchLine
from jiezhi.batches.queries import done_lines
from jiezhi.concerns.models import Concern
from jiezhi.fieldwork.choices import DeedKind, NextStep
from jiezhi.fieldwork.models import FieldReport, TakenDeed, Visit
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.kit.access import require
from jiezhi.kit.actor import Actor
from jiezhi.kit.audit import record_look
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.vault import blind_index, derive_code
from jiezhi.merging.nearby import open_here
from jiezhi.merging.queries import Candidate
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Matter
from jiezhi.organisation.queries import matters_of
from jiezhi.pictures.errors import PictureError
from jiezhi.places.models import Community, Estate
from jiezhi.places.queries import Spot, communities_of, estates_of, spot_at
from jiezhi.workorders.queries import visible_orders

VISITED = "fieldwork.visit"
TILES = 8
USED_WITHIN = timedelta(days=90)
SHOWN = 50
PAGE_ROWS = 30
FORGOTTEN_AT_ONCE = 500
SEALED_OF_VISIT = ("door", "seen")
PLACE_NEEDED = gettext_lazy("Say where it is: choose the estate, or use the place where you stand.")


def account_of(actor: Actor) -> str:
    """Give the name under which a telephone keeps what one account wrote: it tells nothing of the person."""
    return blind_index(actor.id, column="fieldwork.account")


def seal_of(actor: Actor) -> bytes:
    """Give the 32 bytes with which a telephone seals what this account wrote; always the same for an account."""
    return derive_code(actor.id, purpose="fieldwork.seal", size=32)


def digest_of_key(actor: Actor, key: UUID) -> str:
    """Give the digest of a key as one account sends it: the same key of another account is another one."""
    return blind_index(f"{actor.id} {key}", column="fieldwork.TakenDeed.key")


def taken_deed(actor: Actor, key: UUID) -> TakenDeed | None:
    """Give what was taken under a key already, if anything was."""
    return TakenDeed.objects.filter(
        sub_district_id=actor.tenant_id, key_digest=digest_of_key(actor, key)
    ).first()


def pictures_under(actor: Actor, keys: Collection[UUID]) -> list[UUID]:
    """Give the pictures that one account sent under these keys, in one statement.

    Raises:
        PictureError: One of them never came, or was forgotten since.
    """
    wanted = {digest_of_key(actor, key) for key in keys}
    if not wanted:
        return []
    found = TakenDeed.objects.filter(sub_district_id=actor.tenant_id, key_digest__in=wanted)
    ids = [UUID(row.answer["id"]) for row in found if row.answer["kind"] == DeedKind.PICTURE]
    if len(ids) != len(wanted):
        raise PictureError("picture_gone", _("A picture has not arrived. Send it again."), status=409)
    return ids


def most_used_matters(actor: Actor, *, at: datetime) -> tuple[list[Matter], list[Matter]]:
    """Give the matters of which the area had most orders of late, then all others; nobody sees an enquiry on patrol.

    Args:
        actor: Whose area.
        at: Now; `USED_WITHIN` before it counts.
    """
    recent = visible_orders(actor).filter(opened_at__gte=at - USED_WITHIN).order_by()
    used = dict(recent.values_list("matter_id").annotate(count=Count("id")))
    seen = [matter for matter in matters_of(actor.tenant_id) if matter.flow != FlowName.ENQUIRY]
    matters = sorted(seen, key=lambda matter: (-used.get(matter.pk, 0), matter.name))
    return matters[:TILES], sorted(matters[TILES:], key=lambda matter: matter.name)


def own_communities(actor: Actor) -> list[Community]:
    """Give the communities of the actor's area, by name; those of the whole street where that is the area."""
    rows = communities_of(actor.tenant_id)
    own = [row for row in rows if row.pk in actor.scope.community_ids]
    return rows if actor.scope.whole or not own else own


def own_estates(actor: Actor) -> list[Estate]:
    """Give the estates of the actor's area with their community, by community and name."""
    own = {community.pk for community in own_communities(actor)}
    return [estate for estate in estates_of(actor.tenant_id) if estate.community_id in own]


def spot_seen(actor: Actor, *, estate_id: UUID | None, lon: float | None, lat: float | None) -> Spot:
    """Give what lies where something was seen: a point within the street, an estate, or the one own community.

    Raises:
        InvalidError: The point lies outside the street, the estate is none of the area, or no place is said.
    """
    estate = _own_estate(actor, estate_id)
    if lon is not None and lat is not None:
        spot = spot_at(sub_district_id=actor.tenant_id, lon=lon, lat=lat)
        if spot.community_id is None:
            raise InvalidError(_("The point lies outside the street. Choose the place from the list."))
        is_there = estate is not None and estate.community_id == spot.community_id
        return Spot(
            spot.community_id, spot.grid_cell_id, estate.pk if is_there and estate else None, lon, lat
        )
    if estate is not None:
        return Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat)
    communities = own_communities(actor)
    if len(communities) == 1:
        return Spot(communities[0].pk)
    raise InvalidError(str(PLACE_NEEDED))


def known_here(
    actor: Actor,
    *,
    matter_id: UUID,
    words: str = "",
    estate_id: UUID | None = None,
    lon: float | None = None,
    lat: float | None = None,
    at: datetime,
) -> list[Candidate]:
    """Give the open orders that something seen may be the same as; none where its place is not known.

    Args:
        actor: Who saw it.
        matter_id: What it is about.
        words: As they wrote it.
        estate_id: Where, or None.
        lon: Degrees east, where a point was taken.
        lat: Degrees north.
        at: Now.
    """
    try:
        spot = spot_seen(actor, estate_id=estate_id, lon=lon, lat=lat)
    except InvalidError:
        return []  # The report itself will be told what is wrong with its place.
    return open_here(actor, matter_id=matter_id, words=words, spot=spot, at=at)


def _own_estate(actor: Actor, estate_id: UUID | None) -> Estate | None:
    if estate_id is None:
        return None
    found = next((row for row in own_estates(actor) if row.pk == estate_id), None)
    if found is None:
        raise InvalidError(_("This estate is not in your area. Choose another one."))
    return found


def report_behind(actor: Actor, order_id: UUID) -> FieldReport | None:
    """Give the report that brought an order in, in one statement."""
    return FieldReport.objects.filter(sub_district_id=actor.tenant_id, order_id=order_id).first()


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """Give the visits of the actor's area, without what is sealed."""
    rows = Visit.objects.filter(sub_district_id=actor.tenant_id).defer(*SEALED_OF_VISIT)
    return rows if actor.scope.whole else rows.filter(community_id__in=actor.scope.community_ids)


def get_visit(actor: Actor, visit_id: UUID) -> Visit:
    """Give a visit; nothing sealed is read.

    Raises:
        MissingError: No such visit in the actor's area.
    """
    rows = visible_visits(actor).select_related(
        "community", "estate", "concern__order", "followed_by", "follows"
    )
    found = rows.filter(pk=visit_id).first()
    if found is None:
        raise MissingError(_("There is no such visit in your area."))
    return found


def served_beside(visit: Visit) -> list[BatchLine]:
    """Give what else was done on the way of a visit that was part of a joint one, in one statement; none otherwise."""
    if visit.batch_id is None:
        return []
    follows = getattr(visit, "follows", None)
    return [line for line in done_lines(visit.batch_id) if follows is None or line.subject_id != follows.pk]


def wishes_told(batch_id: UUID) -> list[Concern]:
    """Give the requests that were made of wishes on a joint visit, in one statement."""
    rows = Visit.objects.filter(batch_id=batch_id, concern__isnull=False).select_related("concern")
    return [visit.concern for visit in rows.order_by("noted_at", "id") if visit.concern is not None]


def visits_listed(actor: Actor, asked: str | None) -> Page[Visit]:
    """Give a page of the visits of the actor's area, the newest first; what is sealed stays so.

    Raises:
        RefusedError: The actor's posts do not include it.
    """
    require(actor, VISIT)
    rows = visible_visits(actor).select_related("community", "estate", "concern")
    return Paginator(rows.order_by("-noted_at", "-id"), PAGE_ROWS).get_page(asked)


def visits_with_old_words(*, before: datetime) -> list[tuple[UUID, UUID]]:
    """Give visits written down before a time whose words are still there, with their streets; a bounded number."""
    rows = Visit.objects.filter(noted_at__lt=before, words_forgotten_at=None).order_by("noted_at")
    return list(rows.values_list("pk", "sub_district_id")[:FORGOTTEN_AT_ONCE])


def rows_due(actor: Actor, *, on: date) -> QuerySet[Visit]:
    """Give the visits that are to be made again by a day."""
    return visible_visits(actor).filter(next_step=NextStep.AGAIN, followed_by=None, next_on__lte=on)


def visits_due_at(actor: Actor, estate_ids: Collection[UUID], *, on: date) -> list[Visit]:
    """Give the visits that are due in some estates by a day, without what is sealed; one statement, none for none.

    Which of them is at a door somebody stands before is known to them and not to us: doors are sealed.
    """
    if not estate_ids:
        return []
    due = rows_due(actor, on=on).filter(estate_id__in=estate_ids)
    return list(due.select_related("community", "estate").order_by("next_on", "id")[:SHOWN])


def visits_due(actor: Actor, *, on: date) -> list[Visit]:
    """Give the visits that are to be made again by a day, the most overdue first, in one statement."""
    due = rows_due(actor, on=on)
    return list(due.select_related("community", "estate").order_by("next_on", "id")[:SHOWN])


@dataclass(frozen=True)
class SealedWords:
    """What stands sealed in the record of a visit."""

    door: str
    seen: str


def read_visit(actor: Actor, visit_id: UUID, *, purpose: str, at: datetime) -> SealedWords:
    """Give door and words of a visit; the look is on record before they are read.

    Raises:
        RefusedError: The actor's posts do not include it.
        MissingError: No such visit in the actor's area, or its words are deleted.
    """
    require(actor, VISIT)
    found = get_visit(actor, visit_id)
    if found.words_forgotten_at is not None:
        raise MissingError(_("Door and words of this visit were deleted: they are kept for two years."))
    record_look(actor=actor, at=at, kind=VISITED, id=found.pk, columns=SEALED_OF_VISIT, purpose=purpose)
    row = Visit.objects.only(*SEALED_OF_VISIT).get(pk=found.pk)
    return SealedWords(door=row.door, seen=row.seen)


def doors_of(actor: Actor, visits: Collection[Visit], *, purpose: str, at: datetime) -> dict[UUID, str]:
    """Give the doors of visits that are due, and nothing else of them; each look is on record.

    Raises:
        RefusedError: The actor's posts do not include it.
    """
    require(actor, VISIT)
    kept = [visit for visit in visits if visit.words_forgotten_at is None]
    for visit in kept:
        record_look(actor=actor, at=at, kind=VISITED, id=visit.pk, columns=("door",), purpose=purpose)
    rows = Visit.objects.filter(pk__in=[visit.pk for visit in kept])
    return dict(rows.values_list("pk", "door"))
