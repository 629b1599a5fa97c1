"""What a supervisor, a load balancer and the operator's own programs are told."""

import errno
import os
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from jiezhi.kit.models import Beat
from jiezhi.operations import health, probes
from jiezhi.safekeeping.journal import Journal, settle_journal, write_journal
from jiezhi.safekeeping.presence import release_name
from tests.factories import make_office, staff_client
from tests.factories.operations import beat_all

PARTS = {"database", "migrations", "release", "disk", "worker"}


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path):
    settings.VAR_FOLDER = tmp_path


def parts_of(client) -> tuple[int, dict[str, str]]:
    answer = client.get("/health/ready")
    return answer.status_code, answer.json()


def test_the_server_says_that_it_lives_without_asking_the_database(client):
    answer = client.get("/health/live")  # no database mark: a query would fail this test
    assert answer.status_code == HTTPStatus.OK
    assert answer.content == b"ok"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["live", "ready", "deep"])
def test_nothing_can_be_posted_to_the_signs_of_life(client, path):
    assert client.post(f"/health/{path}").status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.django_db
def test_an_installation_with_everything_in_place_is_ready(client, budget):
    beat_all(timezone.now())
    with budget(6):
        assert parts_of(client) == (200, dict.fromkeys(PARTS, "ok"))


@pytest.mark.django_db
def test_without_a_worker_requests_are_still_answered_and_the_worker_is_named(client):
    beat_all(timezone.now() - timedelta(minutes=3))
    assert parts_of(client) == (200, dict.fromkeys(PARTS, "ok") | {"worker": "missing"})
    Beat.objects.all().delete()
    assert parts_of(client)[1]["worker"] == "missing"


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_closes_the_door(client):
    beat_all(timezone.now())
    MigrationRecorder(connection).record_unapplied("operations", "0001_create_tables")
    assert parts_of(client) == (503, dict.fromkeys(PARTS, "ok") | {"migrations": "missing"})


@pytest.mark.django_db
def test_a_database_of_a_newer_release_closes_the_door(client):
    beat_all(timezone.now())
    MigrationRecorder(connection).record_applied("operations", "9999_from_tomorrow")
    assert parts_of(client) == (503, dict.fromkeys(PARTS, "ok") | {"release": "missing"})


@pytest.mark.django_db
def test_an_upgrade_that_has_not_ended_closes_the_door(client, settings, tmp_path):
    beat_all(timezone.now())
    settings.RECORDS_FOLDER = tmp_path
    journal = Journal(old="jiezhi-0.1.0", new=release_name(), kept="aside")
    write_journal(journal)
    assert parts_of(client) == (503, dict.fromkeys(PARTS, "ok") | {"release": "missing"})
    settle_journal(journal, journal.new)
    assert parts_of(client) == (200, dict.fromkeys(PARTS, "ok"))


@pytest.mark.django_db
def test_a_full_disk_closes_the_door_and_leaves_nothing_behind(client, monkeypatch, tmp_path):
    beat_all(timezone.now())

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert parts_of(client) == (503, dict.fromkeys(PARTS, "ok") | {"disk": "missing"})
    assert list(tmp_path.glob(".probe-*")) == []


@pytest.mark.django_db
def test_a_folder_that_is_gone_closes_the_door(client, settings, tmp_path):
    settings.VAR_FOLDER = tmp_path / "nowhere"
    assert parts_of(client)[1]["disk"] == "missing"


def test_a_database_that_is_away_is_named_and_nothing_of_its_words_is_told(client, monkeypatch):
    def away():
        raise OperationalError("could not connect to server: host 10.1.2.3, user secret")

    monkeypatch.setattr(health, "last_beat", away)
    monkeypatch.setattr(health, "are_migrations_applied", away)
    monkeypatch.setattr(health, "is_sound", away)
    answer = client.get("/health/ready")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {
        "database": "missing",
        "migrations": "missing",
        "release": "missing",
        "disk": "ok",
        "worker": "missing",
    }
    assert b"10.1.2.3" not in answer.content


@pytest.mark.django_db
def test_the_deep_look_is_for_the_operator_alone(client):
    office = make_office()
    assert client.get("/health/deep").status_code == HTTPStatus.FOUND
    assert staff_client(office.dispatcher).get("/health/deep").status_code == HTTPStatus.FORBIDDEN
    beat_all(timezone.now() - timedelta(hours=1))
    answer = staff_client(office.operator).get("/health/deep")
    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["tone"] == "bad"
    assert answer.json()["tiles"]["operations.worker"]["tone"] == "bad"


@pytest.mark.django_db
def test_the_disk_is_read_where_our_files_lie(settings, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(probes.shutil, "disk_usage", lambda path: asked.append(path) or (100, 60, 40))
    assert probes.disk_room().free_share == pytest.approx(0.4)
    assert asked == [tmp_path]
