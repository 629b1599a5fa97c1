"""Puts together what the page of one request shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from jiezhi.concerns.choices import ConcernState, ExchangeKind
from jiezhi.concerns.held import find_right
from jiezhi.concerns.models import Concern, Exchange
from jiezhi.concerns.permissions import RECEIVE, REVEAL
from jiezhi.concerns.queries import PICTURE_OWNER, concerns_to_receive, exchanges_of, pictures_of
from jiezhi.core.dangers import dangers_in
from jiezhi.core.masking import without_personal
from jiezhi.faces.desk.above import superior_card
from jiezhi.faces.desk.choices import LookReason
from jiezhi.faces.desk.decision import Decision, decision_for
from jiezhi.faces.desk.forms import DecisionForm, GroundForm, QuestionForm, ReplyForm
from jiezhi.faces.desk.homes import home_of
from jiezhi.faces.desk.superior_forms import ObjectionForm
from jiezhi.faces.desk.waiting import requests_to_read
from jiezhi.kit.actor import OriginRef
from jiezhi.kit.errors import DomainError
from jiezhi.kit.ui.navigation import capped_count, waiting_counts
from jiezhi.kit.ui.svg_map import MapArea, MapDot, SvgMap, draw_map
from jiezhi.merging.queries import likely_orders
from jiezhi.supervision.choices import DangerKinds
from jiezhi.supervision.panels import emergency_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from jiezhi.kit.access import ActorRequest

MAP_WIDTH_PX = 320


@dataclass
class RequestPage:
    """What an earlier try left behind: the forms as they were sent, and why they could not be taken."""

    decision: Decision | None = None
    form: DecisionForm | None = None
    question_form: QuestionForm | None = None
    reply_form: ReplyForm | None = None
    objection_form: ObjectionForm | None = None
    problem: DomainError | None = None
    typed: str = ""


def render_request(
    request: "ActorRequest", concern: Concern, page: RequestPage | None = None
) -> "HttpResponse":
    """Show a request: the whole page, or the pane alone to htmx."""
    page, at, actor = page or RequestPage(), timezone.now(), request.actor
    can_decide = actor.may(RECEIVE.code) and concern.state in (ConcernState.SUBMITTED, ConcernState.ASKED)
    for form in (page.form, page.reply_form, page.question_form):
        _renew_version(form, concern)
    decision = page.decision
    if can_decide and decision is None:
        decision = decision_for(concern, actor=actor, at=at, failed=page.form, failed_reply=page.reply_form)
    context = {
        "concern": concern,
        "at": at,
        "page": page,
        "decision": decision,
        "question_form": page.question_form or QuestionForm(initial={"version": concern.version}),
        "exchanges": [_line(exchange) for exchange in exchanges_of(concern)],
        "pictures": pictures_of(concern),
        "map": small_map(concern),
        "reasons": LookReason.choices,
        "superior": superior_card(actor, concern, failed=page.objection_form, at=at),
        "same_things": likely_orders(actor, concern, at=at) if can_decide else [],
        "right": find_right(concern),
        "can_decide_right": actor.may(RECEIVE.code),
        "ground_form": GroundForm(initial={"ground": page.typed}),
        "dangers": _dangers(concern),
        "emergency": emergency_of(actor, OriginRef(PICTURE_OWNER, concern.pk)),
        "can_reveal": actor.may(REVEAL.code),
        "home": home_of(actor),
    }
    status = page.problem.status if page.problem else 200
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "desk/_request.html", context)
    queue = concerns_to_receive(actor)
    # Counted with the navigation already, for whoever has this list there.
    known = waiting_counts(request).get(requests_to_read)
    context |= {"queue": queue, "queue_count": capped_count(len(queue) if known is None else known)}
    return render(request, "desk/request.html", context, status=status)


def small_map(concern: Concern) -> SvgMap | None:
    """Draw where it is: the community's border and the spot, as far as they are known."""
    community, estate = concern.community, concern.estate
    areas = [MapArea(community.border, community.name)] if community else []
    lon = concern.lon if concern.lon is not None else (estate.lon if estate else None)
    lat = concern.lat if concern.lat is not None else (estate.lat if estate else None)
    dots = []
    if lon is not None and lat is not None:
        dots = [MapDot(lon, lat, estate.name if estate else concern.number, tone="bad")]
    return draw_map(areas, dots, width_px=MAP_WIDTH_PX) if areas or dots else None


def _dangers(concern: Concern) -> list[dict[str, str]]:
    """Give what cannot wait, while nobody has decided; said in words of the request where it says it itself."""
    if not concern.danger or concern.state == ConcernState.RECEIVED:
        return []
    found = {each.kind.value: each.words for each in dangers_in(concern.words)}
    kinds = found or {concern.danger: ""}
    return [
        {"label": str(DangerKinds(kind).label), "words": without_personal(words)}
        for kind, words in kinds.items()
    ]


def _line(exchange: Exchange) -> dict[str, object]:
    return {
        "at": exchange.at,
        "title": exchange.get_kind_display(),
        "who": exchange.said_by,
        "text": without_personal(exchange.words),
        "tone": "ok" if exchange.kind == ExchangeKind.ADDITION else "warn",
    }


def _renew_version(form: DecisionForm | QuestionForm | ReplyForm | None, concern: Concern) -> None:
    """Put the version that the reader now sees into a form that is shown again."""
    if form is not None:
        form.data = {**form.data.dict(), "version": str(concern.version)}  # type: ignore[attr-defined]
