"""What a check on site found, as a telephone sends it: the check itself is a deed of work orders."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.told_times import is_worth_telling, seen_time
from jiezhi.fieldwork.actions._late import add_late_pictures
from jiezhi.fieldwork.actions._once import Taken, answer_given, keep_answer
from jiezhi.fieldwork.choices import DeedKind
from jiezhi.fieldwork.queries import pictures_under
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.workorders.actions import add_picture, fail_check, pass_check
from jiezhi.workorders.permissions import CHECK
from jiezhi.workorders.queries import PICTURE_OWNER


@dataclass(frozen=True)
class FindingDraft:
    """What was found on site.

    Args:
        key: Made on the telephone, once for each check.
        order_id: Which order.
        is_done: Whether the thing is done.
        note: What was seen.
        seen_version: The version of the order that was looked at.
        picture_keys: Keys under which pictures were sent before.
        picture_ids: Pictures that came with the form itself.
        seen_at: When, as the telephone says.
    """

    key: UUID
    order_id: UUID
    is_done: bool
    note: str
    seen_version: int | None
    picture_keys: tuple[UUID, ...] = ()
    picture_ids: tuple[UUID, ...] = ()
    seen_at: datetime | None = None

    @property
    def body(self) -> str:
        """Everything that tells one finding from another under the same key."""
        return repr([str(self.order_id), self.is_done, self.note])


@action
def take_finding(*, draft: FindingDraft, actor: Actor, at: datetime) -> Taken:
    """Take what a check found, with its pictures. Sent twice it is one check.

    Raises:
        StaleError: Somebody else has checked it, or changed it, since it was looked at.
        InvalidError: It is not done, and what is missing is not said.
        KeyUsedError: Another finding was taken under the key.
        PictureError: A picture has not arrived.
    """
    require(actor, CHECK)
    given = answer_given(DeedKind.FINDING, draft.key, draft.body, actor=actor)
    if given is not None:
        add_late_pictures(given, keys=draft.picture_keys, picture_ids=draft.picture_ids, actor=actor)
        return given
    for picture_id in (*draft.picture_ids, *pictures_under(actor, draft.picture_keys)):
        add_picture(order_id=draft.order_id, picture_id=picture_id, actor=actor, at=at)
    verb = pass_check if draft.is_done else fail_check
    order = verb(
        order_id=draft.order_id, note=_note(draft, at=at), seen_version=draft.seen_version, actor=actor, at=at
    )
    audit.record("fieldwork.finding_sent", kind=PICTURE_OWNER, id=order.pk, facts={"number": order.number})
    taken = Taken(DeedKind.FINDING.value, str(order.pk), order.number)
    return keep_answer(taken, draft.key, draft.body, actor=actor, at=at)


def _note(draft: FindingDraft, *, at: datetime) -> str:
    """Give the note; sent late, it tells when the place was looked at, and only then where something was said."""
    note, seen_at = draft.note.strip(), seen_time(draft.seen_at, at=at)
    if not is_worth_telling(seen_at, at=at) or not (note or draft.is_done):
        return note
    when = timezone.localtime(seen_at).strftime("%m-%d %H:%M")
    return (note + " " + _("(seen on site %(when)s)") % {"when": when}).strip()
