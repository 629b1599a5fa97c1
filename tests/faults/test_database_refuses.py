"""The database is locked or full: a page says so, keeps what was typed, and nothing is stored by halves."""

import sqlite3
from uuid import uuid4

import pytest
from django.db import connection

from jiezhi.concerns.models import Concern
from jiezhi.kit.models import AuditEntry, Counter, OutboxDelivery
from tests.factories import make_office

pytestmark = [
    pytest.mark.faults,
    pytest.mark.urls("tests.faults.pages"),
    pytest.mark.sqlite,
]

TYPED = "三号楼前的路灯不亮，晚上看不见路"


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Concern, AuditEntry, OutboxDelivery, Counter))


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_in_words_and_leaves_nothing_half(client):
    make_office()
    before = counts()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that other tests left free would be room
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        form = {"key": str(uuid4()), "words": TYPED * 200}
        response = client.post("/make/", form)
        text = response.content.decode()
        assert response.status_code == 503
        assert TYPED in text
        assert form["key"] in text
        assert counts() == before
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert client.post("/make/", form).status_code == 200
    assert Concern.objects.get().words.startswith(TYPED)


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_told_in_words_and_the_form_can_be_sent_again(client, tmp_path):
    make_office()
    form = {"key": str(uuid4()), "words": TYPED}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        response = client.post("/make/", form)
        text = response.content.decode()
        assert response.status_code == 503
        assert TYPED in text
        other.execute("ROLLBACK")
        assert not Concern.objects.exists()
        assert client.post("/make/", form).status_code == 200
        assert Concern.objects.count() == 1
    finally:
        other.close()
