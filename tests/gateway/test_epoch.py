"""A street that was put back from a backup says so to programs, which otherwise could not tell."""

import json
from datetime import UTC, datetime

import pytest

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.webhooks.sending import body_of
from jiezhi.kit.outbox import outgoing_handlers
from jiezhi.safekeeping.actions import OPERATOR, note_restored
from tests.factories import make_office
from tests.factories.programs import dead_letter, make_program

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
ORDERS = "/api/v1/orders"


def put_back(epoch: int) -> None:
    note_restored(epoch=epoch, archive_name="a.backup", archive_made_at=NOW, actor=OPERATOR, at=NOW)


def test_answers_carry_the_epoch_and_it_grows_with_a_restoration():
    client = make_program(make_office(), (ProgramScope.ORDERS_READ,)).client
    assert client.get(ORDERS).headers["Jiezhi-Epoch"] == "0"
    put_back(3)
    assert client.get(ORDERS).headers["Jiezhi-Epoch"] == "3"
    nothing = client.get(f"{ORDERS}/{'0' * 8}-0000-7000-8000-{'0' * 12}")
    assert (nothing.status_code, nothing.headers["Jiezhi-Epoch"]) == (404, "3")


def test_whoever_is_not_let_in_is_not_told(client):
    put_back(3)
    answer = client.get(ORDERS)
    assert answer.status_code == 401
    assert "Jiezhi-Epoch" not in answer.headers


def test_a_message_written_before_the_backup_is_sent_with_the_epoch_after_it():
    letter = dead_letter(make_program(make_office()))
    before = json.loads(body_of(letter))
    put_back(1)
    after = json.loads(body_of(letter))
    assert (before["epoch"], after["epoch"]) == (0, 1)
    assert before["id"] == after["id"]


def test_whoever_lets_messages_go_reads_words_for_each_kind():
    ours = {name: label for name, label in outgoing_handlers().items() if not name.startswith("tests.")}
    assert len(ours) >= 4
    assert [name for name, label in ours.items() if label == name] == []
