"""Two matters that cost an office months: an estate renovated through eight departments, a shop on the pavement.

The steps and their order are those of the demo street, so that what is shown there is what is tested here.
"""

import re

import pytest

from jiezhi.chains.models import ApprovalChain, ChainStep
from jiezhi.organisation.models import ResponsibilitySupport
from jiezhi.project.demo.roles import OFFICER
from jiezhi.project.demo.together import PAVEMENT_SHOP, RENOVATION
from jiezhi.workorders.choices import OrderState
from tests.factories import make_department, make_staff, settle, staff_client
from tests.flows.people import Cast, Staff, make_cast, order_of

pytestmark = pytest.mark.django_db(transaction=True)
Steps = tuple[tuple[str, str, int, tuple[int, ...]], ...]


def started(cast: Cast, steps: Steps, title: str) -> tuple[ApprovalChain, dict[str, Staff]]:
    """The dispatcher enters the template, a line a step, and starts the chain for the estate."""
    street = cast.office.street
    made = {name: make_department(street, name) for name in {step[1] for step in steps}}
    hands = {name: Staff(staff_client(make_staff(row, OFFICER))) for name, row in made.items()}
    lines = [f"{words} | {name} | {days} | {','.join(map(str, after))}" for words, name, days, after in steps]
    cast.dispatcher.open("/desk/chains/templates/")
    matter = str(cast.office.rubbish.pk)
    page = cast.dispatcher.send("templates/", name=title, matter=matter, steps="\n".join(lines))
    assert "已保存，可以用它启动联办" in page
    cast.dispatcher.open("/desk/chains/start/")
    template = ApprovalChain.template.field.related_model.objects.get(name=title)
    estate = str(cast.office.estate.pk)
    page = cast.dispatcher.send("start/", template=str(template.pk), title=title, estate=estate)
    settle()
    assert f"已办结0个环节，共{len(steps)}个" in page
    return ApprovalChain.objects.get(), hands


def running(chain: ApprovalChain) -> list[ChainStep]:
    return list(chain.steps.filter(done_at=None, order__isnull=False).order_by("position"))


def do(hands: dict[str, Staff], step: ChainStep) -> None:
    """The department of a step accepts its order and reports it done, on its own pages."""
    hand, order = hands[step.department.name], order_of(step.order_id)
    hand.on_order(order, "accept")
    hand.on_order(order, "resolve", reply=f"{step.name}已完成")
    settle()


@pytest.mark.parametrize(
    ("steps", "departments", "title"),
    [(RENOVATION, 8, "老旧小区改造联审"), (PAVEMENT_SHOP, 5, "占道经营联合处置")],
)
def test_every_department_gets_its_order_when_it_is_its_turn_and_the_chain_ends(steps, departments, title):
    cast = make_cast()
    assert len({name for _words, name, _days, _after in steps}) == departments
    chain, hands = started(cast, steps, title)
    after = {number: step[3] for number, step in enumerate(steps, start=1)}
    done: list[int] = []
    while ready := running(chain):
        assert {step.position for step in ready} == {
            number for number, before in after.items() if number not in done and set(before) <= set(done)
        }
        do(hands, ready[-1])
        done.append(ready[-1].position)
    chain.refresh_from_db()
    assert chain.ended_at is not None
    assert sorted(done) == sorted(after)
    assert all(step.order.state == OrderState.CLOSED for step in chain.steps.all())
    page = cast.leader.open(f"/desk/chains/{chain.pk}/")
    assert f"已办结{len(steps)}个环节，共{len(steps)}个" in page
    assert "目前卡在" not in page


def test_the_leader_reads_who_holds_the_renovation_up_and_what_decides_its_end():
    cast = make_cast()
    chain, hands = started(cast, RENOVATION, "老旧小区改造联审")
    do(hands, running(chain)[0])
    page = cast.leader.open(f"/desk/chains/{chain.pk}/")
    # Only the approval decides, and what comes after it; dust and fire may take their time, and the plan is made.
    assert re.search(r"目前卡在\s*：\s*明湖区住房和城乡建设局（方案审批）\s*决定", page)
    assert re.search(r"：\s*方案审批 → 燃气管线改造 → 路面恢复和验收", page)
    assert page.count("余量") == 5


def test_a_community_whistles_and_the_pavement_is_free_again():
    cast = make_cast()
    worker = Staff(staff_client(cast.office.community_worker))
    enforcement = make_department(cast.office.street, "综合行政执法队")
    hand = Staff(staff_client(make_staff(enforcement, OFFICER)))
    worker.open("/desk/orders/whistle/")
    page = worker.send(
        "whistle/",
        matter=str(cast.office.rubbish.pk),
        community=str(cast.office.community.pk),
        brief="一家店占用人行道",
        departments=str(enforcement.pk),
        task="到场劝导",
    )
    settle()
    assert "综合行政执法队" in page
    assert "社区吹哨" in hand.open("/desk/orders/supports/")
    hand.follow("暴露垃圾")
    page = hand.send("accept/", pledge="下午到场", pledged_on="2030-01-02")
    assert "下午到场" in page
    page = hand.send("report/", reply="已恢复通行")
    settle()
    worker.open("/desk/orders/")
    worker.follow("GD")
    worker.follow("综合行政执法队")
    page = worker.send("rate/", has_come="yes", has_helped="yes")
    assert "社区评价：到场，有帮助" in page


def test_the_dispatcher_confirms_with_the_lists_supports_and_leaves_one_out():
    cast = make_cast()
    street, entry = cast.office.street, cast.office.lamp.responsibilities.get()
    power, parks = make_department(street, "供电公司"), make_department(street, "绿化所")
    for department in (power, parks):
        ResponsibilitySupport.objects.create(sub_district=street, entry=entry, department=department)
    concern = cast.resident.request()
    page = cast.dispatcher.open(f"/desk/requests/{concern.pk}/")
    assert "不请供电公司" in page
    assert "不请绿化所" in page
    order = cast.confirm(concern, without=str(parks.pk))
    assert [row.department for row in order.supports.all()] == [power]
    assert "供电公司" in cast.officer.look(order)
    cast.officer.on_order(order, "accept")
    page = cast.officer.on_order(order, "resolve", reply="已修复")
    assert "供电公司的协办任务尚未结束" in page
    assert "已修复" in cast.officer.html
    cast.officer.on_order(order, "resolve", reply="已修复", without_supports="已自行断电")
    assert "未等供电公司，先行办结" in cast.dispatcher.look(order)
    assert order_of(order.pk).state == OrderState.AWAITING_CALLBACK
