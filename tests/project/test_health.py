from http import HTTPStatus


def test_the_server_says_that_it_lives_without_asking_the_database(client):
    answer = client.get("/health/live")  # no database mark: a query would fail this test
    assert answer.status_code == HTTPStatus.OK
    assert answer.content == b"ok"
    assert answer["Cache-Control"] == "no-store"


def test_nothing_can_be_posted_to_the_sign_of_life(client):
    assert client.post("/health/live").status_code == HTTPStatus.METHOD_NOT_ALLOWED
