"""Reads of the civic door: services are matters, requests are those that came through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import ConcernState
from jiezhi.gateway.open311.errors import GeoReportError, NoServiceError
from jiezhi.gateway.open311.models import CivicPosting
from jiezhi.organisation.models import Matter
from jiezhi.organisation.queries import matters_of
from jiezhi.places.models import SubDistrict
from jiezhi.places.queries import all_sub_districts
from jiezhi.workorders.choices import OrderState

IS_CLOSED = Q(concern__order__state=OrderState.CLOSED) | Q(concern__state=ConcernState.RETURNED)


@dataclass(frozen=True)
class PostingFilter:
    """What a list of requests is narrowed to; empty leaves a column open."""

    numbers: Sequence[str] = ()
    codes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None


def street_of(jurisdiction: str) -> SubDistrict:
    """Give the street that `jurisdiction_id` names; with a single street it may be left out.

    Raises:
        GeoReportError: There are several and none is named.
        NoServiceError: No street is known by that name.
    """
    streets = all_sub_districts()
    if not jurisdiction and len(streets) == 1:
        return streets[0]
    if not jurisdiction:
        raise GeoReportError(_("jurisdiction_id was not given: it is the short name of the street."))
    found = next((street for street in streets if street.slug == jurisdiction), None)
    if found is None:
        raise NoServiceError(_("No street office is known here by that jurisdiction_id."))
    return found


def service_of(street: SubDistrict, code: str) -> Matter:
    """Give the matter that a service code names.

    Raises:
        NoServiceError: There is none in use.
    """
    found = next((matter for matter in matters_of(street.pk) if matter.code == code), None)
    if found is None:
        raise NoServiceError(_("service_code was not found: /services lists those there are."))
    return found


def postings(street_id: UUID, wanted: PostingFilter, *, page: int, rows: int) -> list[CivicPosting]:
    """Give a page of what was posted, newest first, in one statement. Sealed columns stay sealed."""
    found = _postings(street_id)
    if wanted.numbers:
        return list(found.filter(concern__number__in=wanted.numbers)[:rows])
    if wanted.codes:
        found = found.filter(matter__code__in=wanted.codes)
    if wanted.statuses and set(wanted.statuses) != {"open", "closed"}:
        found = (
            found.filter(IS_CLOSED) if "closed" in wanted.statuses else found.exclude(pk__in=_closed(found))
        )
    if wanted.since:
        found = found.filter(posted_at__gte=wanted.since)
    if wanted.until:
        found = found.filter(posted_at__lte=wanted.until)
    return list(found[(page - 1) * rows : page * rows])


def posting_of(street_id: UUID, number: str) -> CivicPosting:
    """Give one of them by the number of its request.

    Raises:
        NoServiceError: Nothing was posted under that number.
    """
    found = _postings(street_id).filter(concern__number=number).first()
    if found is None:
        raise NoServiceError(_("service_request_id was not found."))
    return found


def is_closed(posting: CivicPosting) -> bool:
    """Whether nothing more is done; work that waits for the reporter's answer is still open."""
    concern = posting.concern
    if concern.state == ConcernState.RETURNED:
        return True
    return concern.order is not None and concern.order.state == OrderState.CLOSED


def _closed(found: QuerySet[CivicPosting]) -> QuerySet[CivicPosting, Any]:
    return found.filter(IS_CLOSED).order_by().values("pk")


def _postings(street_id: UUID) -> QuerySet[CivicPosting]:
    rows = CivicPosting.objects.filter(sub_district_id=street_id)
    related = ("matter", "concern__order__lead", "concern__estate", "concern__community")
    kept_back = ("concern__words", "concern__phone", "concern__place_note", "concern__phone_index")
    return rows.select_related(*related).defer(*kept_back).order_by(F("posted_at").desc(), "-id")
