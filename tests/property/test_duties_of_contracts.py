"""What a contract names is told from what only the street's list names, wherever a company is asked."""

import pytest
from django.test import Client
from django.urls import reverse

from jiezhi.property.actions import confirm_duty
from jiezhi.property.codes import code_of_call
from jiezhi.property.models import CompanyCall, StandardDuty
from tests.factories import Office, dispatched_order, make_office
from tests.factories.pages import english_client, text_of
from tests.factories.property import make_company, make_contract, make_duty
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
OTHER = "(not named in the contract)"


@pytest.fixture
def office() -> Office:
    return make_office()


def asked(office: Office, duty: StandardDuty) -> CompanyCall:
    order = dispatched_order(office)
    row = confirm_duty(order_id=order.pk, duty_id=duty.pk, ask=True, actor=office.dispatcher.actor, at=MONDAY)
    return row.calls.get()


def test_the_contracts_duties_come_first_and_the_others_are_marked(office):
    make_duty(office, "A 门禁和秩序")
    owed = make_duty(office, "Z 公共照明")
    make_duty(office, "B 保洁")
    order = dispatched_order(office)
    place, client = reverse("property:order", args=[order.pk]), english_client(office.officer)
    assert "not named" not in client.get(place).content.decode()  # no contract, nothing to be told apart
    make_contract(office, make_company(office), owed)
    page = client.get(place).content.decode()
    names = [part.split("</option>")[0] for part in page.split('<option value="')[1:]]
    shown = [name.split(">", 1)[1] for name in names if "selected" in name or "</" not in name]
    assert [name for name in shown if name != "Choose"] == [
        "Z 公共照明", f"A 门禁和秩序 {OTHER}", f"B 保洁 {OTHER}",
    ]  # fmt: skip


def test_the_slip_claims_no_duty_that_the_contract_does_not_name(office):
    owed, listed = make_duty(office, "保洁"), make_duty(office, "门禁和秩序")
    make_contract(office, make_company(office), owed)
    client = english_client(office.officer)
    by_list = text_of(client.get(reverse("property:slip", args=[asked(office, listed).pk])))
    assert "By your contract you look after" not in by_list
    assert "Your contract does not name this duty" in by_list
    assert "门禁和秩序" in by_list
    by_contract = text_of(client.get(reverse("property:slip", args=[asked(office, owed).pk])))
    assert "By your contract you look after: 保洁" in by_contract


def test_the_records_of_company_and_estate_say_what_the_contract_does_not_name(office):
    owed, listed = make_duty(office, "保洁"), make_duty(office, "门禁和秩序")
    contract = make_contract(office, make_company(office), owed)
    for duty in (owed, listed):
        asked(office, duty)
    client = english_client(office.dispatcher)
    for page in (
        client.get(reverse("property:company", args=[contract.company_id])),
        client.get(reverse("property:estate", args=[office.estate.pk])),
    ):
        words = text_of(page)
        assert f"门禁和秩序 {OTHER}" in words
        assert f"保洁 {OTHER}" not in words


def test_the_door_of_companies_claims_no_duty_of_a_contract(office):
    make_contract(office, make_company(office), make_duty(office, "保洁"))
    call = asked(office, make_duty(office, "门禁和秩序"))
    door = reverse("property:answer")
    asks = text_of(Client().get(door))
    assert "贵企业所服务小区的事项" in asks
    assert "合同" not in asks
    opened = text_of(Client().post(door, {"code": code_of_call(call.pk)}))
    assert "门禁和秩序" in opened
