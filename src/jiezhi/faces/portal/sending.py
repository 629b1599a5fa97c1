"""From the draft in the session to the request in the office."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from jiezhi.concerns.actions import Receipt, Submission, submit_concern
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.faces.portal.draft import Draft
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.merging.actions import report_known
from jiezhi.places.models import SubDistrict
from jiezhi.workorders.errors import WrongStepError


def send_draft(draft: Draft, *, street: SubDistrict, in_elder_mode: bool, at: datetime) -> Receipt:
    """Make the request.

    Two taps may arrive at the same moment in two processes. The unique key lets only one through; the other
    then finds the first one's request, which is why it is tried once more.
    """
    submission = Submission(
        key=UUID(draft.key),
        words=draft.words,
        spot=draft.where(),
        place_note=draft.place_note,
        phone=draft.phone,
        picture_ids=tuple(UUID(picture_id) for picture_id in draft.picture_ids),
        proxy=draft.acting(),
        in_elder_mode=in_elder_mode,
        wants_messages=draft.wants_messages,
    )
    actor = Actor(
        kind=ActorKind.VISITOR, id="", sub_district_id=street.pk, permissions=frozenset({SUBMIT.code})
    )
    joins = draft.joins_order()
    if joins is not None:
        try:
            return report_known(submission=submission, order_id=joins, actor=actor, at=at)
        except (IntegrityError, WrongStepError):
            # Sent twice, or reported done at this moment: then it is a request of its own, and the dispatcher decides.
            return submit_concern(submission=submission, actor=actor, at=at)
    try:
        return submit_concern(submission=submission, actor=actor, at=at)
    except IntegrityError:
        return submit_concern(submission=submission, actor=actor, at=at)
