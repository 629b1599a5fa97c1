"""An order with all that the office can hold of one: a company's duty, a mediation, a chain, marks, parts of others."""

from datetime import datetime, timedelta

from jiezhi.chains.actions import ChainDraft, start_chain
from jiezhi.chains.models import ApprovalChain
from jiezhi.property.actions import CompanyAnswer, confirm_duty, record_answer
from jiezhi.property.choices import AnswerWay, CompanyWord
from jiezhi.property.models import OrderDuty, ServiceContract
from jiezhi.supervision.actions import put_mark
from jiezhi.supervision.choices import MarkKinds
from jiezhi.workorders.models import WorkOrder
from tests.factories.chains import make_template
from tests.factories.mediation import agreed_mediation
from tests.factories.offices import Office
from tests.factories.property import make_company, make_contract, make_duty
from tests.factories.workorders import MONDAY, asked_support

HOUR = timedelta(hours=1)


def asked_company(
    office: Office, order: WorkOrder, contract: ServiceContract | None = None, *, at: datetime = MONDAY
) -> OrderDuty:
    """A company that was asked about an order and answers the day after, when its four hours are over."""
    contract = contract or make_contract(office, make_company(office), make_duty(office))
    actor, duty = office.dispatcher.actor, contract.duties.get().duty
    row = confirm_duty(order_id=order.pk, duty_id=duty.pk, ask=True, actor=actor, at=at)
    answer = CompanyAnswer(CompanyWord.DONE, "已换灯泡", by="演示经理")
    said_at = at + 24 * HOUR
    record_answer(
        call_id=row.calls.get().pk,
        answer=answer,
        way=AnswerWay.PAPER,
        said_at=said_at,
        actor=actor,
        at=said_at,
    )
    return row


def chain_for(office: Office, order: WorkOrder, *, at: datetime = MONDAY) -> ApprovalChain:
    """A chain that serves an order: the lighting department within two days, the front desk after it."""
    steps = [("现场勘查", office.lighting, 2, ()), ("出具意见", office.front_desk, 3, (1,))]
    draft = ChainDraft(make_template(office, steps, at=at).pk, "路灯迁改", order_id=order.pk)
    return start_chain(draft=draft, actor=office.dispatcher.actor, at=at)


def whole_story(office: Office, order: WorkOrder, *, at: datetime = MONDAY) -> WorkOrder:
    """Let everything happen to an order that is in hand."""
    asked_company(office, order, at=at)
    asked_support(office, order, at=at)
    chain_for(office, order, at=at)
    agreed_mediation(office, order, at=at + HOUR)
    put_mark(
        order_id=order.pk,
        kind=MarkKinds.YELLOW_CARD,
        note="已逾期，请加快",
        actor=office.dispatcher.actor,
        at=at + 26 * HOUR,
    )
    order.refresh_from_db()
    return order
