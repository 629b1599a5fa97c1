"""The printable slip belongs to whoever holds the request."""

from jiezhi.core.numbers import format_code, normalise_code
from tests.faces.portal.story import make_resident


def test_the_slip_shows_the_code_where_to_ask_and_what_was_said(office, resident):
    concern = resident.submit(words="楼道灯坏了，邻居电话13812345678")
    code = resident.code()
    answer = resident.get(f"mine/{concern.number}/slip/")
    page = answer.content.decode()
    assert "".join(answer.context["slip"].code_groups) == normalise_code(code)
    assert all(f"<span>{group}</span>" in page for group in format_code(code).split("-"))
    assert f"http://testserver{resident.url('follow/')}" in page
    assert office.street.phone in page
    assert office.street.service_point in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "no-store" in answer["Cache-Control"]


def test_another_browser_gets_no_slip(office, resident):
    concern = resident.submit()
    answer = make_resident(office).get(f"mine/{concern.number}/slip/")
    assert answer.status_code == 404
    assert "paper-groups" not in answer.content.decode()


def test_the_slip_says_whether_digits_are_asked_besides(resident):
    with_phone = resident.submit(phone="13800001234")
    assert "last four digits" in resident.get(f"mine/{with_phone.number}/slip/").content.decode()
    without = resident.submit()
    page = resident.get(f"mine/{without.number}/slip/").content.decode()
    assert "the code alone opens the request" in page
    assert "13800001234" not in page
