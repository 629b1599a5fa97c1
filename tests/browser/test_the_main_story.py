"""The story of the spine on screen, wide and on a phone: each step is done with the hands, and read."""

import re

import pytest
from playwright.sync_api import Page, expect

from jiezhi.concerns.models import Concern
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.browser.screens import PHONE, WIDE, Screens
from tests.factories import Office, make_office, settle
from tests.pictures.uploads import photo_with_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "河边垃圾堆放了好几天没人清"
PASSWORD = "a-lamp-in-the-lane"


@pytest.fixture
def office() -> Office:
    return make_office()


def sign_in(page: Page, office: Office, staff) -> None:
    staff.user.set_password(PASSWORD)
    staff.user.save()
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(staff.user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("登录")


def mark_on_map(page: Page) -> None:
    """Tap the middle of the map, once it stands still."""
    page.get_by_role("button", name="打开地图标位置").click()
    expect(page.locator("#place-map[data-is-ready=yes]")).to_be_attached()
    page.locator(".map-canvas canvas").click()
    expect(page.locator("[data-place-said]")).to_contain_text("已标在")
    assert re.fullmatch(r"1[12]\d\.\d{6}", page.locator("input[name=lon]").input_value())


def make_request(page: Page, office: Office, *, with_map: bool) -> str:
    """Make a request from the first page on; give its code."""
    page.goto("/")
    page.get_by_label("今天要办什么事？").fill(WORDS)
    page.get_by_role("button", name="继续").click()
    if with_map:
        mark_on_map(page)
    else:
        page.get_by_label("小区", exact=True).select_option(label=office.estate.name)
    page.get_by_label("具体在哪里？").fill("步道南端")
    page.get_by_role("button", name="继续").click()
    page.locator("input[name=album]").set_input_files(
        {"name": "river.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}
    )
    add = page.get_by_role("button", name="添加所选照片")
    if add.count():
        add.click()
    expect(page.get_by_role("img", name="照片1")).to_be_visible()
    page.get_by_role("button", name="继续").click()
    page.get_by_label("可以，打下面的号码").check()
    page.get_by_label("电话号码").fill("138 0000 1234")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("请核对")
    expect(page.locator(".answers")).to_contain_text(WORDS)
    page.get_by_role("button", name="提交诉求").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("诉求已提交")
    return "".join(page.locator(".code span").all_text_contents())


def deliver(page: Page) -> None:
    """Let the worker work, and look again."""
    settle()
    page.reload()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_one_request_through_every_hand_on_screen(screens: Screens, office: Office, size: tuple[int, int]):
    resident, seen = screens.window(size)
    code = make_request(resident, office, with_map=True)
    settle()
    concern = Concern.objects.get()
    assert concern.community == office.community
    resident.get_by_role("link", name="查看我的诉求").click()
    expect(resident.locator("main")).to_contain_text("待受理")

    desk, desk_seen = screens.window(size)
    sign_in(desk, office, office.dispatcher)
    desk.goto("/desk/today/")
    expect(desk.locator("main")).to_contain_text(WORDS)
    desk.keyboard.press("a")
    expect(desk.get_by_label("交办要求")).to_be_visible()
    desk.keyboard.press("a")
    expect(desk.locator("#toasts")).to_contain_text(office.lighting.name)
    settle()
    order = WorkOrder.objects.get()
    assert (order.state, order.lead, order.matter) == (OrderState.DISPATCHED, office.lighting, office.rubbish)

    officer, officer_seen = screens.window(size, staff=office.officer)
    officer.goto("/desk/orders/")
    officer.get_by_role("link", name=re.compile(order.number)).first.click()
    officer.get_by_role("button", name=re.compile("^签收")).click()
    expect(officer.locator("#toasts")).to_contain_text("已签收")
    officer.get_by_label("办理结果说明").fill("已清运一车，并冲洗地面")
    officer.get_by_role("button", name=re.compile("^提交办结")).click()
    expect(officer.locator("main")).to_contain_text("待核查")

    deliver(resident)
    expect(resident.locator("main")).to_contain_text("现场核查中")
    grid, grid_seen = screens.window(PHONE, staff=office.grid_worker)
    grid.goto("/patrol/")
    grid.get_by_role("link", name=re.compile(office.rubbish.name)).first.click()
    grid.get_by_role("button", name="已办好").click()
    expect(grid.get_by_role("region", name="本机待发")).to_contain_text("已发送")
    assert WorkOrder.objects.get().state == OrderState.AWAITING_CALLBACK

    deliver(resident)
    elsewhere, _ = screens.window(size)
    elsewhere.goto(f"/s/{office.street.slug}/follow/#{code}")
    elsewhere.get_by_label("所留电话的后四位").fill("1234")
    assert "#" not in elsewhere.url
    elsewhere.get_by_role("button", name="查询").click()
    expect(elsewhere.locator("main")).to_contain_text("已清运一车，并冲洗地面")

    resident.get_by_role("group", name="问题解决了吗？").get_by_label("是").check()
    resident.get_by_role("group", name="您对办理结果满意吗？").get_by_label("是").check()
    resident.get_by_role("button", name="提交评价").click()
    expect(resident.locator("main")).to_contain_text("您的诉求已结案。")
    settle()
    order.refresh_from_db()
    assert (order.state, order.was_solved, order.was_satisfied) == (OrderState.CLOSED, True, True)

    leader, leader_seen = screens.window(WIDE, staff=office.leader)
    leader.goto("/wall/")
    expect(leader.locator("main")).to_contain_text("100")
    for watch in (seen, desk_seen, officer_seen, grid_seen, leader_seen):
        assert watch.complaints == []


def test_the_residents_story_needs_no_script(screens: Screens, office: Office):
    resident, _ = screens.window(PHONE, script=False)
    code = make_request(resident, office, with_map=False)
    assert Concern.objects.get().estate == office.estate
    resident.get_by_role("link", name="查看我的诉求").click()
    expect(resident.locator("main")).to_contain_text("待受理")
    another, _ = screens.window(PHONE, script=False)
    another.goto(f"/s/{office.street.slug}/follow/")
    another.get_by_label("查询码").fill(code)
    another.get_by_role("button", name="查询").click()
    another.get_by_label("所留电话的后四位").fill("1234")
    another.get_by_role("button", name="查询").click()
    expect(another.locator("main")).to_contain_text(WORDS)


def test_keys_move_help_and_can_be_switched_off(screens: Screens, office: Office):
    from tests.factories import submitted_concern

    for words in ("3号楼路灯不亮", "楼下垃圾堆放没人清"):
        submitted_concern(office, words)
    settle()
    desk, seen = screens.window(WIDE, staff=office.dispatcher)
    desk.goto("/desk/today/")
    focused = "document.activeElement.closest('[data-row]')?.textContent ?? ''"
    desk.keyboard.press("j")
    assert "3号楼路灯不亮" in desk.evaluate(focused)
    desk.keyboard.press("j")
    assert "楼下垃圾堆放没人清" in desk.evaluate(focused)
    desk.keyboard.press("k")
    assert "3号楼路灯不亮" in desk.evaluate(focused)
    desk.keyboard.press("Enter")
    expect(desk.locator("#detail, main").first).to_contain_text("3号楼路灯不亮")
    desk.goto("/desk/today/")
    desk.keyboard.press("?")
    help_page = desk.get_by_role("dialog")
    expect(help_page).to_be_visible()
    help_page.get_by_role("button", name="关闭快捷键").click()
    desk.keyboard.press("Escape")
    expect(help_page).to_be_hidden()
    desk.keyboard.press("j")
    assert desk.evaluate(focused) == ""
    assert seen.complaints == []
