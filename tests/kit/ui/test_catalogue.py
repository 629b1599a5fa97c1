import re
from pathlib import Path

import jiezhi.kit.ui

READER = {"X-Test-Permissions": "kit:see_catalogue"}


def test_the_catalogue_exists_only_for_its_readers(client):
    assert client.get("/catalogue/").status_code == 404
    assert client.get("/catalogue/", headers={"X-Test-Permissions": "workorders:view"}).status_code == 404
    assert client.get("/catalogue/", headers=READER).status_code == 200


def test_the_catalogue_shows_every_component():
    templates = Path(jiezhi.kit.ui.__file__).parent / "templates"
    source = "".join(path.read_text() for path in (templates / "ui").rglob("*.html"))
    for component in (templates / "cotton").glob("*.html"):
        name = component.stem.replace("_", "-")
        # Tags and time left stand in loops, where their classes are used without the component.
        assert f"<c-{name}" in source or f'class="{name} ' in source, f"{name} is in no page"


def test_the_catalogue_shows_the_form_with_mistakes(client):
    page = client.get("/catalogue/?sent", headers=READER | {"Accept-Language": "en"}).content.decode()
    assert "Please check these points" in page
    assert "It has been dark since Monday." in page


def test_the_catalogue_has_no_english_left_in_chinese(client):
    page = client.get("/catalogue/", headers=READER | {"Accept-Language": "zh-hans"}).content.decode()
    text = re.sub(r"<(script|style|title).*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    words = set(re.findall(r"[A-Za-z]{2,}", text)) - {"Enter", "English"}
    assert not words


def test_a_required_field_is_asked_for_in_one_wording(client):
    page = client.post(
        "/demo/portal/", {"subject": ""}, headers={"Accept-Language": "zh-hans"}
    ).content.decode()
    assert "请填写此项。" in page
    assert "必填项" not in page
