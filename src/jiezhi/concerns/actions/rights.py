"""Having the contact of a request corrected or deleted, granting it, refusing it with a ground.

Source: Personal Information Protection Law of China (2021), articles 45 to 47 (see, correct, delete) and 50 (a way to
ask, answered in good time; a refusal says its reason). The limit is the matter's and can be changed by the office.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions.receiving import answer_concern
from jiezhi.concerns.actions.submitting import Receipt, Submission, own_concern, submit_concern
from jiezhi.concerns.actions.telling import settle_telling, tell_under_another_number
from jiezhi.concerns.choices import CalledBack, RightKind, RightState
from jiezhi.concerns.codes import phone_index_of
from jiezhi.concerns.models import Concern, PrivacyRight, ProxyEntry
from jiezhi.concerns.permissions import FOLLOW, RECEIVE, SUBMIT
from jiezhi.concerns.queries import PICTURE_OWNER, get_concern
from jiezhi.core.deadlines import Limit, LimitUnit, due_at
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.notices.choices import WishEnd
from jiezhi.organisation.actions import MatterDraft, keep_matter
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.choices import FlowName, LimitUnits
from jiezhi.organisation.models import Matter
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import find_matter
from jiezhi.places.queries import Spot
from jiezhi.workorders.actions import forget_point

MATTER_CODE = "personal-data"
WORKING_DAYS = 15
"""Until the office sets another limit of the matter: the law says "in good time".

Source: Methods for identifying unlawful collection and use of personal information by apps (2019), article 6: a
promised limit for correcting or deleting is at most 15 working days.
"""
LONGEST_GROUND = 1000


@dataclass(frozen=True)
class Wish:
    """What is asked.

    Args:
        key: Made with the empty form.
        kind: To correct or to delete.
        new_phone: The right number, to correct.
    """

    key: UUID
    kind: RightKind
    new_phone: str = ""


@action
def ask_privacy_right(*, about_id: UUID, wish: Wish, actor: Actor, at: datetime) -> Receipt:
    """Ask for it: a request of its own, with matter, limit and code. The same form sent twice asks once.

    Raises:
        InvalidError: A wish about it waits already, or no new number is given.
        MissingError: The request is not the actor's.
    """
    require(actor, FOLLOW)
    about = own_concern(actor, about_id)
    if wish.kind is RightKind.CORRECT and not wish.new_phone:
        raise InvalidError(_("Enter the right number, so that the office can put it in."))
    known = (
        PrivacyRight.objects.filter(about=about, state=RightState.WAITING).select_related("concern").first()
    )
    if known is not None and known.concern.submission_key != wish.key:
        raise InvalidError(_("A wish about this request is being decided already. Its date stands below."))
    said = {
        RightKind.CORRECT: _("Please correct the telephone number of request %(number)s."),
        RightKind.ERASE: _("Please delete telephone number and address of request %(number)s."),
    }[wish.kind] % {"number": about.number}
    # Without a number of its own: what is to be deleted should not stand in a second place.
    submission = Submission(key=wish.key, words=said, spot=Spot(about.community_id))
    receipt = submit_concern(submission=submission, actor=actor.lent(SUBMIT.code), at=at)
    if known is None:
        PrivacyRight.objects.create(
            sub_district_id=about.sub_district_id,
            concern=receipt.concern,
            about=about,
            kind=wish.kind,
            new_phone=wish.new_phone if wish.kind is RightKind.CORRECT else "",
            asked_at=at,
            due_at=_due_at(_matter(actor, at), about.sub_district_id, at),
        )
    audit.record("concerns.privacy_asked", kind=PICTURE_OWNER, id=about.pk, facts={"kind": wish.kind.value})
    return receipt


@action
def correct_contact(*, concern_id: UUID, actor: Actor, at: datetime) -> PrivacyRight:
    """Put the number in that the resident gave; nobody needs to read it for that.

    Raises:
        InvalidError: It was decided before.
    """
    require(actor, RECEIVE)
    right = _lock_waiting(actor, concern_id, RightKind.CORRECT)
    about = right.about
    about.phone, about.phone_index = right.new_phone, phone_index_of(right.new_phone)
    about.save(update_fields=["phone", "phone_index"])
    tell_under_another_number(about, right.new_phone, actor=actor, at=at)
    audit.record("concerns.contact_corrected", kind=PICTURE_OWNER, id=about.pk)
    reply = _("The telephone number of your request was corrected as you asked.")
    return _decide(right, RightState.GRANTED, reply, actor=actor, at=at)


@action
def erase_contact(*, concern_id: UUID, actor: Actor, at: datetime) -> PrivacyRight:
    """Delete number, address, marked point, and the number of whoever acted; that they were there, and went, stays.

    The point of the work order goes as well, once the work is done and unless others reported the same.

    Raises:
        InvalidError: It was decided before.
    """
    require(actor, RECEIVE)
    right = _lock_waiting(actor, concern_id, RightKind.ERASE)
    about = right.about
    about.phone, about.phone_index, about.place_note, about.lon, about.lat = "", "", "", None, None
    about.save(update_fields=["phone", "phone_index", "place_note", "lon", "lat"])
    ProxyEntry.objects.filter(concern=about).update(
        acting_phone="", has_acting_phone=False, called_back=CalledBack.RESIDENT
    )
    settle_telling(about, because=WishEnd.ERASED, actor=actor, at=at)
    audit.record("concerns.contact_erased", kind=PICTURE_OWNER, id=about.pk)
    reply = _("Telephone number, address and marked point of your request were deleted as you asked.")
    if about.order_id and not _is_point_gone(about, actor=actor, at=at):
        reply += _(
            " The work order keeps its place on the map: the work is not done, or others reported the same. "
            "You may ask again when it is closed."
        )
    return _decide(right, RightState.GRANTED, reply, actor=actor, at=at)


def _is_point_gone(about: Concern, *, actor: Actor, at: datetime) -> bool:
    others = Concern.objects.filter(sub_district_id=about.sub_district_id, order_id=about.order_id)
    if about.order_id is None or others.exclude(pk=about.pk).exists():
        return False
    return forget_point(order_id=about.order_id, actor=actor, at=at)


@action
def refuse_privacy_right(*, concern_id: UUID, ground: str, actor: Actor, at: datetime) -> PrivacyRight:
    """Refuse it, with the ground in words that the resident reads.

    Raises:
        InvalidError: There is no ground, or it was decided before.
    """
    require(actor, RECEIVE)
    ground = ground.strip()
    if not ground or len(ground) > LONGEST_GROUND:
        raise InvalidError(
            _("Give the ground in words: which law or duty stands against it. The resident reads it.")
        )
    right = _lock_waiting(actor, concern_id, None)
    right.ground = ground
    audit.record("concerns.privacy_refused", kind=PICTURE_OWNER, id=right.about_id)
    return _decide(right, RightState.REFUSED, ground, actor=actor, at=at)


def _lock_waiting(actor: Actor, concern_id: UUID, kind: RightKind | None) -> PrivacyRight:
    concern = get_concern(actor, concern_id)
    rows = PrivacyRight.objects.select_for_update(of=("self",)).select_related("about")
    right = rows.filter(concern_id=concern.pk).first()
    if right is None or (kind is not None and right.kind != kind):
        raise InvalidError(_("This request is no such wish."))
    if right.state != RightState.WAITING:
        raise InvalidError(_("This wish was decided before."))
    # The contact is written whole, so it has to be the present one.
    right.about = Concern.objects.select_for_update(of=("self",)).get(pk=right.about_id)
    return right


def _decide(
    right: PrivacyRight, state: RightState, reply: str, *, actor: Actor, at: datetime
) -> PrivacyRight:
    right.state, right.decided_at, right.new_phone = state, at, ""
    right.save(update_fields=["state", "decided_at", "new_phone", "ground"])
    answer_concern(
        concern_id=right.concern_id,
        matter_id=_matter(actor, at).pk,
        reply=reply,
        seen_version=None,
        actor=actor,
        at=at,
    )
    return right


def _matter(actor: Actor, at: datetime) -> Matter:
    """Give the office's matter for it; the first wish of a street adds it, with the limit to begin with."""
    known = find_matter(actor.tenant_id, code=MATTER_CODE)
    if known is not None:
        return known
    draft = MatterDraft(
        code=MATTER_CODE,
        name=_("Correct or delete personal data"),
        flow=FlowName.ENQUIRY,
        limit=(WORKING_DAYS, LimitUnits.WORKING_DAYS),
    )
    return keep_matter(draft=draft, actor=actor.lent(KEEP_LISTS.code), at=at)


def _due_at(matter: Matter, sub_district_id: UUID, at: datetime) -> datetime:
    calendar = working_calendar(sub_district_id, since=timezone.localdate(at))
    return due_at(calendar, at, Limit(matter.limit_amount, LimitUnit(matter.limit_unit)))
