"""An empty installation begins with three people, and no password that anybody knows."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from jiezhi.accounts.models import User
from jiezhi.core.separation import clash_of
from jiezhi.organisation.queries import staff_actor

pytestmark = pytest.mark.django_db
WHERE = {"district": "明湖区", "street": "清河街道", "slug": "qinghe"}
CHOSEN = {"password": "seven bridges and a lamp", "again": "seven bridges and a lamp"}


def printed() -> list[tuple[str, str]]:
    said = StringIO()
    call_command("first_administrators", **WHERE, stdout=said)
    return re.findall(r"([a-z-]+)\s+((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})", said.getvalue())


def test_three_people_come_in_with_their_slips_and_no_two_duties_are_one_persons():
    slips = printed()
    assert [name for name, _code in slips] == [
        "account-keeper-qinghe",
        "post-keeper-qinghe",
        "auditor-qinghe",
    ]
    assert not any(user.has_usable_password() for user in User.objects.all())
    for username, code in slips:
        client = Client()
        client.post("/sign-in/slip/", {"username": username, "code": code})
        assert client.post("/sign-in/slip/password/", CHOSEN)["Location"] == "/me/"
        assert client.get("/desk/staff/").status_code == 200
    held = [staff_actor(user_id=user.pk, on=timezone.localdate()).permissions for user in User.objects.all()]
    assert [clash_of(codes) for codes in held] == [(), (), ()]


def test_a_second_time_it_is_refused():
    printed()
    with pytest.raises(CommandError, match="/desk/staff/"):
        printed()
    assert User.objects.count() == 3
