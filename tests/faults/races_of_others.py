"""What departments, superiors, companies and the parties of a dispute may answer once, answered by many at once."""

from datetime import timedelta

from django.utils import timezone

from jiezhi.concerns.actions import Confirmation, answer_objection, confirm_concern, raise_objection
from jiezhi.concerns.choices import ObjectionGround, ObjectionOutcome
from jiezhi.concerns.models import Objection, SuperiorOrder
from jiezhi.mediation.actions import AgreementDraft, MediationDraft, agree, end_mediation, open_mediation
from jiezhi.mediation.choices import AgreementForm, DisputeKind
from jiezhi.mediation.models import Mediation, MediationAgreement
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department
from jiezhi.project.demo.roles import OFFICER
from jiezhi.property.actions import CompanyAnswer, answer_with_code
from jiezhi.property.choices import CompanyWord
from jiezhi.property.codes import code_of_call, company_with_code, digest_of_code
from jiezhi.property.models import CompanyCall
from jiezhi.workorders.actions import (
    SupportWish,
    accept_support,
    blow_whistle,
    call_off_support,
    open_order,
    report_for_duty,
    report_support,
)
from jiezhi.workorders.models import Support, WorkOrder
from tests.factories import Office, make_department, make_draft, make_staff
from tests.factories.above import superior_order
from tests.factories.hands import order_in_hand
from tests.factories.mediation import begun_mediation
from tests.factories.merging import MINUTE
from tests.factories.offices import Staff
from tests.factories.property import asked_call
from tests.factories.workorders import MONDAY
from tests.faults.deeds import small_office

WON = "won"
LATER = MONDAY + MINUTE


def _body(office: Office, kind: str = DepartmentKind.SECTION) -> tuple[Department, Staff]:
    department = make_department(office.street, kind=kind)
    return department, make_staff(department, OFFICER)


def _whistle(office: Office, order: WorkOrder, *departments: Department) -> list[Support]:
    wishes = [SupportWish(row.pk, "到场") for row in departments]
    return blow_whistle(order_id=order.pk, wishes=wishes, actor=office.community_worker.actor, at=LATER)


def whistle(_number: int):
    """A community calls the same two departments, in either order."""
    office = small_office()
    order, bodies = order_in_hand(office), [_body(office)[0], _body(office)[0]]

    def deed(process: int) -> str:
        _whistle(office, order, *(bodies if process % 2 else bodies[::-1]))
        return WON

    return deed, lambda: {"parts": order.supports.count()}


def report_in(_number: int):
    """A bureau that was called reports for duty."""
    office = small_office()
    bureau, staff = _body(office, DepartmentKind.BUREAU)
    order = open_order(draft=make_draft(office), lead=bureau, actor=office.dispatcher.actor, at=MONDAY)

    def deed(_process: int) -> str:
        report_for_duty(order_id=order.pk, seen_version=None, actor=staff.actor, at=LATER)
        return WON

    return deed, lambda: {"lines": order.entries.filter(verb="report_in").count()}


def report_to_whistle(_number: int):
    """A department that a community called reports for duty."""
    office = small_office()
    department, staff = _body(office)
    (part,) = _whistle(office, order_in_hand(office), department)

    def deed(process: int) -> str:
        accept_support(
            support_id=part.pk,
            pledge=f"到场{process}",
            pledged_on=timezone.localdate(LATER),
            actor=staff.actor,
            at=LATER,
        )
        return WON

    return deed, lambda: {"state": Support.objects.get(pk=part.pk).state}


def stop_or_report(_number: int):
    """A part is called off while it is reported done."""
    office = small_office()
    department, staff = _body(office)
    (part,) = _whistle(office, order_in_hand(office), department)

    def deed(process: int) -> str:
        if process % 2:
            report_support(support_id=part.pk, reply="已办", actor=staff.actor, at=LATER)
        else:
            actor = office.dispatcher.actor
            call_off_support(support_id=part.pk, note="不需要", actor=actor, at=LATER)
        return WON

    return deed, lambda: {"open": Support.objects.get(pk=part.pk).is_open}


def _object(office: Office, superior: SuperiorOrder) -> None:
    raise_objection(
        superior_id=superior.pk,
        ground=ObjectionGround.OTHERS_DUTY,
        basis="履职事项清单",
        actor=office.dispatcher.actor,
        at=LATER,
    )


def object_twice(_number: int):
    office = small_office()
    superior = superior_order(office)

    def deed(_process: int) -> str:
        _object(office, superior)
        return WON

    return deed, lambda: {"objections": superior.objections.count()}


def object_or_confirm(_number: int):
    """An order from above is objected to by one and dispatched by another."""
    office = small_office()
    superior = superior_order(office)

    def deed(process: int) -> str:
        if process % 2:
            _object(office, superior)
        else:
            confirm_concern(
                concern_id=superior.concern_id,
                confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
                seen_version=None,
                actor=office.dispatcher.actor,
                at=LATER,
            )
        return WON

    orders = WorkOrder.objects.filter(origin_id=superior.concern_id)
    return deed, lambda: {"ways": superior.objections.count() + orders.count()}


def decide_objection(_number: int):
    """Two who record what the superior said, and said different things."""
    office = small_office()
    superior = superior_order(office)
    _object(office, superior)
    outcomes = (ObjectionOutcome.UPHELD, ObjectionOutcome.REFUSED)

    def deed(process: int) -> str:
        answer_objection(
            superior_id=superior.pk, outcome=outcomes[process % 2], actor=office.dispatcher.actor, at=LATER
        )
        return WON

    states = {ObjectionOutcome.UPHELD: ("returned",) * 2, ObjectionOutcome.REFUSED: ("open", "submitted")}

    def look() -> dict:
        stored = SuperiorOrder.objects.select_related("concern").get(pk=superior.pk)
        (outcome,) = superior.objections.values_list("outcome", flat=True)
        return {"fits": (stored.state, stored.concern.state) == states[outcome]}

    return deed, look


def object_and_decide(_number: int):
    """Some object again as soon as the superior insists, while others record that it does."""
    office = small_office()
    superior = superior_order(office)
    _object(office, superior)

    def deed(process: int) -> str:
        if process % 2:
            _object(office, superior)
            return "objected"
        answer_objection(
            superior_id=superior.pk,
            outcome=ObjectionOutcome.REFUSED,
            actor=office.dispatcher.actor,
            at=LATER,
        )
        return "decided"

    def look() -> dict:
        rows = Objection.objects.filter(superior=superior)
        state = SuperiorOrder.objects.get(pk=superior.pk).state
        return {"all": rows.count(), "waiting": rows.filter(outcome="").count(), "state": state}

    return deed, look


def answer_by_code(_number: int):
    """A property company opens its code twelve times."""
    office = small_office()
    call = asked_call(office)
    code = code_of_call(call.pk)
    company = company_with_code(sub_district_id=office.street.pk, digest=digest_of_code(code))

    def deed(process: int) -> str:
        answer = CompanyAnswer(CompanyWord.DONE, f"已修好{process}", "客服主管")
        answer_with_code(code=code, answer=answer, actor=company, at=LATER)
        return WON

    return deed, lambda: {"state": CompanyCall.objects.get(pk=call.pk).state}


def _mediated(order: WorkOrder) -> dict:
    return {
        "waits": order.entries.filter(verb="pause").count(),
        "goes_on": order.entries.filter(verb="go_on").count(),
        "state": WorkOrder.objects.get(pk=order.pk).state,
    }


def mediate(_number: int):
    """Two register the dispute of one order."""
    office = small_office()
    order = order_in_hand(office)

    def deed(_process: int) -> str:
        draft = MediationDraft(DisputeKind.NEIGHBOURS, "楼上漏水", office.committee.pk, order.pk)
        open_mediation(draft=draft, actor=office.dispatcher.actor, at=LATER)
        return WON

    return deed, lambda: {"mediations": Mediation.objects.filter(order=order).count(), **_mediated(order)}


def settle_mediation(_number: int):
    """One notes the agreement, the other that there is none."""
    office = small_office()
    order = order_in_hand(office)
    mediation = begun_mediation(office, order, at=LATER)

    def deed(process: int) -> str:
        by = {"mediation_id": mediation.pk, "actor": office.dispatcher.actor, "at": LATER + MINUTE}
        today = timezone.localdate(LATER)
        if process % 2:
            draft = AgreementDraft(AgreementForm.WRITTEN, "十日内修好", today, today + timedelta(days=10))
            agree(draft=draft, **by)
        else:
            end_mediation(reason="双方不愿继续", **by)
        return WON

    def look() -> dict:
        is_agreed = Mediation.objects.get(pk=mediation.pk).state == "agreed"
        agreements = MediationAgreement.objects.filter(mediation=mediation).count()
        return {"fits": agreements == is_agreed, **_mediated(order)}

    return deed, look


OTHER_RACES = (
    whistle,
    report_in,
    report_to_whistle,
    stop_or_report,
    object_twice,
    object_or_confirm,
    decide_objection,
    object_and_decide,
    answer_by_code,
    mediate,
    settle_mediation,
)
