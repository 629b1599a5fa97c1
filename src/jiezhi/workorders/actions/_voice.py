"""Who speaks for the department that has an order: its own people, or the office for one that does not sign in."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department
from jiezhi.organisation.staff import staff_of_department
from jiezhi.workorders.actions._moves import own_department
from jiezhi.workorders.choices import WordChannel
from jiezhi.workorders.models import OrderEntry, Support, WorkOrder
from jiezhi.workorders.permissions import HANDLE, RECORD_ANSWER

Spoken = TypeVar("Spoken", OrderEntry, Support)


@dataclass(frozen=True)
class GivenWord:
    """What a body that does not sign in has said, as far as its source goes.

    Args:
        said_by: The post that said it, never a name.
        said_at: When.
        through: How the office heard of it.
    """

    said_by: str
    said_at: datetime
    through: WordChannel


def require_voice(actor: Actor, word: GivenWord | None) -> None:
    """Refuse who may neither handle orders nor record what was said.

    Raises:
        RefusedError: The permission is missing.
    """
    require(actor, HANDLE if word is None else RECORD_ANSWER)


def check_voice(order: WorkOrder, word: GivenWord | None, *, actor: Actor, at: datetime) -> None:
    """Refuse who does not speak for the lead of an order.

    Raises:
        RefusedError: The order lies with another department, or its own people answer for it.
        InvalidError: It is not told who said it, or the time cannot be true.
    """
    if word is None:
        own_department(actor, order)
    else:
        check_word(order.lead, word, since=order.step_entered_at, at=at)


def check_word(body: Department | None, word: GivenWord, *, since: datetime, at: datetime) -> None:
    """Refuse what is recorded for a body that answers here itself, or that cannot be true.

    Raises:
        RefusedError: The body's own people answer for it.
        InvalidError: It is not told who said it, or the time cannot be true.
    """
    if body is None or body.kind in (DepartmentKind.SECTION, DepartmentKind.COMMUNITY):
        raise RefusedError(_("Sections and committees answer for themselves. Ask them to do it here."))
    if staff_of_department(body.pk, allowed=HANDLE, on=timezone.localdate(at)):
        raise RefusedError(
            _("%(lead)s has people here who answer for it. Ask them to do it.") % {"lead": body.name}
        )
    if not word.said_by.strip():
        raise InvalidError(_("Say which post there gave the answer, such as “duty desk”. No names."))
    if word.said_at > at:
        raise InvalidError(_("The answer cannot be later than now. Correct its time."))
    if word.said_at < since.replace(second=0, microsecond=0):
        raise InvalidError(_("The answer cannot be older than the step it answers. Correct its time."))


def spoken(entry: Spoken, word: GivenWord | None) -> Spoken:
    """Note in a history line, or on a support, who said it at the body, and how it was heard."""
    if word is not None:
        entry.said_by, entry.said_at, entry.said_through = word.said_by.strip(), word.said_at, word.through
    return entry
