"""Timers: superiors' systems are asked, sure requests go out by themselves, hot issues are looked for."""

from datetime import datetime, timedelta

from django.utils import timezone

from jiezhi.concerns.actions import dispatch_by_itself, leave_to_dispatcher, list_hot_issues
from jiezhi.concerns.bridging import fetch_from
from jiezhi.concerns.hot import hot_issues_are_due, issues_among
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import sure_concerns
from jiezhi.concerns.superior_queries import sources_with_adapter
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import DomainError
from jiezhi.kit.outbox import outgoing_is_held
from jiezhi.kit.worker import every
from jiezhi.places.queries import all_sub_districts
from jiezhi.workorders.permissions import DISPATCH


@every(timedelta(minutes=1))
def fetch_orders_from_above(at: datetime) -> None:
    """Ask each system that is reached by the program itself; not while everything is kept in the house."""
    if outgoing_is_held():
        return
    for source in sources_with_adapter():
        fetch_from(source, at=at)


@every(timedelta(minutes=1))
def dispatch_sure_requests(at: datetime) -> None:
    """Let requests go out that the model is sure of, where the street has switched that on; each is its own deed.

    Whatever keeps one back leaves it to the dispatcher, and the others go on.
    """
    for concern_id, sub_district_id in sure_concerns():
        codes = frozenset({RECEIVE.code, DISPATCH.code})
        job = system_job("concerns.dispatch_by_itself", sub_district_id=sub_district_id, permissions=codes)
        try:
            dispatch_by_itself(concern_id=concern_id, actor=job, at=at)
        except DomainError as refusal:
            leave_to_dispatcher(concern_id=concern_id, reason=refusal.code, actor=job, at=at)


@every(timedelta(minutes=30))
def find_hot_issues(at: datetime) -> None:
    """Look once a night, in the small hours, at what many speak of, street by street; outside any transaction."""
    for street in all_sub_districts():
        if hot_issues_are_due(street.pk, at=timezone.localtime(at)):
            job = system_job("concerns.find_hot_issues", sub_district_id=street.pk, permissions=frozenset())
            list_hot_issues(found=issues_among(street.pk, at=at), actor=job, at=at)
