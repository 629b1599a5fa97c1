"""Reads of requests: by the reporter with their code, by staff within their area."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Max, Model, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import CallbackState, Channel, ConcernState, SelfDispatch
from jiezhi.concerns.models import Callback, Concern, Exchange, ProxyEntry
from jiezhi.concerns.permissions import REVEAL
from jiezhi.core.wording import WordingIndex
from jiezhi.kit.access import require
from jiezhi.kit.actor import Actor
from jiezhi.kit.audit import record_look
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.models import StoredPicture
from jiezhi.workorders.queries import Area

Row = TypeVar("Row", bound=Model)
PICTURE_OWNER = "concerns.concern"
PROXY = "concerns.proxy_entry"
CONTACT = ("phone", "place_note")
ACTING_CONTACT = "proxy__acting_phone"
COUNT_CAP = 1000
"""Counting further costs more than it tells."""
PAGE_ROWS = 50


def last_came_by_channel(actor: Actor) -> list[tuple[str, datetime]]:
    """Give when a request last came by each channel that is in use, in one statement; files of the past are none."""
    rows = Concern.objects.filter(sub_district_id=actor.tenant_id).exclude(channel=Channel.FILE).order_by()
    found = rows.values_list("channel").annotate(last=Max("submitted_at")).order_by("channel")
    return [(str(Channel(channel).label), last) for channel, last in found]


def visible_concerns(actor: Actor) -> QuerySet[Concern]:
    """Give the requests within the actor's area: the whole street, own communities, orders of own departments.

    Telephone number and address stay sealed in the database: only `reveal_contact` reads them.
    """
    concerns = Concern.objects.filter(sub_district_id=actor.tenant_id).defer(*CONTACT)
    if actor.scope.whole:
        return concerns
    return concerns.filter(
        Q(community_id__in=actor.scope.community_ids) | Q(order__lead_id__in=actor.scope.department_ids)
    )


def of_area(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Give the rows of the street whose request lies within the actor's area; for the whole street nothing is asked."""
    return rows if actor.scope.whole else rows.filter(concern__in=visible_concerns(actor))


def concerns_to_receive(actor: Actor, *, limit: int = 50) -> list[Concern]:
    """Give what waits for the dispatcher, dangers first, then the oldest; messages of files stand apart."""
    return list(_listed_to_receive(actor)[:limit])


def page_to_receive(actor: Actor, asked: str) -> Page[Concern]:
    """Give a page of the same requests, in two statements; the last one where there is none of that number."""
    return Paginator(_listed_to_receive(actor), PAGE_ROWS).get_page(asked)


def imported_to_receive(actor: Actor, *, limit: int = 50) -> list[Concern]:
    """Give the messages of files that came without a reply and still wait, newest first.

    Nobody stands at the counter with them: they wait beside what comes in today, not before it.
    """
    return list(_listed_imported(actor)[:limit])


def page_of_imported(actor: Actor, asked: str) -> Page[Concern]:
    """Give a page of the same messages, in two statements; the last one where there is none of that number."""
    return Paginator(_listed_imported(actor), PAGE_ROWS).get_page(asked)


def live_to_receive(actor: Actor) -> QuerySet[Concern]:
    """Give the requests of the area to be read, without those of files."""
    return _without_order(actor, ConcernState.SUBMITTED).exclude(channel=Channel.FILE)


def imported_waiting(actor: Actor) -> QuerySet[Concern]:
    """Give the messages of files in the area that nobody has dealt with."""
    return _without_order(actor, ConcernState.SUBMITTED).filter(channel=Channel.FILE)


def _without_order(actor: Actor, state: ConcernState) -> QuerySet[Concern]:
    """Give the requests of the area in a state before their receipt.

    None of them has an order yet, as `requests_have_an_order_from_their_receipt_on` watches. So the place alone says in
    whose area one lies, and no order is looked for behind thousands of messages that came with a file.
    """
    concerns = Concern.objects.filter(sub_district_id=actor.tenant_id, state=state).defer(*CONTACT)
    return concerns if actor.scope.whole else concerns.filter(community_id__in=actor.scope.community_ids)


def _listed_to_receive(actor: Actor) -> QuerySet[Concern]:
    rows = live_to_receive(actor).select_related("community", "estate")
    return rows.order_by("-danger", "submitted_at", "id")


def _listed_imported(actor: Actor) -> QuerySet[Concern]:
    return imported_waiting(actor).select_related("community", "estate").order_by("-submitted_at", "-id")


def counts_by_state(actor: Actor) -> dict[str, int]:
    """Give how many requests are to be read and how many wait for their reporter, in one statement."""
    rows = (
        visible_concerns(actor)
        .filter(state__in=(ConcernState.SUBMITTED, ConcernState.ASKED))
        .values_list("state")
        .annotate(Count("id"))
    )
    found = dict(rows.order_by())
    return {state.value: found.get(state.value, 0) for state in (ConcernState.SUBMITTED, ConcernState.ASKED)}


def waiting_rows(actor: Actor) -> QuerySet[Concern]:
    """Give the requests to be read without those of files, to be counted up to one above `COUNT_CAP`."""
    return live_to_receive(actor)[: COUNT_CAP + 1]


def asked_waiting(actor: Actor) -> QuerySet[Concern]:
    """Give the requests of the area whose reporter was asked something and has not answered."""
    return _without_order(actor, ConcernState.ASKED)


def find_next_to_receive(actor: Actor, *, after: UUID, at: datetime) -> UUID | None:
    """Give what the list has first: a danger that waits, else an order from above past the superior's limit.

    Where there is neither, the request that came in next after another; at the end, the oldest of all. After a message
    of a file comes the next older one of a file, as their list goes on.
    """
    since = Concern.objects.filter(pk=after).values("submitted_at")
    if Concern.objects.filter(pk=after, channel=Channel.FILE).exists():
        is_newer = Case(When(submitted_at__lte=Subquery(since), then=Value(0)), default=Value(1))
        imported = imported_waiting(actor).exclude(pk=after).order_by(is_newer, "-submitted_at", "-id")
        return imported.values_list("pk", flat=True).first()
    rows = live_to_receive(actor).exclude(pk=after)
    is_later = Case(When(submitted_at__gte=Subquery(since), then=Value(0)), default=Value(1))
    is_late = When(superior__their_due_at__lt=at, then=Value(1))
    first = Case(When(~Q(danger=""), then=Value(0)), is_late, default=Value(2))
    return rows.order_by(first, is_later, "submitted_at", "id").values_list("pk", flat=True).first()


def sure_concerns(*, limit: int = 50) -> list[tuple[UUID, UUID]]:
    """Give id and street of requests that the model is sure of and nobody has decided, oldest first."""
    rows = Concern.objects.filter(self_dispatch=SelfDispatch.SURE, state=ConcernState.SUBMITTED)
    return list(rows.order_by("submitted_at", "id").values_list("pk", "sub_district_id")[:limit])


def get_concern(actor: Actor, concern_id: UUID) -> Concern:
    """Give a request of the actor's area.

    Raises:
        MissingError: There is none; outside the area looks the same.
    """
    related = ("community", "estate", "order__lead", "order__matter", "proxy")
    rows = visible_concerns(actor).select_related(*related).defer(*CONTACT, ACTING_CONTACT)
    concern = rows.filter(pk=concern_id).first()
    if concern is None:
        raise MissingError(_("There is no such request in your area."))
    return concern


def still_waits(concern_id: UUID) -> bool:
    """Whether nobody has decided on a request of whichever street, for news of it."""
    return Concern.objects.filter(pk=concern_id, state=ConcernState.SUBMITTED).exists()


def area_of_concern(sub_district_id: UUID, number: str) -> Area | None:
    """Give where a request of the street lies, and nothing of what stands in it."""
    concerns = Concern.objects.filter(sub_district_id=sub_district_id, number=number)
    row = concerns.values_list(
        "community_id", "community__name", "order__lead_id", "order__lead__name"
    ).first()
    return Area(*row) if row else None


def digests_under_phone(*, sub_district_id: UUID, phone_index: str, limit: int = 200) -> list[str]:
    """Give the digests of the newest requests that were made with a number, for whoever has proved it is theirs."""
    rows = Concern.objects.filter(sub_district_id=sub_district_id, phone_index=phone_index)
    return list(rows.order_by("-submitted_at").values_list("code_digest", flat=True)[:limit])


def held_concerns(*, sub_district_id: UUID, code_digests: Sequence[str]) -> list[Concern]:
    """Give the requests behind the digests that a session holds, newest first, with their callbacks."""
    rows = Concern.objects.filter(sub_district_id=sub_district_id, code_digest__in=code_digests)
    rows = rows.select_related("order__lead").prefetch_related("callbacks")
    return list(rows.order_by("-submitted_at", "-id"))


def held_concern(*, sub_district_id: UUID, code_digests: Sequence[str], number: str) -> Concern:
    """Give one request by its number, to whoever holds its digest.

    Raises:
        MissingError: There is none, or the session does not hold its digest: both look the same.
    """
    related = ("estate", "community", "order__lead", "order__matter", "proxy")
    rows = Concern.objects.select_related(*related).defer(ACTING_CONTACT)
    held = rows.filter(sub_district_id=sub_district_id, number=number, code_digest__in=code_digests)
    concern = held.first()
    if concern is None:
        raise MissingError(_("This browser does not hold this request. Enter its query code to open it."))
    return concern


def concerns_with_callbacks(actor: Actor, order_id: UUID) -> list[Concern]:
    """Give the requests of the actor's area that share an order, oldest first, with their callbacks: two statements."""
    concerns = visible_concerns(actor).filter(order_id=order_id)
    return list(concerns.order_by("submitted_at").prefetch_related("callbacks"))


def suggestions_of(index: WordingIndex, words: str) -> list[dict[str, object]]:
    """Give the matters that words point to, as a request keeps them."""
    return [
        {"matter_id": found.matter, "score": round(found.score, 3), "words": list(found.words)}
        for found in index.suggest(words)
    ]


def exchanges_of(concern: Concern) -> list[Exchange]:
    """Give what was asked and added, oldest first."""
    return list(concern.exchanges.order_by("at", "id"))


def callbacks_of(concern: Concern) -> list[Callback]:
    """Give the rounds of callback, first round first."""
    return list(concern.callbacks.order_by("round"))


def callback_page(actor: Actor, asked: str) -> Page[Callback]:
    """Give a page of the callbacks to be made, oldest first, in two statements; the last one where it has none."""
    return Paginator(_listed_callbacks(actor), PAGE_ROWS).get_page(asked)


def callback_rows(actor: Actor) -> QuerySet[Callback]:
    """Give the callbacks that wait, to be counted up to one above `COUNT_CAP`."""
    return open_callback_rounds(actor)[: COUNT_CAP + 1]


def _listed_callbacks(actor: Actor) -> QuerySet[Callback]:
    rows = open_callback_rounds(actor)
    related = rows.select_related("concern__order__lead", "concern__estate", "concern__community")
    return related.defer(*(f"concern__{column}" for column in CONTACT)).order_by("since_at", "id")


def open_callback_rounds(actor: Actor) -> QuerySet[Callback]:
    """Give the rounds in which somebody of the area waits to be called back."""
    waiting = Callback.objects.filter(sub_district_id=actor.tenant_id, state=CallbackState.WAITING)
    return of_area(actor, waiting)


def pictures_of(concern: Concern) -> list[StoredPicture]:
    """Give the pictures that came with a request."""
    return list(
        StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id=concern.pk).order_by("created_at")
    )


def pictures_behind(concerns: Collection[Concern]) -> list[StoredPicture]:
    """Give the pictures that came with some requests, the oldest first, in one statement."""
    rows = StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id__in=[row.pk for row in concerns])
    return list(rows.order_by("created_at", "id"))


def picture_of(concern: Concern, picture_id: UUID) -> StoredPicture:
    """Give one picture of a request.

    Raises:
        MissingError: It does not belong to this request.
    """
    owned = StoredPicture.objects.filter(owner_kind=PICTURE_OWNER, owner_id=concern.pk)
    return _picture_or_missing(owned, picture_id)


def unsent_picture(*, sub_district_id: UUID, picture_id: UUID) -> StoredPicture:
    """Give a picture that was uploaded and belongs to no request yet; the caller knows whose draft names it.

    Raises:
        MissingError: It is gone, or belongs to something.
    """
    free = StoredPicture.objects.filter(sub_district_id=sub_district_id, owner_id__isnull=True)
    return _picture_or_missing(free, picture_id)


def _picture_or_missing(pictures: QuerySet[StoredPicture], picture_id: UUID) -> StoredPicture:
    picture = pictures.filter(pk=picture_id).first()
    if picture is None:
        raise MissingError(_("This picture is no longer there. Choose it again."))
    return picture


def reveal_contact(actor: Actor, concern_id: UUID, *, purpose: str, at: datetime) -> tuple[str, str]:
    """Give the reporter's telephone number and address, and leave a trace of who looked and why.

    Raises:
        RefusedError: The actor's posts do not include it.
        InvalidError: No purpose is given.
    """
    require(actor, REVEAL)
    concern = get_concern(actor, concern_id)
    if not purpose.strip():
        raise InvalidError(_("Say what you need the number for: every look is on record with its purpose."))
    record_look(
        actor=actor,
        at=at,
        kind=PICTURE_OWNER,
        id=concern.pk,
        columns=(*CONTACT, "words"),
        purpose=purpose.strip()[:200],
    )
    phone, place_note = Concern.objects.values_list(*CONTACT).get(pk=concern.pk)
    return phone, place_note


def reveal_acting_contact(actor: Actor, concern_id: UUID, *, purpose: str, at: datetime) -> str:
    """Give the number of whoever acts for the resident, and leave a trace of its own; empty where there is none.

    Raises:
        RefusedError: The actor's posts do not include it.
        InvalidError: No purpose is given.
    """
    require(actor, REVEAL)
    if not purpose.strip():
        raise InvalidError(_("Say what you need the number for: every look is on record with its purpose."))
    proxy = ProxyEntry.objects.filter(
        concern_id=get_concern(actor, concern_id).pk, has_acting_phone=True
    ).first()
    if proxy is None:
        return ""
    record_look(
        actor=actor,
        at=at,
        kind=PROXY,
        id=proxy.pk,
        columns=("acting_phone",),
        purpose=purpose.strip()[:200],
    )
    return str(proxy.acting_phone)
