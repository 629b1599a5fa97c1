"""Reporting what is known: an own request with its own code, joined to the order that answers for it."""

from datetime import datetime
from uuid import UUID

from jiezhi.concerns.actions import Receipt, Submission, join_concern, submit_concern
from jiezhi.concerns.permissions import RECEIVE, SUBMIT
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.outbox import emit
from jiezhi.merging.events import ReportJoined
from jiezhi.merging.queries import known_matters
from jiezhi.workorders.permissions import DISPATCH


@action
def report_known(*, submission: Submission, order_id: UUID, actor: Actor, at: datetime) -> Receipt:
    """Take a request and join it to an order of which its reporter said that it is the same thing.

    The order must be one that they were offered for these words and this place: it is asked again, so that nobody
    joins what they were never told of. Where it is no longer offered, the request waits for the dispatcher like any
    other. The same form sent twice makes one request.

    Raises:
        InvalidError: Nothing was said, or far too much.
        WrongStepError: The order was reported done at this very moment; send it as a request of its own.
    """
    require(actor, SUBMIT)
    receipt = submit_concern(submission=submission, actor=actor, at=at)
    concern = receipt.concern
    if concern.order_id is not None:
        return receipt
    offered = known_matters(
        sub_district_id=actor.tenant_id, words=submission.words, spot=submission.spot, at=at
    )
    if order_id not in {known.order_id for known in offered}:
        return receipt
    # The right to join comes from the offer, which only public matters are in; it is no right of the reporter's post.
    job = system_job(
        "merging.report_known",
        sub_district_id=actor.tenant_id,
        permissions=frozenset({RECEIVE.code, DISPATCH.code}),
    )
    order = join_concern(
        concern_id=concern.pk, order_id=order_id, seen_version=None, actor=job, at=at, is_by_reporter=True
    )
    concern.refresh_from_db(fields=["order", "state", "received_at", "version"])
    audit.record(
        "merging.report_joined_known", kind=PICTURE_OWNER, id=concern.pk, facts={"order": order.number}
    )
    emit(
        ReportJoined(
            concern_id=concern.pk,
            sub_district_id=actor.tenant_id,
            number=concern.number,
            order_number=order.number,
        )
    )
    return receipt
