"""Property governance: contracts with a history, companies that are asked and answer, and records of organisations."""

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from jiezhi.intake.choices import RunState
from jiezhi.intake.queries import refusals_of
from jiezhi.intake.running import bring_in
from jiezhi.kit.audit import known_verbs
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.notices.models import Notice
from jiezhi.project.demo.roles import OFFICER
from jiezhi.property.actions import (
    CompanyAnswer,
    answer_with_code,
    ask_company,
    confirm_duty,
    end_contract,
    enter_duty,
    record_answer,
    withdraw_call,
)
from jiezhi.property.choices import AnswerWay, CallState, CompanyWord
from jiezhi.property.codes import code_of_call, company_with_code
from jiezhi.property.errors import CallClosedError, CodeUnknownError, ContractOverlapsError
from jiezhi.property.intakes import CONTRACTS
from jiezhi.property.models import OrderDuty, OwnersVote, PropertyCompany, ServiceContract
from jiezhi.property.outcomes import duty_counts, repeated_complaints
from jiezhi.property.queries import contract_of_estate, suggested_duty
from jiezhi.property.standing import contract_line
from jiezhi.property.tables.contracts import TITLES
from jiezhi.property.tasks import note_late_calls
from tests.factories import Office, dispatched_order, make_office, make_staff, settle, staff_client
from tests.factories.pages import english_client, text_of
from tests.factories.property import FROM, asked_call, make_company, make_contract, make_duty, make_vote
from tests.factories.workorders import MONDAY
from tests.intake import tables

HOUR = timedelta(hours=1)
DONE = CompanyAnswer(CompanyWord.DONE, "已更换灯具", "项目经理")


@pytest.fixture
def office(db) -> Office:
    return make_office()


def table(*rows: tuple[object, ...], titles: tuple[str, ...] = TITLES) -> bytes:
    return tables.xlsx(titles, *rows)


def test_a_company_that_left_keeps_its_record(office):
    duty, first, second = make_duty(office), make_company(office, "甲物业"), make_company(office, "乙物业")
    old = make_contract(office, first, duty, until_on=date(2026, 12, 31))
    with pytest.raises(ContractOverlapsError, match="甲物业"):
        make_contract(office, second, duty, from_on=date(2026, 11, 3))
    end_contract(
        contract_id=old.pk, ended_on=date(2026, 11, 3), reason="业主大会解聘",
        actor=office.dispatcher.actor, at=MONDAY,
    )  # fmt: skip
    new = make_contract(office, second, duty, from_on=date(2026, 11, 3))
    street, estate = office.street.pk, office.estate.pk
    assert contract_of_estate(street, estate, on=date(2026, 11, 2)) == old
    assert contract_of_estate(street, estate, on=date(2026, 11, 3)) == new
    page = text_of(english_client(office.dispatcher).get(reverse("property:estate", args=[estate])))
    assert "甲物业" in page
    assert "业主大会解聘" in page
    with pytest.raises(MissingError):
        end_contract(
            contract_id=old.pk, ended_on=date(2026, 11, 4), reason="又一次",
            actor=office.dispatcher.actor, at=MONDAY,
        )  # fmt: skip


def test_a_contract_warns_before_its_end_and_is_served_on_after_it(office):
    contract = make_contract(office, make_company(office), make_duty(office), until_on=date(2026, 12, 31))
    lines = [
        contract_line(contract, on=on) for on in (date(2026, 10, 1), date(2026, 10, 2), date(2027, 1, 1))
    ]
    assert [line.needs_attention for line in lines] == [False, True, True]
    assert [line.tone for line in lines] == ["ok", "warn", "bad"]
    assert contract_of_estate(office.street.pk, office.estate.pk, on=date(2027, 1, 1)) == contract


def test_the_duty_is_suggested_and_confirmed_with_the_question_in_one_step(office):
    make_duty(office, "绿化")
    enter_duty(
        name="电梯", limit=(2, "working_hours"), matter_codes=[], keywords=["电梯"], from_on=FROM,
        actor=office.dispatcher.actor, at=MONDAY,
    )  # fmt: skip
    duty = make_duty(office, hours=4)
    make_duty_codes(duty, "绿化")
    make_contract(office, make_company(office), duty)
    order = dispatched_order(office)
    client = english_client(office.officer)
    place = reverse("property:order", args=[order.pk])
    aside = {"headers": {"HX-Request": "true"}}
    assert "<details" not in client.get(place, **aside).content.decode()
    assert f'hx-get="{place}"' in client.get(reverse("workorders:order", args=[order.pk])).content.decode()
    page = client.get(place).content.decode()
    assert f'<option value="{duty.pk}" selected>' in page
    client.post(reverse("property:confirm", args=[order.pk]), {"duty": duty.pk, "ask": "on"})
    row = OrderDuty.objects.get(order=order)
    call = row.calls.get()
    assert (row.duty, row.contract.company.name, call.state) == (duty, "青石物业公司", CallState.ASKED)
    assert "Answer due" in text_of(client.get(reverse("property:list")))


def test_what_the_estates_contract_names_is_suggested_before_the_rest_of_the_list(office):
    listed, owed = make_duty(office, "公共照明"), make_duty(office, "路灯维护")
    order, duties = dispatched_order(office), [listed, owed]
    assert (
        suggested_duty(order, duties) == listed
    )  # both name the matter and have its word: the first of the list
    contract = make_contract(office, make_company(office), owed)
    assert suggested_duty(order, duties, contract) == owed
    elsewhere = dispatched_order(office, office.rubbish)
    type(order).objects.filter(pk=elsewhere.pk).update(brief="垃圾堆放")
    elsewhere.refresh_from_db()
    assert suggested_duty(elsewhere, duties, contract) is None
    place = reverse("property:order", args=[elsewhere.pk])
    folded = english_client(office.officer).get(place, headers={"HX-Request": "true"}).content.decode()
    assert '<details class="deed">' in folded
    assert '<option value="">' in folded  # nothing is chosen for whoever opens it


def make_duty_codes(duty, other: str) -> None:
    """Let one duty alone name the matter of lamps."""
    type(duty).objects.filter(name=other).update(matter_codes=[])


def test_the_limit_is_working_time_of_the_contract(office):
    call = asked_call(office)
    # Four working hours from Monday 10:00, with an hour at noon.
    assert call.due_at == MONDAY + 5 * HOUR


def test_a_company_answers_once_with_its_code_and_whoever_asked_is_told(office):
    call = asked_call(office)
    settle(MONDAY)
    code, stranger = code_of_call(call.pk), Client()
    asked = text_of(stranger.post(reverse("property:answer"), {"code": code.lower()}))
    assert call.order_duty.order.brief in asked
    typed = {"code": code, "word": "done", "text": "已更换灯具", "by": "项目经理", "promised_on": ""}
    assert "GD" in text_of(stranger.post(reverse("property:answer"), typed))
    call.refresh_from_db()
    assert (call.state, call.way, call.answer, call.answered_by) == (
        "answered",
        "page",
        "已更换灯具",
        "项目经理",
    )
    settle()
    told = Notice.objects.filter(kind="property.answered")
    assert {notice.reader for notice in told} == {office.officer.user}
    again = stranger.post(reverse("property:answer"), typed)
    assert again.status_code == 422
    actor = company_with_code(sub_district_id=office.street.pk, digest=call.code_digest)
    with pytest.raises(CodeUnknownError):
        answer_with_code(code=code, answer=DONE, actor=actor, at=MONDAY)


def test_a_number_of_a_person_stays_out_of_an_answer_and_nothing_typed_is_lost(office):
    call = asked_call(office)
    typed = {"code": code_of_call(call.pk), "word": "done", "text": "请找13800138000", "by": "客服主管"}
    answer = Client().post(reverse("property:answer"), typed)
    assert answer.status_code == 422
    assert "请找13800138000" in answer.content.decode()
    call.refresh_from_db()
    assert call.state == CallState.ASKED


def test_an_answer_from_paper_counts_when_it_was_said(office):
    call = asked_call(office)
    officer = make_staff(office.lighting, OFFICER).actor
    late, due = MONDAY + 24 * HOUR, call.due_at
    with pytest.raises(InvalidError):
        record_answer(
            call_id=call.pk, answer=DONE, way=AnswerWay.PAPER, said_at=late + HOUR, actor=officer, at=late
        )
    record_answer(call_id=call.pk, answer=DONE, way=AnswerWay.PAPER, said_at=due, actor=officer, at=late)
    counts = duty_counts(office.street.pk, at=late)
    (count,) = counts.values()
    assert (count.orders, count.asked, count.answered, count.late) == (1, 1, 1, 0)
    with pytest.raises(CallClosedError):
        withdraw_call(call_id=call.pk, actor=officer, at=late)


def test_silence_past_the_limit_is_noted_once_on_the_companys_record(office):
    call = asked_call(office)
    settle(MONDAY)
    note_late_calls(call.due_at)
    call.refresh_from_db()
    assert call.late_noted_at is None
    for minutes in (1, 11):
        note_late_calls(call.due_at + timedelta(minutes=minutes))
        settle()
    call.refresh_from_db()
    assert call.late_noted_at == call.due_at + timedelta(minutes=1)
    assert Notice.objects.filter(kind="property.late", reader=office.officer.user).count() == 1
    company = call.contract.company
    (count,) = duty_counts(office.street.pk, at=call.due_at + HOUR, company_id=company.pk).values()
    assert (count.asked, count.answered, count.late) == (1, 0, 1)


def test_what_was_taken_back_does_not_count_and_the_duty_can_be_corrected(office):
    call = asked_call(office)
    order, actor = call.order_duty.order, office.officer.actor
    with pytest.raises(CallClosedError):
        ask_company(order_id=order.pk, actor=actor, at=MONDAY)
    withdraw_call(call_id=call.pk, actor=actor, at=MONDAY)
    (count,) = duty_counts(office.street.pk, at=call.due_at + HOUR).values()
    assert (count.asked, count.late) == (0, 0)
    assert ask_company(order_id=order.pk, actor=actor, at=MONDAY).state == CallState.ASKED


def test_an_estate_without_a_contract_has_nobody_to_ask(office):
    duty, order = make_duty(office), dispatched_order(office)
    with pytest.raises(InvalidError):
        confirm_duty(order_id=order.pk, duty_id=duty.pk, ask=True, actor=office.officer.actor, at=MONDAY)
    assert not OrderDuty.objects.exists()
    row = confirm_duty(order_id=order.pk, duty_id=duty.pk, actor=office.officer.actor, at=MONDAY)
    assert row.contract is None


def test_an_order_of_another_area_is_missing_for_whoever_would_ask(office):
    elsewhere = make_office()
    order = dispatched_order(elsewhere)
    with pytest.raises(MissingError):
        confirm_duty(order_id=order.pk, duty_id=order.pk, actor=office.officer.actor, at=MONDAY)


def test_repeated_complaints_are_told_from_single_ones(office):
    asked_call(office)
    assert repeated_complaints(office.street.pk, at=MONDAY + HOUR) == []
    asked_call(office)
    (found,) = repeated_complaints(office.street.pk, at=MONDAY + HOUR)
    assert (found.estate_id, found.orders) == (office.estate.pk, 2)
    assert repeated_complaints(office.street.pk, at=MONDAY + timedelta(days=91)) == []


def test_contracts_come_in_from_a_file_after_a_look(office):
    make_duty(office, "电梯")
    name = office.estate.name
    good = (
        name,
        "丙物业",
        "",
        "物业服务合同",
        "2026-01-01",
        "2028-12-31",
        "2.85元",
        "电梯（2工作小时）",
        "合〔2026〕1号",
    )
    wrong = [
        ("没有的小区", *good[1:]),
        (name, "丙物业", "", "", "2026-12-31", "2026-01-01", "", "电梯"),
        (name, "丙物业", "", "", "2030-01-01", "2030-12-31", "", "游泳池"),
        (name, "丁物业", "", "", "2028-01-01", "2029-12-31", "", "电梯"),
    ]
    content = table(good, *wrong)
    given = {"kind": CONTRACTS.name, "file_name": "合同.xlsx", "actor": office.dispatcher.actor}
    run = bring_in(content, **given, now=lambda: MONDAY)
    assert (run.state, run.imported, run.refused) == (RunState.DONE, 1, 4)
    assert [row.reason for row in refusals_of(run)] == [
        "unknown_estate", "days_backwards", "unknown_duty", "twice",
    ]  # fmt: skip
    contract = ServiceContract.objects.get()
    assert (contract.company.name, contract.fee_fen, contract.document) == ("丙物业", 285, "合〔2026〕1号")
    assert (contract.from_on, contract.until_on) == (date(2026, 1, 1), date(2028, 12, 31))
    assert contract.duties.get().limit_amount == 2
    again = bring_in(table(good), **given, now=lambda: MONDAY)
    assert (again.imported, again.already, PropertyCompany.objects.count()) == (0, 1, 1)


def test_the_export_can_be_brought_in_again(office):
    make_contract(office, make_company(office), make_duty(office))
    answer = staff_client(office.dispatcher).get(reverse("property:table"))
    content = answer.getvalue()
    given = {"kind": CONTRACTS.name, "file_name": "物业治理.xlsx", "actor": office.dispatcher.actor}
    run = bring_in(content, **given, now=lambda: MONDAY)
    assert [row.reason for row in refusals_of(run)] == []
    assert (run.read, run.already, run.refused) == (1, 1, 0)


def test_a_vote_is_shown_with_every_step(office):
    vote = make_vote(office)
    page = text_of(english_client(office.leader).get(reverse("property:vote", args=[vote.pk])))
    assert vote.is_carried
    for words in (
        "Civil Code, article 278",
        "20,000.00 m²",
        "two thirds or more: 200",
        "60.00%",
        "more than half: 101",
    ):
        assert words in page


def test_a_list_of_units_is_counted_and_not_kept(office):
    titles = ("房号", "专有部分面积", "业主编号", "意见", "代理")
    rows = [
        ("1-101", "80.5", "", "同意", ""),
        ("1-102", "80.5", "", "同意", ""),
        ("1-102", "80.5", "", "反对", ""),  # co-owners of one unit contradict each other
        ("1-201", "100", "07", "同意", ""),
        ("1-202", "100", "07", "同意", "有书面委托"),
        ("1-301", "90", "", "反对", "无书面委托"),
    ]
    content = table(*rows, titles=titles)
    upload = BytesIO(content)
    upload.name = "表决票.xlsx"
    typed = {
        "estate": office.estate.pk, "title": "使用维修资金", "topic": "use_fund", "ended_on": "2026-10-20",
        "file": upload, "unsold_area": "49", "unsold_ballot": "absent",
    }  # fmt: skip
    answer = staff_client(office.dispatcher).post(reverse("property:new_vote"), typed)
    assert answer.status_code == 302
    vote = OwnersVote.objects.get()
    assert (vote.heads, vote.area_dm2) == (5, 500_00)
    assert vote.heads_by == {"in_favour": 2, "undecided": 1, "absent": 2}
    assert vote.area_by == {"in_favour": 280_50, "undecided": 80_50, "absent": 139_00}
    assert vote.counted_from == hashlib.sha256(content).hexdigest()
    assert not vote.is_carried  # three of five heads are less than two thirds


def test_what_a_list_of_units_makes_needless_is_folded_until_something_is_wrong(office):
    client, url = english_client(office.dispatcher), reverse("property:new_vote")
    page = client.get(url).content.decode()
    unfolded, totals, unsold = page.split("<details>")
    assert 'name="file"' in unfolded
    for name in ("heads", "area", "heads_against", "area_undecided"):
        assert f'name="{name}"' in totals
        assert f'name="{name}"' not in unfolded
    assert 'name="unsold_area"' in unsold
    refused = client.post(url, {"title": ""}).content.decode()
    assert refused.count("<details open>") == 2


def test_one_wrong_row_refuses_the_whole_count(office):
    upload = BytesIO(table(("1-101", "八十", "同意"), titles=("房号", "专有部分面积", "意见")))
    upload.name = "表决票.xlsx"
    typed = {
        "estate": office.estate.pk, "title": "选聘", "topic": "company", "ended_on": "2026-10-20", "file": upload,
    }  # fmt: skip
    answer = english_client(office.dispatcher).post(reverse("property:new_vote"), typed)
    assert answer.status_code == 422
    assert "The area is a number of square metres" in text_of(answer)
    assert not OwnersVote.objects.exists()


def test_totals_that_cannot_be_are_refused(office):
    typed = {
        "estate": office.estate.pk, "title": "选聘", "topic": "company", "ended_on": "2026-10-20",
        "heads": "3", "area": "300", "heads_in_favour": "4", "area_in_favour": "300",
    }  # fmt: skip
    answer = english_client(office.dispatcher).post(reverse("property:new_vote"), typed)
    assert answer.status_code == 422
    assert "These numbers cannot be" in text_of(answer)


def test_registers_are_kept_on_their_pages(office):
    client = english_client(office.dispatcher)
    client.post(reverse("property:companies"), {"name": "戊物业", "credit_code": "", "phone": ""})
    company = PropertyCompany.objects.get(name="戊物业")
    twice = client.post(reverse("property:companies"), {"name": "戊物业"})
    assert "is entered already" in text_of(twice)
    typed = {"name": "保洁", "limit_amount": "1", "limit_unit": "working_days", "from_on": "2026-01-01"}
    client.post(reverse("property:duties"), typed | {"keywords": "垃圾 卫生"})
    page = client.get(reverse("property:duties"))
    assert "1 working day" in text_of(page)
    duty = page.context["rows"][0][0]
    assert duty.keywords == ["垃圾", "卫生"]
    contract = {
        "estate": office.estate.pk, "company": company.pk, "kind": "service", "fee": "2.40",
        "from_on": "2026-01-01", "until_on": "2026-12-31", "duties": [str(duty.pk)],
    }  # fmt: skip
    assert client.post(reverse("property:new_contract"), contract).status_code == 302
    found = ServiceContract.objects.get()
    assert (found.fee_fen, found.duties.get().duty) == (240, duty)
    committee = {
        "estate": office.estate.pk,
        "kind": "committee",
        "from_on": "2024-01-01",
        "until_on": "2026-12-31",
    }
    for day in ("2024-01-01", "2026-06-01"):
        client.post(reverse("property:new_committee"), committee | {"from_on": day})
    terms = [(str(row.from_on), row.ended_on) for row in page_committees(client, office)]
    assert terms == [("2026-06-01", None), ("2024-01-01", date(2026, 6, 1))]


def page_committees(client, office):
    return client.get(reverse("property:estate", args=[office.estate.pk])).context["committees"]


def test_every_deed_has_words_in_the_audit():
    assert {"property.company_asked", "property.vote_recorded"} <= known_verbs()


def test_whoever_leaves_a_form_comes_back_to_where_they_were(office):
    call, client = asked_call(office), english_client(office.dispatcher)
    ways = {
        reverse("property:record", args=[call.pk]): reverse(
            "workorders:order", args=[call.order_duty.order_id]
        ),
        reverse("property:new_vote"): reverse("property:votes"),
        reverse("property:end_contract", args=[office.estate.pk, call.contract_id]): reverse(
            "property:estate", args=[office.estate.pk]
        ),
        reverse("property:new_contract"): reverse("property:list"),
    }
    for form, home in ways.items():
        assert f'href="{home}"  >Cancel' in client.get(form).content.decode(), form
