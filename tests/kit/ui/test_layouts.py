import re

import pytest

LAYOUTS = ["portal", "centred", "desk", "wall", "patrol"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_prints_title_heading_main_and_aside_once(client, layout):
    page = client.get(f"/demo/{layout}/").content.decode()
    assert "<title>Demo title" in page
    assert page.count("<h1>") == 1
    assert "Demo heading" in page
    assert "Beside" in page
    assert page.count('<form method="post">') == 1
    assert page.count('id="problem"') == 1
    assert page.count('id="toasts"') == 1
    assert page.count('<main id="main"') == 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_page_needs_what_the_content_security_policy_forbids(client, layout):
    page = client.get(f"/demo/{layout}/").content.decode()
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_the_desk_shows_only_what_the_reader_may_open_and_caps_the_count(client, entries, staff_card):
    clerk = client.get(
        "/demo/desk/orders/", headers={"X-Test-Permissions": "workorders:view"}
    ).content.decode()
    stranger = client.get("/demo/desk/", headers={"X-Test-Permissions": "concerns:view"}).content.decode()
    assert 'href="/demo/desk/orders/" aria-current="page" data-shortcut="o"' in clerk
    assert '<span class="count">1000+</span>' in clerk
    assert clerk.index("Home") < clerk.index("Orders")
    assert "/demo/desk/orders/" not in stranger
    assert "李敏" in clerk
    assert 'action="/out/"' in clerk


def test_the_office_and_its_telephone_stand_on_every_portal_page(client, office_card):
    for layout in ("portal", "centred"):
        page = client.get(f"/demo/{layout}/").content.decode()
        assert 'href="tel:010-5550000"' in page
        assert "康乐便民服务站" in page


def test_a_page_without_an_office_invents_no_telephone(client):
    assert "tel:" not in client.get("/demo/portal/").content.decode()


def test_elder_mode_is_a_cookie_that_survives_and_ends(client):
    answer = client.post("/elder-mode/", {"size": "24", "next": "/demo/portal/"})
    assert answer.headers["Location"] == "/demo/portal/"
    assert 'class="elder elder-24"' in client.get("/demo/portal/").content.decode()
    assert 'class="elder' not in client.get("/demo/desk/").content.decode()
    client.post("/elder-mode/", {"size": "", "next": "/demo/portal/"})
    assert 'class="elder' not in client.get("/demo/portal/").content.decode()


def test_elder_mode_never_leads_to_another_site(client):
    answer = client.post("/elder-mode/", {"size": "20", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert client.get("/elder-mode/").status_code == 405


def test_the_language_switch_comes_back_to_the_same_page(client):
    assert 'lang="zh-hans"' in client.get("/demo/portal/").content.decode()
    answer = client.post("/language/setlang/", {"language": "en", "next": "/demo/portal/?a=1"})
    assert answer.headers["Location"] == "/demo/portal/?a=1"
    page = client.get("/demo/portal/").content.decode()
    assert 'lang="en"' in page
    assert 'value="zh-hans"' in page


def test_a_message_is_shown_as_an_escaped_toast(client):
    page = client.get("/demo/desk/?message").content.decode()
    assert 'class="toast toast-success"' in page
    assert "Saved &lt;b&gt;well&lt;/b&gt;" in page
