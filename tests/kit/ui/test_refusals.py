import pytest


def test_an_unknown_address_says_so_and_what_to_do(client):
    answer = client.get("/demo/nothing/", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "<h1>We cannot find this page</h1>" in answer.content.decode()
    assert "start again" in answer.content.decode()


def test_a_refusal_shows_its_reason(client):
    answer = client.get("/demo/refuse/", headers={"Accept-Language": "en"})
    assert answer.status_code == 403
    assert "Only the lead department may resolve this order." in answer.content.decode()


def test_a_fault_tells_nothing_of_the_program(client):
    answer = client.get("/demo/fall/", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


@pytest.mark.parametrize(("address", "status"), [("refuse", 403), ("fall", 500), ("nothing", 404)])
def test_htmx_gets_a_fragment_that_leaves_the_form_alone(client, address, status):
    answer = client.get(f"/demo/{address}/", headers={"HX-Request": "true"})
    assert answer.status_code == status
    assert answer.headers["HX-Retarget"] == "#problem"
    assert "<html" not in answer.content.decode()


def test_a_busy_database_offers_what_was_typed_once_more(client):
    typed = {"subject": 'The "lamp"\nis <out>', "password": "hunter2", "csrfmiddlewaretoken": "old"}
    answer = client.post("/demo/lock/", typed, headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert 'name="subject" value="The &quot;lamp&quot;\nis &lt;out&gt;"' in page
    assert 'action="/demo/lock/"' in page
    assert "Try again" in page
    assert "hunter2" not in page
    assert 'value="old"' not in page


def test_the_page_of_a_locked_database_does_not_fall_over_the_office_card(client, locked_office):
    answer = client.post("/demo/lock/", {"subject": "lamp"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "Not saved yet" in answer.content.decode()
    assert locked_office, "the provider was asked"


def test_an_outdated_security_mark_keeps_what_was_typed(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/demo/portal/", {"subject": "lamp"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 403
    assert 'name="subject" value="lamp"' in answer.content.decode()
    assert "open for too long" in answer.content.decode()
