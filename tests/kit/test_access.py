"""Who may pass, and what those are told who may not."""

import pytest
from django.test import RequestFactory

from jiezhi.kit.access import all_permissions, needs, public, require
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.errors import RefusedError
from tests.factories import make_department, make_staff, make_street, staff_client
from tests.kit.pages import LOOK, guarded, stale

pytestmark = pytest.mark.urls("tests.kit.pages")


def actor_with(*codes: str, label: str = "综合执法队 · 科员") -> Actor:
    return Actor(
        kind=ActorKind.STAFF, id="1", sub_district_id=None, permissions=frozenset(codes), label=label
    )


def test_whoever_holds_the_permission_passes():
    require(actor_with(LOOK.code), LOOK)


def test_a_refusal_names_the_permission_and_the_post():
    with pytest.raises(RefusedError) as refusal:
        require(actor_with("tests:other"), LOOK)
    assert "Look at tests" in refusal.value.message
    assert "综合执法队 · 科员" in refusal.value.message
    assert refusal.value.facts == {"permission": "tests:look"}
    assert refusal.value.status == 403


def test_a_permission_is_not_held_by_its_beginning():
    with pytest.raises(RefusedError):
        require(actor_with("tests:look:more", "tests"), LOOK)


def test_views_carry_their_mark():
    assert guarded.needed_permission == LOOK.code
    assert stale.needed_permission is None


@pytest.mark.django_db
def test_a_visitor_is_led_to_the_sign_in_and_back(client):
    response = client.get("/t/guarded/?page=2")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")
    assert "page%3D2" in response.headers["Location"]


@pytest.mark.django_db
def test_a_visitor_with_htmx_is_led_there_as_a_whole_page(client):
    response = client.get("/t/guarded/", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in/"


@pytest.mark.django_db
def test_staff_without_the_permission_read_why_not():
    from jiezhi.project.demo.roles import OFFICER

    officer = make_staff(make_department(make_street()), OFFICER)
    response = staff_client(officer).get("/t/guarded/")
    assert response.status_code == 403
    assert "Look at tests" in response.content.decode()


def test_the_lock_hands_name_and_words_of_the_view_on():
    @needs(LOOK)
    def page(request):
        """Say something."""

    assert (page.__name__, page.__doc__) == ("page", "Say something.")


def test_a_public_view_is_the_same_view():
    def page(request):
        return "seen"

    assert public(page) is page
    assert page(RequestFactory().get("/")) == "seen"


def test_every_permission_has_a_code_of_its_app_and_words():
    ours = [p for p in all_permissions() if not p.code.startswith("tests:")]
    assert ours
    for declared in ours:
        app, _, deed = declared.code.partition(":")
        assert app
        assert deed
        assert str(declared.label)


def test_every_permission_of_a_starting_role_is_declared():
    from jiezhi.project.demo.roles import ROLES

    known = {p.code for p in all_permissions()}
    unknown = {code for role in ROLES for code in role.permissions} - known
    assert unknown == set()
