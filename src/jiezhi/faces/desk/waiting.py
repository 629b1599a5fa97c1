"""What requests bring to a worker's inbox: to be read, to be asked about, to be called back, and wishes about data.

It stands here and not with the requests, since the pages on which they are dealt with are the desk's.
"""

from datetime import datetime

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.hearing import rounds_beside_callbacks
from jiezhi.concerns.held import households_behind, rights_waiting
from jiezhi.concerns.models import Callback, Concern, PrivacyRight, SuperiorOrder
from jiezhi.concerns.permissions import BRIDGE, CALL_BACK, HEAR_CALLBACK, RECEIVE
from jiezhi.concerns.queries import (
    asked_waiting,
    imported_waiting,
    live_to_receive,
    open_callback_rounds,
    waiting_rows,
)
from jiezhi.concerns.superior_queries import replies_to_hand_over
from jiezhi.core.masking import without_personal
from jiezhi.faces.patrol.outcomes import CALLBACK
from jiezhi.inbox.sources import InboxColumns, InboxSource, register_household, register_source
from jiezhi.kit.actor import Actor
from jiezhi.supervision.choices import DangerKinds

TO_READ, ASKED, IMPORTED = "to-read", "asked", "imported"
RIGHT = "right"
_PLACES = ("estate__name", "community__name")


def _to_read(actor: Actor, at: datetime) -> QuerySet[Concern]:
    """Leave wishes about data out: they have a part of their own, with the law's limit.

    An order from above is to be decided while it may still be returned, and afterwards by the superior's limit. Those
    past that limit come first, the longest past before the others; what nobody set a limit for keeps its turn.
    """
    window, limit = F("superior__return_until"), F("superior__their_due_at")
    waiting = live_to_receive(actor).filter(privacy_right=None)
    return waiting.annotate(
        next_due=Case(
            When(superior__return_until__gte=at, then=Least(window, Coalesce(limit, window))), default=limit
        ),
        late_since=Case(When(superior__their_due_at__lt=at, then=limit)),
    )


def _asked(actor: Actor, _at: datetime) -> QuerySet[Concern]:
    return asked_waiting(actor)


def _imported(actor: Actor, _at: datetime) -> QuerySet[Concern]:
    return imported_waiting(actor)


def _callbacks(actor: Actor, _at: datetime) -> QuerySet[Callback]:
    return open_callback_rounds(actor)


def _to_hear(actor: Actor, _at: datetime) -> QuerySet[Callback]:
    return rounds_beside_callbacks(actor)


def _rights(actor: Actor, _at: datetime) -> QuerySet[PrivacyRight]:
    return rights_waiting(actor)


def _replies(actor: Actor, _at: datetime) -> QuerySet[SuperiorOrder]:
    return replies_to_hand_over(actor)


def requests_to_read(actor: Actor) -> QuerySet[Concern] | None:
    """Give what the dispatcher has to read, to be counted with the navigation; nothing for everybody else."""
    return waiting_rows(actor) if actor.may(RECEIVE.code) else None


def danger_words(code: str) -> str:
    """Give the words of a danger."""
    return str(DangerKinds(code).label) if code else ""


def _columns(
    way: str = "", *, since: str, danger: str = "", due_at: str = "", id: str = "pk"
) -> InboxColumns:
    """Give what a line shows of a request, found by a way from the table that waits."""
    places = (f"{way}{name}" for name in _PLACES)
    return InboxColumns(
        id=id,
        number=f"{way}number",
        text=f"{way}words",
        place=Coalesce(*places, Value(""), output_field=TextField()),
        since=since,
        due_at=due_at,
        danger=danger,
        order_id=f"{way}order_id",
        household=f"{way}phone_index",
    )


_FIRST_LATE = ("-danger", F("late_since").asc(nulls_last=True), "submitted_at", "id")
for key, title, order, rows, sort, due, is_shown in (
    (TO_READ, _("Requests to read"), 10, _to_read, _FIRST_LATE, "next_due", True),
    (ASKED, _("Waiting for the reporter"), 11, _asked, ("-danger", "submitted_at", "id"), "", True),
    (IMPORTED, _("Imported, not dealt with"), 90, _imported, ("-submitted_at", "-id"), "", False),
):
    register_source(
        InboxSource(
            key=key,
            title=title,
            order=order,
            permission=RECEIVE.code,
            rows=rows,
            columns=_columns(since="submitted_at", danger="danger", due_at=due),
            url_name="desk:concern",
            opens_beside=True,
            sort=sort,
            is_shown_empty=is_shown,
            read=without_personal,
            danger_words=danger_words if key == TO_READ else lambda _code: "",
        )
    )
register_source(
    InboxSource(
        key="rights",
        title=_("Wishes about personal data"),
        order=12,
        permission=RECEIVE.code,
        rows=_rights,
        columns=_columns("about__", since="asked_at", due_at="due_at", id="concern_id"),
        url_name="desk:concern",
        opens_beside=True,
        sort=("due_at", "pk"),
        visit=RIGHT,
        read=without_personal,
    )
)
register_source(
    InboxSource(
        key="replies",
        title=_("Replies to hand over to the superior"),
        order=43,
        permission=BRIDGE.code,
        rows=_replies,
        columns=_columns("concern__", since="came_at", due_at="their_due_at", id="concern_id"),
        url_name="desk:concern",
        opens_beside=True,
        sort=(F("their_due_at").asc(nulls_last=True), "pk"),
        read=without_personal,
    )
)
register_source(
    InboxSource(
        key="callbacks",
        title=_("Callbacks"),
        order=41,
        permission=CALL_BACK.code,
        rows=_callbacks,
        columns=_columns("concern__", since="since_at", id="concern_id"),
        url_name="desk:callback",
        opens_beside=True,
        sort=("since_at", "pk"),
        visit=CALLBACK,
        is_shown_empty=True,
        read=without_personal,
    )
)
register_source(
    InboxSource(
        key="callbacks-at-the-door",
        title=_("Callbacks at the door"),
        order=42,
        permission=HEAR_CALLBACK.code,
        rows=_to_hear,
        columns=_columns("concern__", since="since_at", id="concern_id"),
        url_name="desk:joint_visit",
        takes_id=False,
        sort=("since_at", "pk"),
        visit=CALLBACK,
        is_listed=False,
        read=without_personal,
    )
)
register_household("concerns", households_behind)
