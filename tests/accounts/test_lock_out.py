"""Five wrong tries lock a name where they were made; nobody can lock out a name from elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from jiezhi.accounts.actions._tries import OF_ADDRESS, OF_NAME, OF_PAIR
from jiezhi.accounts.models import SignInTries
from jiezhi.accounts.visitors import KNOWN_COOKIE
from tests.accounts.people import PASSWORD, office_with_password, try_sign_in, with_telephone

pytestmark = pytest.mark.django_db


def at_address(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def later(minutes: int) -> None:
    """Let time pass: every end comes nearer."""
    for row in SignInTries.objects.all():
        row.ends_at -= timedelta(minutes=minutes)
        row.save()


def test_five_wrong_tries_lock_the_name_there_for_a_quarter_of_an_hour():
    name = office_with_password().dispatcher.user.username
    for _ in range(OF_PAIR.most):
        try_sign_in(at_address("10.0.0.1"), name, "wrong")
    assert try_sign_in(at_address("10.0.0.1"), name, PASSWORD).status_code == 422
    later(14)
    assert try_sign_in(at_address("10.0.0.1"), name, PASSWORD).status_code == 422
    later(1)
    assert try_sign_in(at_address("10.0.0.1"), name, PASSWORD).status_code == 302


def test_tries_during_the_hold_do_not_lengthen_it():
    name = office_with_password().dispatcher.user.username
    for _ in range(OF_PAIR.most + 5):
        try_sign_in(at_address("10.0.0.1"), name, "wrong")
    later(15)
    assert try_sign_in(at_address("10.0.0.1"), name, PASSWORD).status_code == 302


def test_a_stranger_cannot_lock_out_a_name_from_elsewhere():
    name = office_with_password().dispatcher.user.username
    for _ in range(OF_PAIR.most + 1):
        try_sign_in(at_address("203.0.113.9"), name, "wrong")
    assert try_sign_in(at_address("10.0.0.1"), name, PASSWORD).status_code == 302


def test_a_right_password_forgets_the_wrong_ones_before():
    name = office_with_password().dispatcher.user.username
    for _ in range(2):
        for _ in range(OF_PAIR.most - 1):
            try_sign_in(at_address("10.0.0.1"), name, "wrong")
        assert try_sign_in(at_address("10.0.0.1"), name, PASSWORD).status_code == 302


def attack_from_everywhere(name: str) -> None:
    for number in range(OF_NAME.most):
        try_sign_in(at_address(f"203.0.{number}.1"), name, "wrong")


def test_a_name_that_is_tried_from_everywhere_needs_its_second_factor_and_is_not_locked():
    office = office_with_password()
    phone, _codes = with_telephone(office.dispatcher)
    attack_from_everywhere(office.dispatcher.user.username)
    client = at_address("10.0.0.1")
    assert try_sign_in(client, office.dispatcher.user.username, PASSWORD)["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": phone.shows()}).status_code == 302


def test_without_a_second_factor_such_a_name_opens_only_where_it_was_used_before():
    name = office_with_password().dispatcher.user.username
    usual = at_address("10.0.0.1")
    assert try_sign_in(usual, name, PASSWORD).status_code == 302
    usual.post("/sign-out/")
    attack_from_everywhere(name)
    assert try_sign_in(at_address("10.0.0.2"), name, PASSWORD).status_code == 422
    assert try_sign_in(usual, name, PASSWORD).status_code == 302


def test_the_mark_of_a_browser_counts_for_the_name_that_it_was_given_to():
    office = office_with_password()
    name = office.dispatcher.user.username
    usual = at_address("10.0.0.1")
    try_sign_in(usual, name, PASSWORD)
    assert name not in usual.cookies[KNOWN_COOKIE].value
    stolen = at_address("10.0.0.2")
    stolen.cookies[KNOWN_COOKIE] = usual.cookies[KNOWN_COOKIE].value
    office.officer.user.set_password(PASSWORD)
    office.officer.user.save()
    attack_from_everywhere(office.officer.user.username)
    assert try_sign_in(stolen, office.officer.user.username, PASSWORD).status_code == 422


def test_an_address_that_tries_many_names_is_held_back_but_not_the_office_behind_it():
    office = office_with_password()
    usual = at_address("10.0.0.1")
    try_sign_in(usual, office.dispatcher.user.username, PASSWORD)
    usual.post("/sign-out/")
    office.officer.user.set_password(PASSWORD)
    office.officer.user.save()
    for number in range(OF_ADDRESS.most):
        try_sign_in(at_address("10.0.0.1"), f"somebody{number}", "wrong")
    assert try_sign_in(at_address("10.0.0.1"), office.officer.user.username, PASSWORD).status_code == 422
    assert try_sign_in(usual, office.dispatcher.user.username, PASSWORD).status_code == 302
    assert try_sign_in(at_address("10.0.0.2"), office.officer.user.username, PASSWORD).status_code == 302


@pytest.mark.parametrize("count", [1, 2])
def test_a_forged_forwarded_for_does_not_help(settings, count):
    settings.TRUSTED_PROXY_COUNT = count
    name = office_with_password().dispatcher.user.username
    behind = ["198.51.100.7", "10.9.9.9"][:count]
    for number in range(OF_PAIR.most):
        told = ", ".join([f"1.2.3.{number}", *behind])
        try_sign_in(Client(), name, "wrong", headers={"x-forwarded-for": told})
    told = ", ".join(["5.6.7.8", *behind])
    assert try_sign_in(Client(), name, PASSWORD, headers={"x-forwarded-for": told}).status_code == 422
    others = ", ".join(["198.51.100.8", *behind[1:]])
    assert try_sign_in(Client(), name, PASSWORD, headers={"x-forwarded-for": others}).status_code == 302


def test_without_a_proxy_nobody_is_believed_about_their_address():
    name = office_with_password().dispatcher.user.username
    for number in range(OF_PAIR.most):
        headers = {"x-forwarded-for": f"1.2.3.{number}"}
        try_sign_in(at_address("10.0.0.1"), name, "wrong", headers=headers)
    assert try_sign_in(at_address("10.0.0.1"), name, PASSWORD).status_code == 422


def test_neighbours_in_one_house_network_count_as_one():
    name = office_with_password().dispatcher.user.username
    for number in range(OF_PAIR.most):
        try_sign_in(at_address(f"2001:db8:1:2::{number}"), name, "wrong")
    assert try_sign_in(at_address("2001:db8:1:2::ffff"), name, PASSWORD).status_code == 422
    assert try_sign_in(at_address("2001:db8:1:3::1"), name, PASSWORD).status_code == 302


def test_neither_name_nor_address_is_stored_and_a_day_later_nothing():
    from jiezhi.accounts.tasks import forget_tries

    name = office_with_password().dispatcher.user.username
    try_sign_in(at_address("203.0.113.9"), name, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_signintries")
        stored = str(cursor.fetchall())
    assert name not in stored
    assert "203.0.113" not in stored
    forget_tries(timezone.now() + timedelta(hours=23))
    assert SignInTries.objects.count() == 3
    forget_tries(timezone.now() + timedelta(hours=25))
    assert SignInTries.objects.count() == 0
