"""Many of everything that a list of the desk shows, each with other departments, companies and people behind it."""

from dataclasses import replace
from itertools import count

from jiezhi.project.demo.roles import OFFICER
from jiezhi.supervision.actions import put_mark
from jiezhi.supervision.choices import MarkKinds
from jiezhi.workorders.actions import send_back_order
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.architecture.access_rows import Things
from tests.factories import (
    Office,
    dispatched_order,
    make_department,
    make_entry,
    make_estate,
    make_matter,
    make_staff,
    submitted_concern,
)
from tests.factories.chains import make_template, started_chain
from tests.factories.evidence import asked_exclusion, ready_pack
from tests.factories.mediation import make_mediator, opened_mediation
from tests.factories.merging import proposed_pair
from tests.factories.notices import sent_notice
from tests.factories.property import asked_call, make_committee, make_vote
from tests.factories.reading import make_issue
from tests.factories.supervision import called_emergency, make_shift
from tests.factories.workorders import MONDAY

LISTS = (
    "merging:pairs",
    "merging:figures",
    "merging:merge",
    "chains:list",
    "chains:templates",
    "chains:chain",
    "supervision:marks",
    "supervision:figures",
    "supervision:emergencies",
    "supervision:duty",
    "property:list",
    "property:companies",
    "property:company",
    "property:estate",
    "property:duties",
    "property:votes",
    "property:order",
    "mediation:list",
    "mediation:mediators",
    "mediation:mediation",
    "notices:sendings",
    "notices:ways",
    "evidence:exclusions",
    "evidence:evidence",
    "desk:hot",
    "desk:hot_issue",
    "desk:returns",
)
"""Pages that show rows of which there may be any number."""
_serial = count(1)


def many_more(things: Things, more: int) -> None:
    """Put so many further rows behind every list, and behind the things whose own pages are looked at."""
    for _ in range(more):
        lead = make_department(things.office.street)
        there = replace(
            things.office,
            estate=make_estate(things.office.community),
            lighting=lead,
            officer=make_staff(lead, OFFICER),
        )
        order = _sent_back(there)
        proposed_pair(there, order)
        put_mark(
            order_id=order.pk,
            kind=MarkKinds.REMINDER,
            note="请抓紧",
            actor=there.leader.actor,
            at=MONDAY,
        )
        _beside_orders(there, order)
        concern = submitted_concern(there).concern
        make_issue(there, [concern])
        things.issue.concerns.add(concern)
        ready_pack(things.office, things.order, at=MONDAY)


def _sent_back(there: Office) -> WorkOrder:
    """An order of its own matter that its department sent back."""
    matter = make_matter(there.street)
    make_entry(matter, there.lighting)
    order = dispatched_order(there, matter)
    return send_back_order(
        order_id=order.pk,
        reason=SendBackReason.NOT_OURS,
        note="不归我们",
        seen_version=None,
        actor=there.officer.actor,
        at=MONDAY,
    )


def _beside_orders(there: Office, order: WorkOrder) -> None:
    number = next(_serial)
    steps = [("现场勘查", there.lighting, 2, ()), ("出具意见", there.front_desk, 3, (1,))]
    started_chain(there, make_template(there, steps, name=f"第{number}类联审"))
    called_emergency(there, make_shift(there, there.lighting), at=MONDAY)
    opened_mediation(there)
    make_mediator(there, f"演示{number}号")
    asked_call(there)
    make_committee(there)
    make_vote(there, title=f"第{number}次表决")
    sent_notice(there, order, at=MONDAY)
    asked_exclusion(there, order, at=MONDAY)
