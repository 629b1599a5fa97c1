"""Every refusal reads as words, in the form that the asker understands, and nothing typed is lost."""

import pytest
from django.test import Client

from jiezhi.kit.problems import SECRET_FIELDS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.pages")]

TYPED = "三号楼的路灯 <b>不亮</b>"


def test_a_page_says_what_happened_with_its_status(client):
    response = client.get("/t/stale/")
    assert response.status_code == 409
    assert "Somebody was quicker." in response.content.decode()
    assert "</html>" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status"), [("stale", 409), ("invalid", 422), ("missing", 404), ("locked", 503)]
)
def test_every_kind_of_refusal_has_its_status(client, address, status):
    assert client.get(f"/t/{address}/").status_code == status


def test_what_was_typed_is_on_the_page_and_cannot_do_harm(client):
    text = client.post("/t/stale/", {"words": TYPED}).content.decode()
    assert "三号楼的路灯 &lt;b&gt;不亮&lt;/b&gt;" in text
    assert TYPED not in text


@pytest.mark.parametrize("name", sorted(SECRET_FIELDS))
def test_secrets_are_not_shown_again(client, name):
    text = client.post("/t/stale/", {name: "geheim-4711", "words": TYPED}).content.decode()
    assert "geheim-4711" not in text
    assert "三号楼" in text


def test_several_values_of_one_name_are_all_kept(client):
    text = client.post("/t/stale/", {"words": ["第一句", "第二句"]}).content.decode()
    assert "第一句" in text
    assert "第二句" in text


def test_htmx_gets_a_fragment_for_the_place_of_problems(client):
    response = client.post("/t/stale/", {"words": TYPED}, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#problem"
    text = response.content.decode()
    assert "Somebody was quicker." in text
    assert "<html" not in text


def test_a_program_gets_problem_json(client):
    response = client.get("/t/stale/", headers={"Accept": "application/json"})
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "urn:jiezhi:problem:stale",
        "title": "Somebody was quicker.",
        "status": 409,
        "version": 3,
    }


def test_a_database_that_is_busy_is_not_quoted(client):
    text = client.post("/t/locked/", {"words": TYPED}).content.decode()
    assert "secrets" not in text
    assert "三号楼" in text


def test_a_fault_of_ours_is_not_dressed_up_as_a_refusal():
    response = Client(raise_request_exception=False).get("/t/broken/")
    assert response.status_code == 500
    assert "a fault of ours" not in response.content.decode()
