"""People who sign in: made up, with one password, and a telephone that shows codes."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from jiezhi.accounts.actions import turn_on_factor
from jiezhi.accounts.factors import code_at, new_secret
from tests.factories import make_office
from tests.factories.offices import Office, Staff

PASSWORD = "a long enough password"


def office_with_password() -> Office:
    office = make_office()
    give_password(office.dispatcher)
    return office


def give_password(staff: Staff) -> None:
    staff.user.set_password(PASSWORD)
    staff.user.save()


def try_sign_in(client: Client, username: str, password: str, *, headers=None, **more: str):
    return client.post("/sign-in/", {"username": username, "password": password, **more}, headers=headers)


class Telephone:
    """Shows the six digits of a secret, an hour ago or now."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def shows(self, *, at: datetime | None = None) -> str:
        return code_at(self.secret, at=at or timezone.now())


def with_telephone(staff: Staff) -> tuple[Telephone, list[str]]:
    """Turn the second factor on, an hour ago; give the telephone and the codes for the drawer."""
    phone, earlier = Telephone(new_secret()), timezone.now() - timedelta(hours=1)
    codes = turn_on_factor(secret=phone.secret, code=phone.shows(at=earlier), actor=staff.actor, at=earlier)
    return phone, codes


def signed_in(staff: Staff) -> Client:
    """A browser in which the person gave their password."""
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"})
    assert try_sign_in(client, staff.user.username, PASSWORD).status_code == 302
    return client
