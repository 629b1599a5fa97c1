"""What goes into the evidence of an order: facts, laws, words, deeds, replies, callbacks, pictures; no private data."""

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from jiezhi.concerns.behind import concerns_behind, superiors_behind
from jiezhi.concerns.models import Callback, Concern, SuperiorOrder
from jiezhi.concerns.queries import pictures_behind
from jiezhi.core.masking import without_personal
from jiezhi.evidence.models import EvidencePack, Exclusion, SuperiorCallback
from jiezhi.evidence.queries import CountedVerdict, callbacks_above, counted_above, exclusions_of
from jiezhi.kit.models import StoredPicture
from jiezhi.organisation.choices import amount_words
from jiezhi.organisation.queries import duty_entries_for, lines_in_force
from jiezhi.pictures import disk
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.queries import extensions_of, history_of, pictures_of
from jiezhi.workorders.standing import timeline_of
from jiezhi.workorders.support_words import support_timeline
from jiezhi.workorders.supports import supports_of

SHRUNK_PX = 1200
"""Longer side of a picture in the document: a page wide at 150 dots an inch."""
SHRUNK_QUALITY = 80
Pair = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One line of a table: when, what, who, and in which words."""

    at: str
    what: str
    who: str
    text: str = ""


@dataclass(frozen=True)
class Shot:
    """A picture: its file in the document's folder, and the digest of the kept one."""

    file: str
    sha256: str
    taken: str
    whose: str
    is_there: bool


@dataclass
class Brief:
    """Everything that the document prints."""

    title: str
    office: str
    facts: list[Pair]
    clocks: list[Pair]
    grounds: list[str]
    words: list[Line]
    deeds: list[Line]
    supports: list[Line]
    replies: list[Line]
    callbacks: list[Line]
    above: list[Line]
    exclusions: list[Line]
    shots: list[Shot]
    images: dict[str, bytes] = field(default_factory=dict)

    def printed(self) -> dict[str, object]:
        """Give what is printed, as plain values."""
        return {
            "title": self.title,
            "office": self.office,
            "facts": self.facts,
            "clocks": self.clocks,
            "grounds": self.grounds,
            **{
                name: [vars(line) for line in getattr(self, name)]
                for name in (
                    "words", "deeds", "supports", "replies", "callbacks", "above", "exclusions", "shots"
                )
            },
        }  # fmt: skip

    def digest(self) -> str:
        """Give the SHA-256 of what is printed: the same for the same facts, whenever the document is made."""
        written = json.dumps(self.printed(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()


def brief_of(pack: EvidencePack) -> Brief:
    """Gather the evidence of an order as it stands now."""
    order = pack.order
    concerns = concerns_behind(order)
    superiors = superiors_behind(concerns)
    shots = [*_shots(pictures_of(order), _("of the handling"))]
    if pack.with_words:
        shots += _shots(pictures_behind(concerns), _("of the request"))
    supports = supports_of(order)
    return Brief(
        title=_("Evidence of work order %(number)s") % {"number": order.number},
        office=order.sub_district.name,
        facts=_facts(order),
        clocks=_clocks(order, superiors),
        grounds=_grounds(order),
        words=_words(concerns) if pack.with_words else [],
        deeds=_deeds(order, supports),
        supports=[_support_line(row) for row in supports],
        replies=_replies(order, superiors),
        callbacks=[
            line for concern in concerns for line in _callback_lines(concern, with_words=pack.with_words)
        ],
        above=[
            *(_above_line(row, with_words=pack.with_words) for row in callbacks_above(superiors)),
            *(_counted_line(row, with_words=pack.with_words) for row in counted_above(superiors)),
        ],
        exclusions=[_exclusion_line(row) for row in exclusions_of(order)],
        shots=[shot for shot, _image in shots],
        images={shot.file: image for shot, image in shots if image is not None},
    )


def _facts(order: WorkOrder) -> list[Pair]:
    place = [part.name for part in (order.community, order.estate) if part is not None]
    return [
        (_("Order number"), order.number),
        (_("Matter"), order.matter.name),
        (_("Urgency"), str(order.get_urgency_display())),
        (_("State"), str(order.get_state_display())),
        (_("Place"), " · ".join(place) or "—"),
        (_("Lead"), order.lead.name if order.lead else "—"),
        (_("What to do"), without_personal(order.brief)),
        (_("Sent back / taken up again"), f"{order.sent_back_count} / {order.reopened_count}"),
    ]


def _clocks(order: WorkOrder, superiors: Iterable[SuperiorOrder]) -> list[Pair]:
    rows = [
        (_("Limit"), amount_words(order.limit_amount, order.limit_unit)),
        (_("Opened"), moment(order.opened_at)),
        (_("Dispatched (the office's clock begins)"), moment(order.dispatched_at)),
        (_("Accepted"), moment(order.accepted_at)),
        (_("Due"), moment(order.due_at)),
        (_("Done"), moment(order.resolved_at)),
        (_("Done in time"), _in_time(order.resolved_at, order.due_at)),
        (_("Working minutes used"), "—" if order.handling_min is None else str(order.handling_min)),
        (_("Closed"), moment(order.closed_at)),
    ]
    for row in superiors:
        head = f"{row.source.name} {row.number}"
        rows += [
            (
                _("%(superior)s: sent (the superior's clock begins)") % {"superior": head},
                moment(row.issued_at),
            ),
            (_("%(superior)s: their limit") % {"superior": head}, moment(row.their_due_at)),
            (_("%(superior)s: answered") % {"superior": head}, moment(row.replied_at)),
            (_("%(superior)s: in time") % {"superior": head}, _in_time(row.replied_at, row.their_due_at)),
        ]
    return rows


def _grounds(order: WorkOrder) -> list[str]:
    duties = duty_entries_for(order.matter, order.opened_on)
    cited = [f"{duty.get_kind_display()}{_(': ')}{duty.basis}" for duty in duties]
    listed = lines_in_force(order.sub_district_id, order.opened_on)
    cited += [
        _("Responsibility list: %(department)s, %(basis)s")
        % {"department": row.lead.name, "basis": row.basis}
        for row in listed
        if row.basis and row.matter_id == order.matter_id and row.lead_id == order.lead_id
    ]
    return list(dict.fromkeys(cited))


def _words(concerns: Iterable[Concern]) -> list[Line]:
    lines = []
    for concern in concerns:
        what = f"{concern.number} · {concern.get_channel_display()}"
        lines.append(
            Line(moment(concern.submitted_at), what, _("The reporter"), without_personal(concern.words))
        )
        lines += [
            Line(
                moment(row.at),
                str(row.get_kind_display()),
                row.said_by or _("The reporter"),
                without_personal(row.words),
            )
            for row in concern.exchanges.all()
        ]
    return lines


def _deeds(order: WorkOrder, supports: list[Support]) -> list[Line]:
    entries = timeline_of(history_of(order), extensions_of(order), support_timeline(supports))
    return [
        Line(moment(row.at), str(row.title), row.who, without_personal(row.text)) for row in reversed(entries)
    ]


def _support_line(row: Support) -> Line:
    what = f"{row.department.name}{_(': ')}{without_personal(row.task)}"
    who = _("due %(due)s, %(standing)s") % {
        "due": moment(row.due_at),
        "standing": _in_time(row.done_at, row.due_at) if row.done_at else row.get_state_display(),
    }
    return Line(moment(row.asked_at), what, who, without_personal(row.reply or row.note))


def _replies(order: WorkOrder, superiors: Iterable[SuperiorOrder]) -> list[Line]:
    lead = order.lead.name if order.lead else ""
    lines = (
        [Line(moment(order.resolved_at), _("Reply to the reporter"), lead, without_personal(order.reply))]
        if order.reply
        else []
    )
    for superior in superiors:
        if superior.replied_at is not None:
            what = _("Reply handed to %(superior)s") % {"superior": superior.source.name}
            lines.append(Line(moment(superior.replied_at), what, superior.number))
        for row in superior.objections.all():
            text = _(": ").join(
                part for part in (row.get_outcome_display() or _("No answer yet"), row.answer) if part
            )
            what = f"{_('Objection')}{_(': ')}{row.get_ground_display()} {row.basis}"
            lines.append(Line(moment(row.raised_at), what, row.raised_by, without_personal(text)))
    return lines


def _callback_lines(concern: Concern, *, with_words: bool) -> list[Line]:
    return [_callback_line(concern, row, with_words=with_words) for row in concern.callbacks.all()]


def _callback_line(concern: Concern, row: Callback, *, with_words: bool) -> Line:
    what = _(
        "%(number)s, round %(round)s: %(state)s; outcome %(outcome)s (%(likes)s); service %(service)s"
    ) % {
        "number": concern.number,
        "round": row.round,
        "state": row.get_state_display(),
        "outcome": _solved(row.was_solved),
        "likes": _satisfied(row.was_satisfied),
        "service": _satisfied(row.likes_service),
    }
    text = without_personal(row.words) if with_words else ""
    return Line(moment(row.answered_at or row.since_at), what, row.answered_by or _("The reporter"), text)


def _above_line(row: SuperiorCallback, *, with_words: bool) -> Line:
    heard = _("outcome %(outcome)s (%(likes)s); service %(service)s") % {
        "outcome": _solved(row.was_solved),
        "likes": _satisfied(row.likes_outcome),
        "service": _satisfied(row.likes_service),
    }
    what = f"{row.superior.source.name} {row.superior.number}{_(': ')}{heard if row.was_reached else _('not reached')}"
    text = without_personal(row.words) if with_words else ""
    return Line(day(row.called_on), what, _("recorded by %(who)s") % {"who": row.recorded_by}, text)


def _counted_line(row: CountedVerdict, *, with_words: bool) -> Line:
    heard = _("contacted %(reached)s; outcome %(outcome)s (%(likes)s)") % {
        "reached": dict(zip((True, False, None), _("yes,no,—").split(","), strict=True))[row.was_reached],
        "outcome": _solved(row.was_solved),
        "likes": _satisfied(row.was_satisfied),
    }
    told = [heard, _("left out by the superior itself")] if row.is_left_out else [heard]
    what = f"{row.source_name} {row.number}{_(': ')}{_('; ').join(told)}"
    who = _("the superior's count, brought in by %(who)s") % {"who": row.brought_by}
    return Line(f"{row.month_on:%Y-%m}", what, who, without_personal(row.note) if with_words else "")


def _exclusion_line(row: Exclusion) -> Line:
    what = f"{row.get_state_display()}{_(': ')}{row.get_ground_display()} · {row.basis}"
    who = f"{row.asked_by} / {row.decided_by or '—'}"
    return Line(
        moment(row.asked_at), what, who, without_personal("\n".join(filter(None, (row.words, row.answer))))
    )


def _shots(pictures: Iterable[StoredPicture], whose: str) -> list[tuple[Shot, bytes | None]]:
    found = []
    for row in pictures:
        image = shrunk(row)
        shot = Shot(f"{row.pk}.jpg", row.sha256, moment(row.created_at), whose, image is not None)
        found.append((shot, image))
    return found


def shrunk(picture: StoredPicture) -> bytes | None:
    """Give a kept picture made smaller, or None when its file is missing."""
    path = disk.path_of(picture.sha256)
    if not path.exists():
        return None
    with Image.open(path, formats=["JPEG"]) as image:
        small = image.convert("RGB")
        small.thumbnail((SHRUNK_PX, SHRUNK_PX))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=SHRUNK_QUALITY)
    return out.getvalue()


def moment(at: datetime | None) -> str:
    """Give a moment in the office's time."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"


def day(on: date) -> str:
    """Give a day."""
    return f"{on:%Y-%m-%d}"


def _in_time(done: datetime | None, due: datetime | None) -> str:
    if done is None or due is None:
        return "—"
    return _("in time") if done <= due else _("late")


def _solved(was: bool | None) -> str:  # noqa: FBT001 - a value of a column, not a switch
    return "—" if was is None else (_("solved") if was else _("not solved"))


def _satisfied(was: bool | None) -> str:  # noqa: FBT001 - the same
    return "—" if was is None else (_("satisfied") if was else _("not satisfied"))
