"""Reporting what was seen on patrol: an order that no resident brought in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.concerns.classifiers import danger_of
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.core.told_times import seen_time
from jiezhi.fieldwork.actions._late import add_late_pictures
from jiezhi.fieldwork.actions._once import Taken, answer_given, keep_answer
from jiezhi.fieldwork.choices import DeedKind
from jiezhi.fieldwork.events import FieldJoined, FieldReported
from jiezhi.fieldwork.models import FieldReport
from jiezhi.fieldwork.permissions import REPORT
from jiezhi.fieldwork.queries import pictures_under, spot_seen
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.ids import new_id
from jiezhi.kit.outbox import emit
from jiezhi.merging.actions import merge_orders
from jiezhi.merging.nearby import open_here
from jiezhi.organisation.models import Matter
from jiezhi.organisation.queries import get_matter
from jiezhi.pictures.keeping import attach_pictures
from jiezhi.places.queries import Spot
from jiezhi.supervision.actions import Alarm, raise_alarm
from jiezhi.workorders.actions import OrderDraft, open_order
from jiezhi.workorders.brief import refuse_personal
from jiezhi.workorders.choices import PATROL_ORIGIN, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import PICTURE_OWNER, is_visible

REPORTED = PATROL_ORIGIN
_SEEN_PERSONAL = gettext_lazy(
    "“What you saw” holds what looks like a number or address of a person (%(found)s). "
    "Take it out: the department reads it."
)
_PLACE_PERSONAL = gettext_lazy(
    "“Where exactly?” holds what looks like a number or address of a person (%(found)s). "
    "Take it out: the department reads it."
)


@dataclass(frozen=True)
class ReportDraft:
    """What was seen.

    Args:
        key: Made on the telephone, once for each report.
        matter_id: What it is about.
        words: In the words of whoever saw it; may be empty, since the matter says it.
        estate_id: Where, or None.
        lon: Degrees east, where a point was taken.
        lat: Degrees north.
        place_note: How to find it.
        picture_keys: Keys under which pictures were sent before.
        picture_ids: Pictures that came with the form itself.
        seen_at: When, as the telephone says.
        was_asked: Whether they were shown what is open there already; a telephone without a connection shows nothing.
        joins_id: The order of it that they said is the same thing.
    """

    key: UUID
    matter_id: UUID
    words: str = ""
    estate_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    place_note: str = ""
    picture_keys: tuple[UUID, ...] = ()
    picture_ids: tuple[UUID, ...] = ()
    seen_at: datetime | None = None
    was_asked: bool = False
    joins_id: UUID | None = None

    @property
    def body(self) -> str:
        """Everything that tells one report from another under the same key."""
        parts = (self.matter_id, self.words, self.estate_id, self.lon, self.lat, self.place_note)
        return repr([str(part) for part in parts])


@action
def take_report(*, draft: ReportDraft, actor: Actor, at: datetime) -> Taken:
    """Take a report from patrol (巡查上报): an order is opened that waits for the dispatcher. Sent twice it is one.

    It follows the flow of its matter: an event is checked on site, by whoever reported it too, since their eyes are
    not the hands that did the work. Only the callback has nobody to ask: it is passed over, unless a resident joined
    it or a resident's order was merged into it.

    What was said to be the same as an open order is merged into that at once, pictures and words and all, so that the
    dispatcher can undo it; where it is no longer open, or the words tell of a danger, the report stands by itself. Of
    what nobody was asked about, the dispatcher is told what it may be the same as.

    Raises:
        InvalidError: The place is not known, or the words hold what looks like a person's number.
        KeyUsedError: Another report was taken under the key.
        PictureError: A picture has not arrived.
    """
    require(actor, REPORT)
    given = answer_given(DeedKind.REPORT, draft.key, draft.body, actor=actor)
    if given is not None:
        add_late_pictures(given, keys=draft.picture_keys, picture_ids=draft.picture_ids, actor=actor)
        return given
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=draft.matter_id)
    danger, report_id = danger_of(draft.words), new_id()
    order = open_order(
        draft=OrderDraft(
            matter=matter,
            brief=_brief(matter, draft),
            spot=spot_seen(actor, estate_id=draft.estate_id, lon=draft.lon, lat=draft.lat),
            origin=OriginRef(REPORTED, report_id),
            urgency=UrgencyTier.EMERGENCY if danger else UrgencyTier.NORMAL,
        ),
        lead=None,
        actor=actor.lent(DISPATCH.code),
        at=at,
    )
    FieldReport.objects.create(
        id=report_id,
        sub_district_id=actor.tenant_id,
        order=order,
        seen_at=seen_time(draft.seen_at, at=at),
        reported_at=at,
        reported_by=actor.label,
    )
    pictures = [*draft.picture_ids, *pictures_under(actor, draft.picture_keys)]
    attach_pictures(pictures, sub_district_id=actor.tenant_id, owner_kind=PICTURE_OWNER, owner_id=order.pk)
    audit.record("fieldwork.reported", kind=REPORTED, id=report_id, facts={"number": order.number})
    if danger:
        _call_duty(order, danger, actor=actor, at=at)
    _pass_on(order, draft, is_dangerous=bool(danger), actor=actor, at=at)
    taken = Taken(DeedKind.REPORT.value, str(order.pk), order.number)
    return keep_answer(taken, draft.key, draft.body, actor=actor, at=at)


def _pass_on(order: WorkOrder, draft: ReportDraft, *, is_dangerous: bool, actor: Actor, at: datetime) -> None:
    """Join a report to the order that it was said to be the same as, or put it before the dispatcher."""
    spot = Spot(order.community_id, order.grid_cell_id, order.estate_id, order.lon, order.lat)
    found = open_here(
        actor,
        matter_id=order.matter_id,
        words=draft.words,
        spot=spot,
        own_id=order.pk,
        chosen_id=draft.joins_id,
        at=at,
    )
    near = [each.order for each in found]
    same = next((each for each in near if each.pk == draft.joins_id), None)
    if same is not None and is_visible(actor, order):
        merge_orders(
            absorbed_id=order.pk, staying_id=same.pk, actor=actor.lent(DISPATCH.code, RECEIVE.code), at=at
        )
        facts = {"number": order.number, "order": same.number}
        audit.record("fieldwork.report_joined", kind=REPORTED, id=order.origin_id, facts=facts)
        emit(FieldJoined(order.pk, actor.tenant_id, order.number, same.number))
        return
    # Whoever said that it is another one is believed; whose choice is open no more is told of to the dispatcher.
    is_settled = draft.was_asked and draft.joins_id is None
    like = near[0].number if near and not is_settled else ""
    emit(FieldReported(order.pk, actor.tenant_id, order.number, is_dangerous, like))


def _call_duty(order: WorkOrder, danger: str, *, actor: Actor, at: datetime) -> None:
    alarm = Alarm(
        origin=OriginRef(order.origin_kind, order.origin_id),
        number=order.number,
        brief=order.brief,
        danger=danger,
        community_id=order.community_id,
        order_id=order.pk,
    )
    raise_alarm(alarm=alarm, actor=actor, at=at)


def _brief(matter: Matter, draft: ReportDraft) -> str:
    words = draft.words.strip() or matter.name
    note = draft.place_note.strip()
    refuse_personal(words, _SEEN_PERSONAL)
    refuse_personal(note, _PLACE_PERSONAL)
    return words + "\n" + _("Place: %(place)s") % {"place": note} if note else words
