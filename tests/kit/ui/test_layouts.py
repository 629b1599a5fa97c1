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
    assert page.count("<form method=\"post\">") == 1
    assert page.count('id="problem"') == 1
    assert page.count('id="toasts"') == 1
    assert page.count('<main id="main"') == 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_page_needs_what_the_content_security_policy_forbids(client, layout):
    page = client.get(f"/demo/{layout}/").content.decode()
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
