"""What other apps hold of an order and its evidence tells: a company's duty, mediation, approvals and marks."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from jiezhi.chains.actions import ChainDraft, pass_chain_on, start_chain
from jiezhi.evidence.actions import ask_pack, note_pack_read
from jiezhi.evidence.brief import brief_of
from jiezhi.evidence.brief.lines import LONGEST, MOST_LINES, Line, fit, fit_lines
from jiezhi.evidence.choices import PackState
from jiezhi.evidence.drawing import set_document
from jiezhi.evidence.models import EvidencePack
from jiezhi.kit.errors import RefusedError
from jiezhi.mediation.actions import ask_court, end_mediation, note_court
from jiezhi.mediation.models import Mediation
from jiezhi.merging.actions import merge_orders
from jiezhi.organisation.models import Role
from jiezhi.project.demo.roles import OFFICER
from jiezhi.property.actions import confirm_duty, withdraw_call
from jiezhi.property.models import CompanyCall, PropertyCompany, ServiceContract
from jiezhi.supervision.models import OrderMark
from jiezhi.workorders.actions import dispatch_order, reassign_order, send_back_order
from jiezhi.workorders.choices import HandOnReason, SendBackReason
from jiezhi.workorders.models import Support, WorkOrder
from tests.budget import spend_at_most
from tests.factories import make_community, make_department, make_office, make_staff, staff_client
from tests.factories.chains import make_template
from tests.factories.hands import order_in_hand
from tests.factories.mediation import NAMES, begun_mediation
from tests.factories.property import make_company, make_contract, make_duty
from tests.factories.stories import HOUR, asked_company, chain_for, whole_story
from tests.factories.workorders import MONDAY, dispatched_order

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEADINGS = ("物业企业服务事项", "纠纷调解", "联办流程", "督办记录")


@pytest.fixture
def office():
    return make_office()


def asked(office, order, *, by="dispatcher", at=MONDAY + 3 * DAY) -> EvidencePack:
    return ask_pack(order_id=order.pk, actor=getattr(office, by).actor, at=at)


def sections(office, order, **asking) -> dict[str, str]:
    """What each section prints, by its heading."""
    told = brief_of(asked(office, order, **asking)).printed()["sections"]
    return {part["title"]: str([part["facts"], part["lines"]]) for part in told}


def pages_of(office, order) -> str:
    pytest.importorskip("typst", reason="install typst: it sets documents")
    pypdf = pytest.importorskip("pypdf", reason="install pypdf: it reads them")
    made = set_document(brief_of(asked(office, order)), made="")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    return "".join(text.split())


def test_an_order_with_everything_is_told_with_everything(office):
    order = whole_story(office, order_in_hand(office))
    told = sections(office, order)
    assert tuple(told) == HEADINGS
    text = pages_of(office, order)
    for shown in (*HEADINGS, "青石物业公司", "逾期答复", "已换灯泡", "达成协议", "现场勘查", "黄牌"):
        assert shown in text, shown


def test_an_order_that_has_nothing_of_it_has_no_such_heading(office):
    order = order_in_hand(office)
    assert sections(office, order) == {}
    text = pages_of(office, order)
    assert order.number in text
    assert not [heading for heading in HEADINGS if heading in text]


def test_a_company_is_told_with_its_contract_and_whether_it_answered_in_time(office):
    order = order_in_hand(office)
    row = asked_company(office, order)
    told = sections(office, order)["物业企业服务事项"]
    call = row.calls.get()
    contract = ("物业服务合同", "2026-01-01 至 2027-12-31", "合同有效。", "“公共照明”，答复时限4个工作小时")
    for shown in ("青石物业公司", *contract, "2026-11-03 10:00", "逾期答复；已办好；书面", "已换灯泡"):
        assert shown in told, shown
    assert "演示经理" not in told
    CompanyCall.objects.filter(pk=call.pk).update(answered_at=call.due_at)
    assert "按时答复" in sections(office, order)["物业企业服务事项"]


def test_what_a_company_was_asked_about_a_merged_order_is_told_with_its_number(office):
    order, staying = order_in_hand(office), order_in_hand(office)
    asked_company(office, order)
    merge_orders(
        absorbed_id=order.pk, staying_id=staying.pk, actor=office.dispatcher.actor, at=MONDAY + 2 * DAY
    )
    told = sections(office, staying)
    assert list(told) == [f"物业企业服务事项（{order.number}，已并入本工单）"]
    assert "已换灯泡" in str(told)
    assert list(sections(office, order)) == ["物业企业服务事项"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ended_on": date(2026, 10, 1), "end_reason": "演示经理离职"}, "合同已于 2026-10-01 终止。"),
        ({"ended_on": date(2026, 11, 20)}, "合同有效。其后于 2026-11-20 终止。"),
        ({"until_on": date(2026, 10, 1)}, "合同已于 2026-10-01 到期，企业按不定期合同继续服务"),
        ({"from_on": date(2026, 11, 20)}, "合同尚未生效，自 2026-11-20 起生效。"),
    ],
    ids=["ended", "ended since", "ran out", "begins later"],
)
def test_a_contract_that_did_not_hold_is_told_as_such(office, changes, said):
    order = order_in_hand(office)
    row = asked_company(office, order)
    ServiceContract.objects.filter(pk=row.contract_id).update(**changes)
    told = sections(office, order)["物业企业服务事项"]
    assert said in told
    assert "演示经理" not in told


def test_a_contract_without_the_duty_and_an_estate_without_a_company_are_told(office):
    order, other = order_in_hand(office), order_in_hand(office)
    green = make_duty(office, "绿化养护", hours=8)
    actor = office.dispatcher.actor
    confirm_duty(order_id=other.pk, duty_id=green.pk, actor=actor, at=MONDAY)
    assert "没有按合同服务的物业企业" in sections(office, other)["物业企业服务事项"]
    make_contract(office, make_company(office), make_duty(office))
    row = confirm_duty(order_id=order.pk, duty_id=green.pk, ask=True, actor=actor, at=MONDAY)
    told = sections(office, order)["物业企业服务事项"]
    assert "合同没有约定这一事项。按街道服务事项清单，答复时限为8个工作小时" in told
    withdraw_call(call_id=row.calls.get().pk, actor=actor, at=MONDAY)
    assert "其后撤回" in sections(office, order)["物业企业服务事项"]


def test_a_mediation_is_told_by_its_days_and_outcome_and_nothing_of_the_talks(office):
    order = whole_story(office, order_in_hand(office))
    mediation, actor = Mediation.objects.get(), office.dispatcher.actor
    court = {"mediation_id": mediation.pk, "actor": actor, "at": MONDAY + 2 * DAY}
    ask_court(court="青石区人民法院", applied_on=date(2026, 11, 3), **court)
    note_court(is_confirmed=True, court_number="（2026）演示民特1号", decided_on=date(2026, 11, 4), **court)
    with spend_at_most(1000) as spending:
        told = sections(office, order)["纠纷调解"]
    shown = (
        mediation.number,
        office.committee.name,
        "已司法确认",
        "2026-11-02 11:00",
        "2026-11-03",
        "2026-11-04",
    )
    for each in (*shown, "开展调解", "2026-11-02 11:00 至 2026-11-02 11:00 暂停计时"):
        assert each in told, each
    secret = (
        *NAMES.values(),
        "演示调解员",
        "13900001234",
        "八百元",
        "各退一步",
        "社区调解室",
        "漏水",
        "民特",
        "邻里",
    )
    assert not [word for word in secret if word in told]
    read = " ".join(spending.statements)
    assert "mediation_party" not in read
    sealed = ('mediationagreement"."terms', 'sitting"."notes', 'mediationentry"."note', 'mediation"."brief')
    assert 'mediationagreement"."effective_on' in read
    assert not [column for column in sealed if column in read]


def test_while_a_mediation_runs_the_clock_is_told_to_stand_still_and_each_is_told(office):
    order = order_in_hand(office)
    first = begun_mediation(office, order, at=MONDAY + HOUR)
    assert "自 2026-11-02 11:00 起暂停计时" in sections(office, order)["纠纷调解"]
    end_mediation(
        mediation_id=first.pk, reason="一方反悔", actor=office.dispatcher.actor, at=MONDAY + 2 * HOUR
    )
    begun_mediation(office, order, at=MONDAY + 3 * HOUR)
    told = brief_of(asked(office, order)).sections
    clocks = [dict(part.facts)["工单计时"] for part in told]
    assert clocks == ["2026-11-02 11:00 至 2026-11-02 12:00 暂停计时。", "自 2026-11-02 13:00 起暂停计时。"]
    assert "反悔" not in str(told)
    Mediation.objects.filter(pk=first.pk).update(opened_at=MONDAY)  # the order did not wait from then on
    told = brief_of(asked(office, order)).sections
    assert dict(told[0].facts)["工单计时"] == "未暂停计时。"


def test_marks_are_told_with_their_rule_and_the_department_that_answers(office):
    order = whole_story(office, order_in_hand(office))
    mark = OrderMark.objects.get()
    OrderMark.objects.create(
        sub_district=office.street, order=order, kind="reminder", rule="late", at=MONDAY + 2 * DAY,
        department=office.lighting, entry=mark.entry,
    )  # fmt: skip
    told = brief_of(asked(office, order)).sections[-1]
    by_hand, by_rule = told.lines
    assert (by_hand.what, by_hand.who) == ("黄牌：人工", office.lighting.name)
    assert "已逾期，请加快" in by_hand.text
    assert office.dispatcher.actor.label in by_hand.text
    assert by_rule.what == "催办：已超过时限"
    assert f"责任清单：{office.lamp.name}" in by_rule.text
    people = [office.dispatcher.user, office.officer.user]
    assert not [person for person in people if person.get_username() in str(told)]


def test_a_chain_is_told_step_by_step_with_who_held_it_up(office):
    order = order_in_hand(office)
    chain = chain_for(office, order)
    first = chain.steps.get(position=1)
    late = MONDAY + 7 * DAY
    told = sections(office, order, at=late)["联办流程"]
    assert "已逾期" in told or "超过时限" in told
    WorkOrder.objects.filter(pk=first.order_id).update(state="closed", closed_at=late)
    pass_chain_on(order_id=first.order_id, actor=office.dispatcher.actor, at=late)
    section = brief_of(asked(office, order, at=late)).sections[0]
    survey, opinion = section.lines
    assert (survey.who, opinion.who) == (office.lighting.name, office.front_desk.name)
    assert "1. 现场勘查：" in survey.what
    assert "超过时限2个工作日" in survey.what
    assert "计划：2026-11-02 10:00 至 2026-11-04 17:00" in survey.text
    assert "实际：2026-11-02 10:00 至 2026-11-09 10:00" in survey.text
    assert dict(section.facts)["较计划延误"] == "3个工作日"
    # The order of a step tells of the same chain as the order that the chain serves.
    assert sections(office, WorkOrder.objects.get(pk=first.order_id), at=late).keys() == {"联办流程"}


def test_the_same_facts_have_the_same_digest_with_all_parts(office):
    order = whole_story(office, order_in_hand(office))
    pack = asked(office, order)
    assert brief_of(pack).digest() == brief_of(pack).digest()


def test_whoever_may_not_see_a_part_gets_a_document_without_it(office):
    order = whole_story(office, order_in_hand(office))
    full = asked(office, order)
    assert set(full.parts) == {"property", "mediation", "chains", "marks"}
    EvidencePack.objects.filter(pk=full.pk).update(
        state=PackState.READY, content_digest="c", file_digest="f", made_at=MONDAY, with_words=False
    )
    note_pack_read(pack_id=full.pk, actor=office.dispatcher.actor, at=MONDAY)
    role = Role.objects.get(code="officer", sub_district=office.street)
    role.permissions = [code for code in role.permissions if not code.startswith("mediation:")]
    role.save()
    other = make_staff(office.lighting, OFFICER)  # the role is there already, as the office has it
    less = ask_pack(order_id=order.pk, actor=other.actor, at=MONDAY)
    assert "纠纷调解" not in str(brief_of(less).printed())
    assert "青石物业公司" in str(brief_of(less).printed())
    answer = staff_client(other).post(reverse("evidence:document", args=[full.pk]))
    assert answer.status_code == 403
    assert "查看调解（不含当事人姓名）" in answer.content.decode()


def test_a_part_outside_the_area_of_whoever_asks_is_left_out_and_not_handed_over(office):
    order = order_in_hand(office)
    steps = [("出具意见", office.front_desk, 3, ())]
    draft = ChainDraft(make_template(office, steps).pk, "路灯迁改", order_id=order.pk)
    start_chain(draft=draft, actor=office.dispatcher.actor, at=MONDAY)
    full = asked(office, order)
    assert (list(full.parts), asked(office, order, by="officer").parts) == (["chains"], {})
    EvidencePack.objects.filter(pk=full.pk).update(with_words=False)
    with pytest.raises(RefusedError, match="范围以外"):
        note_pack_read(pack_id=full.pk, actor=office.officer.actor, at=MONDAY)


def lie_ready(pack: EvidencePack) -> None:
    EvidencePack.objects.filter(pk=pack.pk).update(
        state=PackState.READY, content_digest="c", file_digest="f", made_at=MONDAY, with_words=False
    )


def test_of_several_chains_only_those_that_the_asker_sees_are_told(office):
    order = order_in_hand(office)
    parks, roads = make_department(office.street), make_department(office.street)
    chains = {
        "路灯迁改": [("现场勘查", office.lighting, 2, ())],
        "苗木移植": [("园林意见", parks, 2, ()), ("道路意见", roads, 2, (1,))],
    }
    for title, steps in chains.items():
        draft = ChainDraft(make_template(office, steps, name=f"{title}联审").pk, title, order_id=order.pk)
        start_chain(draft=draft, actor=office.dispatcher.actor, at=MONDAY)
    full, less = asked(office, order), asked(office, order, by="officer")
    assert [title for title in chains if title in str(brief_of(full).sections)] == ["路灯迁改", "苗木移植"]
    assert [title for title in chains if title in str(brief_of(less).sections)] == ["路灯迁改"]
    # Both have the part, but who asked second is not given the document of the first.
    assert full.parts["chains"][:1] == less.parts["chains"]
    assert asked(office, order, by="officer").pk == less.pk != full.pk
    lie_ready(full)
    lie_ready(less)
    with pytest.raises(RefusedError, match="范围以外"):
        note_pack_read(pack_id=full.pk, actor=office.officer.actor, at=MONDAY)
    note_pack_read(pack_id=less.pk, actor=office.officer.actor, at=MONDAY)
    note_pack_read(pack_id=less.pk, actor=office.dispatcher.actor, at=MONDAY)
    page = reverse("evidence:evidence", args=[order.pk])
    ways = {pack.pk: reverse("evidence:document", args=[pack.pk]) for pack in (full, less)}
    shown = staff_client(office.officer).get(page).content.decode()
    assert [pk for pk, way in ways.items() if way in shown] == [less.pk]
    assert "含有您无权查看的内容" in shown
    shown = staff_client(office.dispatcher).get(page).content.decode()
    assert [pk for pk, way in ways.items() if way in shown] == [full.pk, less.pk]
    assert "含有您无权查看的内容" not in shown


def test_of_several_mediations_only_those_that_the_asker_sees_are_told(office):
    order = order_in_hand(office)
    first = begun_mediation(office, order, at=MONDAY + HOUR)
    actor = office.dispatcher.actor
    end_mediation(mediation_id=first.pk, reason="一方反悔", actor=actor, at=MONDAY + 2 * HOUR)
    second = begun_mediation(office, order, at=MONDAY + 3 * HOUR)
    # The order had been taken for one of another community, whose committee mediated first.
    elsewhere = make_community(office.street)
    Mediation.objects.filter(pk=first.pk).update(
        community=elsewhere, committee=make_department(office.street, community=elsewhere)
    )
    full, less = asked(office, order), asked(office, order, by="community_worker")
    told = [str(brief_of(pack).sections) for pack in (full, less)]
    assert [first.number in text for text in told] == [True, False]
    assert [second.number in text for text in told] == [True, True]
    lie_ready(full)
    with pytest.raises(RefusedError, match="范围以外"):
        note_pack_read(pack_id=full.pk, actor=office.community_worker.actor, at=MONDAY)


def test_what_comes_up_after_the_asking_is_told_to_who_asks_again(office):
    order = order_in_hand(office)
    first = asked(office, order)
    chain_for(office, order)
    assert brief_of(first).sections == []
    again = asked(office, order)
    assert again.pk != first.pk
    assert [part.title for part in brief_of(again).sections] == ["联办流程"]


def test_a_hand_over_and_a_change_of_matter_are_told_with_their_reasons(office):
    order, actor = dispatched_order(office), office.dispatcher.actor
    send_back_order(
        order_id=order.pk, reason=SendBackReason.WRONG_MATTER, note="属于垃圾", seen_version=None,
        actor=office.officer.actor, at=MONDAY + HOUR,
    )  # fmt: skip
    dispatch_order(
        order_id=order.pk, department_id=office.lighting.pk, matter_id=office.rubbish.pk, note="改事项",
        seen_version=None, actor=actor, at=MONDAY + 2 * HOUR,
    )  # fmt: skip
    there = make_department(office.street, "园林所")
    reassign_order(
        order_id=order.pk, department_id=there.pk, note="请接办", reason=HandOnReason.THEIR_DUTY,
        seen_version=None, actor=actor, at=MONDAY + 3 * HOUR,
    )  # fmt: skip
    text = str(brief_of(asked(office, order)).deeds)
    for shown in (
        str(SendBackReason.WRONG_MATTER.label),
        f"“{office.lamp.name}”",
        f"“{office.rubbish.name}”",
        "园林所",
        "请接办",
    ):
        assert shown in text, shown
    assert str(HandOnReason.THEIR_DUTY.label) in text


HOSTILE = (
    '#panic("x") *粗* $x$ @ref <label> `raw` \\ // 注释\r\n\u202e倒过来\u202c 138\u200b12345678 '
    + "a" * 10_000
)


def test_hostile_text_is_printed_as_text_and_a_long_one_is_cut_with_a_word(office):
    order = whole_story(office, order_in_hand(office))
    CompanyCall.objects.update(answer=HOSTILE)
    OrderMark.objects.update(note=HOSTILE[:90])
    Support.objects.update(task=HOSTILE[:90])
    PropertyCompany.objects.update(name=HOSTILE[:60])
    text = pages_of(office, order)
    for shown in ('#panic("x")', "*粗*", "@ref<label>", "\\//注释", "138****5678", "此处略去"):
        assert shown in text, shown
    assert "13812345678" not in text
    assert "\u202e" not in text


def test_of_a_long_table_the_middle_goes_and_a_line_says_how_much():
    lines = [Line(str(number), "派单", "调度员") for number in range(MOST_LINES + 50)]
    shown = fit_lines(lines)
    assert len(shown) == MOST_LINES + 1
    assert (shown[0].at, shown[-1].at) == ("0", str(MOST_LINES + 49))
    assert [line.what for line in shown if "50" in line.what] == ["此处略去 50 条，全部记录见系统"]
    assert fit_lines(lines[:MOST_LINES]) == lines[:MOST_LINES]


@pytest.mark.parametrize(
    "text", ["\n" * 10_000 + "尾", "字" * 10_000, "a" * 10_000], ids=["breaks", "signs", "word"]
)
def test_a_long_text_keeps_its_beginning_and_says_how_much_was_left_out(text):
    shown = fit(text)
    assert "此处略去" in shown
    assert len(shown) < LONGEST * 1.2
