"""A registered program comes in with its token, for its scopes, from its networks, as often as it may."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jiezhi.gateway.clients.actions import (
    ProgramDraft,
    change_program,
    issue_token,
    register_program,
    revoke_token,
)
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.models import CallWindow, Program, ProgramToken
from jiezhi.gateway.clients.tasks import forget_old_windows
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.models import AuditEntry
from tests.factories import dispatched_order, make_office, staff_client
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db
ORDERS = "/api/v1/orders"
READ = ProgramScope.ORDERS_READ


def test_a_keeper_registers_a_program_and_its_token_is_shown_once_and_opens_the_door():
    office = make_office()
    order = dispatched_order(office)
    keeper = staff_client(office.dispatcher)
    typed = {
        "name": "区城运平台",
        "purpose": "把工单带到区城运平台，区城运中心负责",
        "department_id": str(office.lighting.pk),
        "scopes": [READ],
        "calls_a_minute": 60,
    }
    page = keeper.post(reverse("clients:new_program"), typed).headers["Location"]
    assert "还没有令牌" in keeper.get(page).content.decode()
    day = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    said = keeper.post(f"{page}tokens/", {"scopes": [READ], "expires_on": day}).content.decode()
    shown = re.search(r"jz_[\w-]+", said).group()
    assert len(shown) == 3 + 32
    assert shown not in keeper.get(page).content.decode()
    assert shown[-4:] in keeper.get(page).content.decode()
    assert not ProgramToken.objects.filter(digest__contains=shown).exists()
    answer = Client().get(ORDERS, headers={"Authorization": f"Bearer {shown}"})
    assert [item["number"] for item in answer.json()["items"]] == [order.number]
    told = AuditEntry.objects.filter(verb__startswith="clients.").values_list("verb", "facts")
    assert [verb for verb, _ in told] == ["clients.program_registered", "clients.token_issued"]
    assert shown not in str(list(told))


@pytest.mark.parametrize("header", ["", "Bearer jz_" + "x" * 32, "Bearer", "Basic abc", "Bearer  "])
def test_without_a_good_token_the_door_is_shut(header: str):
    answer = Client().get(ORDERS, headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:jiezhi:problem:token_refused"


def test_a_token_that_was_revoked_has_expired_or_whose_program_is_off_looks_like_a_wrong_one():
    office = make_office()
    by = {"actor": office.dispatcher.actor, "at": datetime.now(UTC)}
    revoked, expired, switched_off = (make_program(office, (READ,)) for _ in range(3))
    assert revoked.client.get(ORDERS).status_code == 200
    revoke_token(program_id=revoked.program.pk, token_id=revoked.token.pk, **by)
    long_ago = datetime.now(UTC) - timedelta(days=9)
    ProgramToken.objects.filter(pk=expired.token.pk).update(
        issued_at=long_ago, expires_at=long_ago + timedelta(days=1)
    )
    draft = ProgramDraft("停用", "演示", (READ,), office.lighting.pk)
    change_program(program_id=switched_off.program.pk, draft=draft, is_active=False, **by)
    wrong = Client().get(ORDERS, headers={"Authorization": "Bearer jz_nothing"}).json()
    for each in (revoked, expired, switched_off):
        answer = each.client.get(ORDERS)
        assert (answer.status_code, answer.json()) == (401, wrong)


def test_a_token_without_the_scope_reads_which_one_is_missing():
    office = make_office()
    order = dispatched_order(office)
    answer = make_program(office, (READ,)).client.post(
        f"{ORDERS}/{order.pk}/accept", {"version": 1}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert answer.json()["scope"] == "orders:accept"
    assert "签收" in answer.json()["title"]
    order.refresh_from_db()
    assert order.state == "dispatched"


def test_a_scope_that_the_program_lost_is_lost_for_its_tokens_too():
    office = make_office()
    let_in = make_program(office, (READ, ProgramScope.PLACES_READ))
    Program.objects.filter(pk=let_in.program.pk).update(scopes=[ProgramScope.PLACES_READ.value])
    assert let_in.client.get(ORDERS).status_code == 403


def test_an_order_outside_the_area_is_missing_as_one_that_never_was():
    office, elsewhere = make_office(), make_office()
    foreign = dispatched_order(elsewhere)
    theirs = dispatched_order(office)
    client = make_program(office, (READ,), department=office.front_desk).client
    never = "01980000-0000-7000-8000-000000000000"
    answers = [client.get(f"{ORDERS}/{pk}") for pk in (foreign.pk, theirs.pk, never)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert client.get(ORDERS).json()["items"] == []


def test_a_token_opens_only_from_its_networks():
    office = make_office()
    client = make_program(office, (READ,), networks=["203.0.113.0/24", "2001:db8::/32"]).client
    assert client.get(ORDERS).status_code == 403
    assert client.get(ORDERS, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.get(ORDERS, REMOTE_ADDR="2001:db8::1").status_code == 200
    assert client.get(ORDERS, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403


def test_behind_proxies_of_ours_what_the_caller_claims_is_not_believed(settings):
    settings.TRUSTED_PROXY_COUNT = 1
    client = make_program(make_office(), (READ,), networks=["203.0.113.0/24"]).client
    assert client.get(ORDERS, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.1"}).status_code == 403
    assert client.get(ORDERS, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}).status_code == 200


def test_more_calls_than_allowed_are_told_when_to_come_again():
    office = make_office()
    one = make_program(office, (READ,), calls_a_minute=3)
    answers = [one.client.get(ORDERS) for _ in range(9)]  # at most two minutes are touched
    refused = [answer for answer in answers if answer.status_code == 429]
    assert 3 <= len(refused) <= 6
    assert 1 <= int(refused[-1].headers["Retry-After"]) <= 60
    assert refused[-1].json()["limit"] == 3
    left = [int(answer.headers["RateLimit-Remaining"]) for answer in answers if answer.status_code == 200]
    assert left[:3] == [2, 1, 0] or left[0] == 2
    assert make_program(office, (READ,)).client.get(ORDERS).status_code == 200, "a count of its own"


def test_counts_of_minutes_that_are_over_are_forgotten():
    make_program(make_office(), (READ,)).client.get(ORDERS)
    forget_old_windows(datetime.now(UTC))
    assert CallWindow.objects.count() == 1
    forget_old_windows(datetime.now(UTC) + timedelta(minutes=3))
    assert CallWindow.objects.count() == 0


def test_the_day_of_the_last_use_is_kept():
    let_in = make_program(make_office(), (READ,))
    assert let_in.token.last_used_on is None
    let_in.client.get(ORDERS)
    let_in.token.refresh_from_db()
    assert let_in.token.last_used_on is not None


def test_letting_a_call_in_costs_five_statements_and_then_four(budget):
    client = make_program(make_office(), (READ,)).client
    with budget(6):
        client.get(ORDERS)
    with budget(5):
        client.get(ORDERS)


def test_what_a_program_may_do_fits_together_or_is_refused():
    office = make_office()
    by = {"actor": office.dispatcher.actor, "at": datetime.now(UTC)}
    wrong = [
        ProgramDraft("", "演示", (READ,), office.lighting.pk),
        ProgramDraft("程序", " ", (READ,), office.lighting.pk),
        ProgramDraft("程序", "演示", (), office.lighting.pk),
        ProgramDraft("程序", "演示", (ProgramScope.ORDERS_ACCEPT,), None, sees_whole_street=True),
        ProgramDraft("程序", "演示", (READ,)),
    ]
    for draft in wrong:
        with pytest.raises(InvalidError):
            register_program(draft=draft, **by)
    assert not Program.objects.exists()
    program = register_program(draft=ProgramDraft("程序", "演示", (READ,), office.lighting.pk), **by)
    for scopes, days, networks in (
        ((ProgramScope.PLACES_READ,), 30, ()),
        ((READ,), 0, ()),
        ((READ,), 800, ()),
        ((READ,), 30, ("203.0.113.1/24",)),
    ):
        with pytest.raises(InvalidError):
            issue_token(
                program_id=program.pk,
                scopes=scopes,
                expires_at=by["at"] + timedelta(days=days),
                networks=networks,
                **by,
            )
    assert not ProgramToken.objects.exists()
