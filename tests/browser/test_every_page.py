"""Every page in both widths, and the portal in elder mode: axe, sizes, words, policy. One list of faults per face."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.utils import timezone
from playwright.sync_api import Page, Response

from jiezhi.organisation.models import Matter
from jiezhi.workorders.actions import accept_order
from tests.accounts.people import PASSWORD, office_with_password, with_telephone
from tests.architecture.access_rows import ROWS
from tests.architecture.addresses import all_addresses
from tests.browser.pages import (
    IN_A_REQUEST,
    IN_A_SIGN_IN,
    NO_PAGES,
    PAGES,
    World,
    make_world,
    reader_of,
    url_of,
)
from tests.browser.screens import NARROWEST, PHONE, WIDE, Screens, Watch
from tests.factories import staff_client
from tests.night import IS_NIGHT
from tests.pictures.uploads import photo_with_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
RUN_AXE = "axe.run(document, {resultTypes: ['violations'], rules: {region: {enabled: false}}})"
TARGET = {"portal": 44, "elder": 60, "desk": 32, "wall": 32, "patrol": 56}
SMALLEST = {"portal": 14, "elder": 20, "desk": 12, "wall": 12, "patrol": 14}
FACE_OF = {"portal": "portal", "accounts": "portal", "guide": "portal", "wall": "wall", "patrol": "patrol"}
LATIN = {
    "English",
    "Enter",
    "Esc",
    "jpg",
    "Excel",
    "WPS",
    "CSV",
    "csv",
    "xlsx",
    "PDF",
    "pdf",
    "PEM",
    "HTTP",
    "SHA",
}
"""Words of the Latin alphabet that may stand on a Chinese page: the other language's name, keys, and what every
clerk calls a program or a kind of file."""
MAKERS = {
    "/desk/notices/ways/robot/": {"SEC"},
    "/desk/notices/ways/gateway/": {
        "Authorization", "Bearer", "GET", "JSON", "POST", "PUT",
        "code", "data", "key", "phone", "secret", "status", "text", "token",
    },
}  # fmt: skip
"""Words by which the makers of gateways and robots call things in their manuals, to be found again there."""
CHINESE = ("简体中文", "中文")
SIZES = {"portal": (WIDE, PHONE), "desk": (WIDE, PHONE), "wall": (WIDE, PHONE), "patrol": (PHONE,)}
PARTS = [("portal", 0, 1), ("desk", 0, 3), ("desk", 1, 3), ("desk", 2, 3), ("wall", 0, 1), ("patrol", 0, 1)]
"""Face, part, and of how many parts: the desk is looked at in three, so that two processes share the work."""

ELDER = [(30, PHONE), (20, WIDE), (20, PHONE), (24, WIDE), (24, PHONE), (30, WIDE)]
"""Sizes of letters and of windows: each by night, the largest on a phone and the middle one wide by day."""


def face_of(name: str) -> str:
    return FACE_OF.get(name.partition(":")[0], "desk")


def names_of(face: str) -> list[str]:
    return [name for name in PAGES if face_of(name) == face]


def faults_of(
    page: Page, watch: Watch, face: str, axe: str, *, is_sampler: bool = False, smallest: int = 0
) -> list[str]:
    """Everything that is wrong with the page that is open."""
    sizes = {
        "target": TARGET[face],
        "smallest": smallest or SMALLEST[face],
        "language": "zh-hans",
        "isSampler": is_sampler,
        "narrow": False,
    }
    faults = page.evaluate(MEASURE, sizes)
    page.evaluate(axe)
    for broken in page.evaluate(RUN_AXE)["violations"]:
        faults.append(f"axe {broken['id']}: {broken['nodes'][0]['html'][:120]}")
    text = page.inner_text("body")
    for known in sorted(page.locator("code[lang=en], td[lang=en]").all_inner_texts(), key=len, reverse=True):
        text = text.replace(known, "")  # names of the program and commands, for the operator
    for code in page.locator("code").all_inner_texts():  # what makers of programs copy
        text = text.replace(code, "")
    text = re.sub(r"[A-Z0-9]{4}([-\s]+[A-Z0-9]{4})+-?", "", text)  # without query codes
    text = re.sub(r"https?://[!-~]*", "", text)
    text = re.sub(r"\bstaff\d+\b", "", text)  # a user name is no English
    words = set(re.findall(r"[A-Za-z]{3,}", text)) - LATIN - MAKERS.get(urlsplit(page.url).path, set())
    faults += [f"English on a Chinese page: {word}" for word in sorted(words)]
    faults += watch.complaints
    width = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    faults += page.evaluate(MEASURE, sizes | {"narrow": True})
    page.set_viewport_size(width)
    watch.forget()
    return faults


def portal_walk(page: Page, world: World) -> Iterator[str]:
    """Open the pages of a request one after the other, as its reporter does."""
    base = f"/s/{world.office.street.slug}"
    page.goto(f"{base}/request/words/")
    page.locator("textarea").fill("3号楼前的路灯不亮")
    page.locator("main form button[type=submit]").click()
    yield "portal:place"
    page.locator("#id_estate").select_option(str(world.office.estate.pk))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/request/known/")  # what waits for its check there reads the same
    yield "portal:known"
    page.locator("button[value=no]").click()
    photo = {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}
    page.locator("input[name=album]").set_input_files(photo)
    page.locator(".pictures img").wait_for()
    yield "portal:photos"
    page.locator("button[name=next]").click()
    page.locator("main form button[type=submit]").click()
    yield "portal:contact"
    page.locator("input[value=anonymous]").check()
    page.locator("main form button[type=submit]").click()
    yield "portal:check"
    page.locator("form.send button").click()
    yield "portal:done"
    page.goto(f"{base}/mine/")
    yield "portal:mine"
    page.locator("main article a").first.click()
    page.wait_for_url("**/mine/SQ*/")
    yield "portal:concern"
    page.locator("a[href$='/slip/']").click()
    page.wait_for_url("**/slip/")
    yield "portal:slip"
    page.goto(page.url.replace("/slip/", "/privacy/"))
    yield "portal:privacy"
    page.goto(f"{base}/phone/")
    page.locator("#id_phone").fill("13800001234")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/phone/code/")
    yield "portal:phone_code"


def test_every_page_of_the_url_map_is_looked_at():
    open_by_get = {address.name for address in all_addresses()}
    posts = {name for name, row in ROWS.items() if row.posts}
    known = set(PAGES) | set(IN_A_REQUEST) | set(IN_A_SIGN_IN) | NO_PAGES | posts
    assert open_by_get - known == set()
    assert known - posts <= open_by_get


@pytest.mark.parametrize(("face", "part", "of"), PARTS, ids=[f"{face}-{part}" for face, part, _ in PARTS])
def test_pages_are_clean(screens: Screens, axe: str, face: str, part: int, of: int):
    world = make_world()
    wrong: dict[str, list[str]] = {}
    windows = {}
    for name in names_of(face)[part::of]:
        reader = PAGES[name].reader
        if reader not in windows:
            windows[reader] = screens.window(staff=reader_of(world, PAGES[name]))
        page, watch = windows[reader]
        answer = page.goto(url_of(world, name))
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"
        wrong[name] = faults_in(SIZES[face], page, watch, face, axe, is_sampler=name == "ui:catalogue")
    if face == "portal":
        page, watch = windows[""]
        for name in portal_walk(page, world):
            page.wait_for_load_state()
            # A step is refused with its reason where it is wrong: such pages complain about their status.
            watch.complaints = [text for text in watch.complaints if "422" not in text]
            wrong[name] = faults_in(SIZES[face], page, watch, face, axe)
    told = [f"{name}: {fault}" for name, faults in wrong.items() for fault in faults]
    assert not told, "\n".join(sorted(told))


def faults_in(
    sizes: tuple[tuple[int, int], ...],
    page: Page,
    watch: Watch,
    face: str,
    axe: str,
    *,
    is_sampler: bool = False,
) -> list[str]:
    """What is wrong with the open page in each of the sizes; the window has the first one again at the end."""
    told = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found = faults_of(page, watch, face, axe, is_sampler=is_sampler)
        told += [f"{width} px: {fault}" for fault in found]
    page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
    return told


def sign_in_walk(page: Page) -> Iterator[str]:
    """Open the pages between the password and the desk, and between a slip and the first password."""
    office = office_with_password()
    with_telephone(office.dispatcher)
    page.goto("/sign-in/")
    page.fill("input[name=username]", office.dispatcher.user.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    yield "accounts:code"
    invited = staff_client(office.keeper).post(
        "/desk/staff/invite/", {"name": "王小雨", "username": "staff9001"}
    )
    page.goto("/sign-in/slip/")
    page.fill("input[name=username]", "staff9001")
    page.fill("input[name=code]", invited.context["code"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/slip/password/")
    yield "accounts:first_password"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_within_a_sign_in_are_clean(screens: Screens, axe: str, size: tuple[int, int]):
    page, watch = screens.window(size)
    told = [
        f"{name}: {fault}" for name in sign_in_walk(page) for fault in faults_of(page, watch, "portal", axe)
    ]
    assert not told, "\n".join(sorted(told))


@pytest.mark.parametrize(("letters", "size"), ELDER if IS_NIGHT else ELDER[::3])
def test_every_page_for_residents_is_whole_in_every_size_of_elder_mode(
    screens: Screens, axe: str, letters: int, size: tuple[int, int]
):
    world = make_world()
    page, watch = screens.window(size, elder=letters)
    wrong = {}
    for name in names_of("portal"):
        answer = page.goto(url_of(world, name))
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"
        wrong[name] = faults_of(page, watch, "elder", axe, smallest=letters)
    page.goto(f"/s/{world.office.street.slug}/nothing/")
    watch.forget()
    wrong["refusal"] = faults_of(page, watch, "elder", axe, smallest=letters)
    for name in portal_walk(page, world):
        page.wait_for_load_state()
        watch.complaints = [text for text in watch.complaints if "422" not in text]
        wrong[name] = faults_of(page, watch, "elder", axe, smallest=letters)
    told = [f"{name}: {fault}" for name, faults in wrong.items() for fault in faults]
    assert not told, "\n".join(sorted(told))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_refusals_are_pages_like_any_other(screens: Screens, axe: str, size: tuple[int, int]):
    world = make_world()
    slug = world.office.street.slug
    visitor, worker, dispatcher = (
        screens.window(size, staff=staff)
        for staff in (None, world.office.grid_worker, world.office.dispatcher)
    )
    officer, order = screens.window(size, staff=world.office.officer), world.things.order

    def accept_too_late(page: Page) -> Response | None:
        page.goto(f"/desk/orders/{order.pk}/")
        accept_order(
            order_id=order.pk, seen_version=None, actor=world.office.officer.actor, at=timezone.now()
        )
        with page.expect_response("**/accept/") as refusal:
            page.locator("form[action$='/accept/'] button").click()
        page.get_by_text("工单刚刚有了变化").wait_for()
        return refusal.value

    answers = {
        "portal 404": (visitor, "portal", 404, lambda page: page.goto(f"/s/{slug}/nothing/")),
        "desk 404": (
            dispatcher,
            "desk",
            404,
            lambda page: page.goto(f"/desk/orders/{world.office.street.pk}/"),
        ),
        "desk 403": (worker, "desk", 403, lambda page: page.goto("/desk/callbacks/")),
        "desk 409": (officer, "desk", 409, accept_too_late),
    }
    wrong = []
    for name, ((page, watch), face, status, go) in answers.items():
        assert go(page).status == status, name
        watch.forget()
        wrong += [f"{name}: {fault}" for fault in faults_of(page, watch, face, axe)]
    assert wrong == []


def test_the_look_sees_what_is_wrong(screens: Screens, axe: str):
    world = make_world()
    page, watch = screens.window(PHONE)
    page.goto(url_of(world, "portal:follow"))
    assert faults_of(page, watch, "portal", axe) == []
    page.evaluate(
        """() => {
          document.querySelector('main').innerHTML += `<h1>Second</h1><img src="/nothing.png">
            <a href="/" style="color:red">x</a><div class="wide">-</div>`;
          document.querySelector('.wide').style.width = '500px';
          document.querySelector('.wide').style.fontSize = '4px';
        }"""
    )
    page.wait_for_load_state("networkidle")
    told = "\n".join(faults_of(page, watch, "portal", axe))
    for fault in ("2 h1", "image-alt", "target", "4 px", "scrolls sideways", "Second", "style-src", "404"):
        assert fault in told, told


def words_in(part: object) -> list[str]:
    """The texts in the value of a column; of JSON also every name and value inside."""
    if isinstance(part, dict):
        return [word for key, value in part.items() for word in (str(key), *words_in(value))]
    if isinstance(part, list):
        return [word for value in part for word in words_in(value)]
    return [str(part)] if part else []


def own_words() -> list[str]:
    """Every text that people entered, the longest first: these words are in their own language."""
    texts: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith("jiezhi."):
            kinds = [f.name for f in model._meta.fields if type(f) in (CharField, TextField, JSONField)]
            for row in model._base_manager.values_list(*kinds):
                texts.update(word for part in row for word in words_in(part))
    words = {str(word) for matter in Matter.objects.all() for word in matter.keywords}
    return sorted(
        (text for text in texts | words if re.search("[\u4e00-\u9fff]", text)), key=len, reverse=True
    )


def test_no_chinese_words_are_left_on_english_pages(screens: Screens):
    world = make_world()
    data, wrong = own_words(), []
    windows = {}
    for name, row in PAGES.items():
        if name == "ui:catalogue":
            continue  # its samples are made-up records in Chinese
        if row.reader not in windows:
            windows[row.reader] = screens.window(WIDE, staff=reader_of(world, row), language="en-GB")[0]
        page = windows[row.reader]
        page.goto(url_of(world, name))
        assert page.evaluate("document.documentElement.lang") == "en"
        text = page.inner_text("body")
        for known in (*data, *CHINESE):
            text = text.replace(known, "")
        wrong += [f"{name}: {left}" for left in sorted(set(re.findall("[\u4e00-\u9fff].{0,20}", text)))]
    assert wrong == []


def weight_of(answers: list[Response]) -> int:
    """Bytes on the wire, each answer as a web server in front compresses it."""
    return sum(len(gzip.compress(answer.body(), 6)) for answer in answers if answer.ok)


@pytest.mark.parametrize(("name", "most_kb"), [("portal:home", 25), ("desk:today", 350), ("wall:wall", 700)])
def test_a_first_load_is_light(screens: Screens, name: str, most_kb: int):
    world = make_world()
    page, watch = screens.window(PHONE, staff=reader_of(world, PAGES[name]))
    page.goto(url_of(world, name))
    page.wait_for_load_state("networkidle")
    weights = {answer.url.rpartition("/")[2]: weight_of([answer]) for answer in watch.loaded}
    assert sum(weights.values()) <= most_kb * 1000, weights
