import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jiezhi.accounts.models import SignInTries, User
from tests.accounts.people import PASSWORD, office_with_password, signed_in
from tests.factories import make_community, make_street

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password",
    ["short-word", "1q2w3e4r5t6y", "123456789012345", "QingHe2026qinghe!!", "清河街道202612345678",
     "清河柳岸社区2026!!!!", "linxiaomei-linxiaomei"],
)  # fmt: skip
def test_a_password_that_others_try_first_is_refused(password):
    make_community(make_street("清河街道", "qinghe"), "柳岸社区")
    user = User(username="linxiaomei-linxiaomei", name="林晓梅")
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "qinghe lamp under seven bridges", "床前明月光 疑是 地上霜 x9"],
)
def test_words_that_have_nothing_to_do_with_the_office_are_taken(password):
    make_street("清河街道", "qinghe")
    validate_password(password, User(username="linxiaomei", name="林晓梅"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"old": "wrong", "password": "four words of no office", "again": "four words of no office"}, "old"),
        ({"old": PASSWORD, "password": "four words of no office", "again": "other"}, "again"),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "password"),
        ({"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "password"),
    ],
)
def test_a_change_that_does_not_hold_says_where(given, field):
    office = office_with_password()
    client = signed_in(office.dispatcher)
    before = User.objects.get(pk=office.dispatcher.user.pk).password
    page = client.post("/me/password/", given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert User.objects.get(pk=office.dispatcher.user.pk).password == before
    assert PASSWORD not in page.content.decode()


def test_nobody_finds_a_password_out_at_a_desk_that_was_left_open():
    client = signed_in(office_with_password().dispatcher)
    for _ in range(5):
        client.post("/me/second-factor/off/", {"password": "wrong"})
    new = "four words of no office"
    assert client.post("/me/password/", {"old": PASSWORD, "password": new, "again": new}).status_code == 422
    SignInTries.objects.all().delete()
    assert client.post("/me/password/", {"old": PASSWORD, "password": new, "again": new}).status_code == 302
