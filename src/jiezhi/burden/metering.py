"""The burden meter: what the office's own forms cost, so that it sees where it wastes its people.

Counted are processes, never persons: a row holds the sums of a street's day, without actor, order or time of day.
A post that is accepted adds to them; one that is refused is part of the work until it is accepted.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, cast
from uuid import UUID

from django import forms
from django.core import signing
from django.db import OperationalError
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiezhi.burden.models import BurdenDay
from jiezhi.core.burden import normal_text, retyped_fields
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import add_up

STAMP = "stamp"
SALT = "burden"
LONGEST_S = 30 * 60
"""Whoever takes longer does something else meanwhile: no post counts for more."""
IMPLAUSIBLE_S = 12 * 60 * 60
"""A page that stood open over night says nothing."""


@dataclass(frozen=True)
class Process:
    """A piece of work that forms are posted for: `app.verb`, and its words."""

    key: str
    label: str | Promise


_processes: dict[str, Process] = {}


def process(key: str, label: str | Promise) -> Process:
    """Make a process known; apps do so in their `processes.py`."""
    return _processes.setdefault(key, Process(key, label))


def words_for_work(key: str) -> str:
    """Give the words of a process; its key where this version no longer has it."""
    known = _processes.get(key)
    return str(known.label) if known else key


class _Stamp(TypedDict):
    """When a form was shown, and the digests of what it offered."""

    at: int
    offered: dict[str, str]


class MeteredForm(forms.Form):
    """A form that tells, when it comes back, since when it was shown and what it offered filled in.

    Both ride in a signed hidden field: values only as digests, so that nothing personal is in it twice.
    """

    carried: Mapping[str, str] | None = None
    """What was sent when the form was only asked to propose anew: its time runs on, what was changed stays typed."""

    @property
    def stamp(self) -> SafeString:
        """Give the hidden field; a form that is shown again keeps its first one."""
        sent = str(self.data.get(STAMP, "")) if self.is_bound else ""
        if not read_stamp(sent):
            sent = signing.dumps(self._fresh(), salt=SALT)
        return format_html('<input type="hidden" name="{}" value="{}">', STAMP, sent)

    def _fresh(self) -> _Stamp:
        offered = {}
        for bound in self.visible_fields():
            value = _offered(bound)
            if value:
                offered[bound.name] = _digest(value)
        before = read_stamp(self.carried.get(STAMP, "")) if self.carried else None
        if before is None or self.carried is None:
            return {"at": int(timezone.now().timestamp()), "offered": offered}
        for name, value in self.carried.items():
            if name in self.fields and _digest(value) != before["offered"].get(name, ""):
                offered[name] = before["offered"].get(name, "")
        return {"at": before["at"], "offered": offered}


def read_stamp(sent: str) -> _Stamp | None:
    """Give what a stamp says; None for one that is not ours."""
    try:
        return cast("_Stamp", signing.loads(sent, salt=SALT)) if sent else None
    except signing.BadSignature:
        return None


@dataclass(frozen=True)
class FormCount:
    """What one post cost: `seconds` is None where it is not known."""

    typed: int
    retyped: int
    seconds: int | None


def count_form(form: forms.Form, *, held: Iterable[str] = (), at: datetime) -> FormCount:
    """Count what a person filled into a form.

    Hidden fields, empty ones, and those that came back as they were offered do not count. A file is one field.
    Typed again is what the office held already, or what stands in another field of the form: `core.burden`.

    Args:
        form: Bound.
        held: What is stored about the same order or request.
        at: Now.
    """
    shown = read_stamp(str(form.data.get(STAMP, "")))
    offered = shown["offered"] if shown else {}
    filled, files = {}, 0
    for bound in form.visible_fields():
        if bound.widget_type in ("file", "clearablefile"):
            files += bool(bound.data)
            continue
        value = _text(bound.data)
        default = offered.get(bound.name, "") if shown else _digest(_offered(bound))
        if value.strip() and _digest(value) != default:
            filled[bound.name] = value
    seconds = int(at.timestamp()) - shown["at"] if shown else -1
    return FormCount(
        typed=len(filled) + files,
        retyped=len(retyped_fields(filled, held)),
        seconds=min(seconds, LONGEST_S) if 0 <= seconds <= IMPLAUSIBLE_S else None,
    )


def note_post(
    of: Process,
    form: forms.Form,
    *,
    actor: Actor,
    at: datetime,
    channel: str = "",
    held: Iterable[str] = (),
    made: int = 1,
) -> None:
    """Add an accepted post to the sums of the day, in one statement after the deed.

    Args:
        of: Which process.
        form: As it was accepted.
        actor: Only to know the street.
        at: Now; the local day is kept.
        channel: By which way the matter came in, where the process has one.
        held: What is stored about the same order or request.
        made: How many orders or requests the post served; 0 for a step on the way.
    """
    count = count_form(form, held=held, at=at)
    _add(
        of,
        actor.tenant_id,
        at,
        channel,
        posts=1,
        made=made,
        fields_typed=count.typed,
        fields_retyped=count.retyped,
        seconds_sum=count.seconds or 0,
        seconds_count=int(count.seconds is not None),
    )


def note_made(of: Process, *, sub_district_id: UUID, at: datetime, made: int, channel: str = "") -> None:
    """Add orders or requests that were made without anybody typing: by a file, or by an adapter."""
    if made:
        _add(of, sub_district_id, at, channel, made=made)


def _add(of: Process, sub_district_id: UUID, at: datetime, channel: str, **amounts: int) -> None:
    keys = {
        "sub_district_id": sub_district_id,
        "on": timezone.localdate(at),
        "process": of.key,
        "channel": channel,
    }
    # The deed is done: a figure may be missing, but what is done must not look as if it had failed.
    with suppress(OperationalError):
        add_up(BurdenDay, keys, amounts)


SUMS = (
    "process",
    "channel",
    "posts__sum",
    "made__sum",
    "fields_typed__sum",
    "fields_retyped__sum",
    "seconds_sum__sum",
    "seconds_count__sum",
)


@dataclass(frozen=True)
class Spent:
    """What one process cost in a period, by one channel."""

    process: str
    channel: str
    posts: int
    made: int
    typed: int
    retyped: int
    seconds: int
    timed: int

    @property
    def minutes(self) -> float:
        """How long the posts took, those whose time is not known as long as the others."""
        return self.seconds / self.timed * self.posts / 60 if self.timed else 0.0


def spent_between(sub_district_id: UUID, first_on: date, last_on: date) -> list[Spent]:
    """Give what each process cost a street in a period, in one statement."""
    days = BurdenDay.objects.filter(sub_district_id=sub_district_id, on__gte=first_on, on__lte=last_on)
    rows = (
        days.order_by()
        .values("process", "channel")
        .annotate(
            Sum("posts"),
            Sum("made"),
            Sum("fields_typed"),
            Sum("fields_retyped"),
            Sum("seconds_sum"),
            Sum("seconds_count"),
        )
    )
    return [Spent(*row) for row in rows.values_list(*SUMS)]


def _digest(value: str) -> str:
    plain = normal_text(value) or value.strip()
    return salted_hmac(SALT, plain).hexdigest()[:12] if plain else ""


def _offered(bound: forms.BoundField) -> str:
    """Give what a field offers: what it is filled with, or the first of a list that has no empty line."""
    initial = bound.form.get_initial_for_field(bound.field, bound.name)
    if initial is None and isinstance(bound.field.widget, forms.Select):
        choices: Sequence[Any] = list(bound.field.widget.choices)
        return str(choices[0][0]) if choices and not isinstance(choices[0][1], list | tuple) else ""
    return _text(initial)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(str(each) for each in value)
    # A box that was left unticked was not filled in.
    return "" if value is None or value is False else str(value)
