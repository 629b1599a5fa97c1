"""A code opens what is anonymous; with a number its last digits are asked, and wrong tries are counted and told."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from jiezhi.kit.models import AuditEntry
from jiezhi.residency.models import WrongTry
from tests.faces.portal.story import make_resident

PHONE = "13800001234"


@pytest.fixture
def stranger(office):
    return make_resident(office)


@pytest.fixture
def named(resident):
    resident.submit(phone=PHONE)
    return resident.code()


def tried(browser, code, digits="", **headers):
    return browser.client.post(
        browser.url("follow/"), {"code": code, "digits": digits}, headers=headers or None
    )


def test_an_anonymous_code_needs_nothing_else(resident, stranger):
    resident.submit()
    assert tried(stranger, resident.code()).status_code == 302


def test_with_a_number_its_last_digits_are_asked_on_a_page_of_their_own(stranger, named):
    answer = tried(stranger, named)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="digits"' in page
    assert f'type="hidden" name="code" value="{named}"' in page
    assert "路灯" not in page
    assert not WrongTry.objects.exists()
    assert tried(stranger, named, "１２３４").status_code == 302


def test_wrong_digits_open_nothing_and_are_told_to_the_reporter(resident, stranger, named):
    answer = tried(stranger, named, "9999")
    assert answer.status_code == 422
    assert "These are not the last four digits" in answer.content.decode()
    number = resident.get("request/done/").context["number"]
    assert stranger.get(f"mine/{number}/").status_code == 404
    assert "wrong digits: 1 times" in resident.get(f"mine/{number}/").content.decode()


def test_after_five_wrong_digits_the_code_waits_from_every_address_and_says_until_when(
    settings, stranger, named
):
    settings.TRUSTED_PROXY_COUNT = 1
    for place in range(5):
        answer = tried(stranger, named, "9999", **{"x-forwarded-for": f"10.0.0.{place}"})
        assert answer.status_code == 422
    answer = tried(stranger, named, "1234", **{"x-forwarded-for": "10.0.0.99"})
    assert answer.status_code == 429
    assert "Nothing more is taken before" in answer.content.decode()
    outcomes = [
        row.facts["outcome"] for row in AuditEntry.objects.filter(verb="concerns.code_tried").order_by("id")
    ]
    assert outcomes == ["wrong_digits"] * 5 + ["locked"]


def test_a_quarter_of_an_hour_later_the_code_is_taken_again(stranger, named):
    for _ in range(5):
        tried(stranger, named, "9999")
    with mock.patch("jiezhi.faces.portal.views.follow.datetime") as clock:
        clock.now.return_value = datetime.now(UTC) + timedelta(minutes=16)
        assert tried(stranger, named, "1234").status_code == 302


def test_an_address_that_guesses_codes_waits_and_others_do_not(settings, resident, stranger):
    settings.TRUSTED_PROXY_COUNT = 1
    resident.submit()
    code = resident.code()
    for number in range(20):
        guess = f"ABCD-EFGH-JKMN-{number:04}"
        assert tried(stranger, guess, **{"x-forwarded-for": "10.0.0.1"}).status_code == 404
    assert tried(stranger, code, **{"x-forwarded-for": "10.0.0.1"}).status_code == 429
    assert tried(stranger, code, **{"x-forwarded-for": "10.0.0.2"}).status_code == 302


def test_what_a_sender_writes_into_the_header_does_not_make_a_new_address(settings, stranger, named):
    settings.TRUSTED_PROXY_COUNT = 0
    for place in range(20):
        tried(stranger, f"ABCD-EFGH-JKMN-{place:04}", **{"x-forwarded-for": f"10.0.0.{place}"})
    answer = tried(stranger, named, **{"x-forwarded-for": "10.0.0.77"})
    assert answer.status_code == 429


def test_tries_are_kept_without_code_and_address(stranger, named):
    tried(stranger, named, "9999")
    kept = " ".join(WrongTry.objects.values_list("aim", flat=True))
    assert len(kept.split()) == 2
    assert "127.0.0.1" not in kept
    assert named.replace("-", "") not in kept
