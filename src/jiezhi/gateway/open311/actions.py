"""Posting a request through the civic door."""

from dataclasses import dataclass
from datetime import datetime

from jiezhi.concerns.actions import Receipt, Submission, submit_concern
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.gateway.open311.models import CivicPosting
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import Matter


@dataclass(frozen=True)
class Posting:
    """What came in.

    Args:
        submission: The request.
        matter: The service it was posted under.
    """

    submission: Submission
    matter: Matter


@action
def post_request(*, posting: Posting, actor: Actor, at: datetime) -> Receipt:
    """Take a request, and remember the service that its reporter chose; the dispatcher decides all the same.

    Raises:
        InvalidError: Nothing was said, or far too much.
    """
    require(actor, SUBMIT)
    receipt = submit_concern(submission=posting.submission, actor=actor, at=at)
    CivicPosting.objects.get_or_create(
        concern=receipt.concern,
        defaults={
            "sub_district_id": actor.tenant_id,
            "matter": posting.matter,
            "posted_at": at,
        },
    )
    return receipt
