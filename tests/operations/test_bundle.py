"""The support bundle holds what helps, and can be read by whoever gets it."""

import io
import json
import os
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from jiezhi.operations import bundle
from jiezhi.operations.bundle import LEFT_OUT, TAIL_LINES, checked, setting_names, support_bundle
from launcher import command_line
from tests.factories.operations import beat_all, make_fault

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_FOLDER = tmp_path
    (tmp_path / "logs").mkdir()
    return tmp_path


def parts_of(folder) -> dict[str, str]:
    packed = support_bundle(at=timezone.now(), logs=folder / "logs", metrics=folder / "metrics")
    file = zipfile.ZipFile(io.BytesIO(packed))
    return {name: file.read(name).decode() for name in file.namelist()}


def test_the_bundle_holds_logs_metrics_versions_names_faults_and_colours(folder):
    beat_all(timezone.now() - timedelta(hours=1))
    make_fault(place="concerns/queries.py:40 follow")
    (folder / "logs" / "worker.log").write_text("17:10:05 WARNING handler failed attempt=3\nelse\n")
    parts = parts_of(folder)
    assert set(parts) == {
        "versions.json", "settings.txt", "metrics.txt", "faults.json", "tiles.json", "logs/worker.log",
    }  # fmt: skip
    assert json.loads(parts["versions.json"])["packages"]["Django"].startswith("5.2")
    assert json.loads(parts["faults.json"])[0]["place"] == "concerns/queries.py:40 follow"
    assert json.loads(parts["tiles.json"])["operations.worker"] == "bad"
    assert "jiezhi_faults_open 1.0" in parts["metrics.txt"]
    assert parts["logs/worker.log"] == f"17:10:05 WARNING handler failed attempt=3\n{LEFT_OUT}"


def test_settings_are_named_and_none_is_told(folder, monkeypatch, settings):
    monkeypatch.setenv("JIEZHI_EMAIL_URL", "smtp://office:secret-secret@mail.example")
    assert {"SECRET_KEY", "DATABASES", "environment: JIEZHI_EMAIL_URL"} <= set(setting_names())
    everything = "\n".join(parts_of(folder).values())
    for value in (settings.SECRET_KEY, "secret-secret", str(folder), os.environ["JIEZHI_VAR"]):
        assert value not in everything


def test_only_the_end_of_a_long_log_is_taken(folder):
    line = "17:10:05 WARNING handler failed attempt={}"
    (folder / "logs" / "web.log").write_text("\n".join(line.format(n) for n in range(TAIL_LINES + 50)))
    lines = parts_of(folder)["logs/web.log"].splitlines()
    assert len(lines) == TAIL_LINES
    assert lines[-1].endswith(f"attempt={TAIL_LINES + 49}")


@pytest.mark.parametrize(
    "line",
    [
        '{"at": "13812345678", "level": "info", "event": "x"}', "{", "[1]", '{"at": 1}', "null",
        '{"event": "13812345678"}',
        '{"at":"2026-11-28T17:10:05.000Z","level":"王阿姨","event":"hello there"}', "17:10:05 王阿姨 hello",
        "\x1b[2J", "\ufffd",
        '{"at":"2026-11-28T17:10:05.000Z","level":"info","event":"hello there","trail":3}',
    ],
)  # fmt: skip
def test_what_only_looks_like_a_line_of_ours_is_left_out(line):
    told = checked(line)
    assert "1381234" not in told
    assert "王" not in told
    assert "\x1b" not in told


def test_a_line_of_ours_comes_through_as_it_was():
    line = {
        "at": "2026-11-28T17:10:05.000Z", "level": "error", "event": "request failed", "route": "desk:today",
        "status": 500, "logger": "django.request", "trail": ["kit/action.py:70 run", "builtins.ValueError"],
    }  # fmt: skip
    assert json.loads(checked(json.dumps(line))) == line


def test_the_bundle_is_made_without_a_database(folder, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("host 10.1.2.3")

    monkeypatch.setattr(bundle, "open_faults", away)
    monkeypatch.setattr(bundle, "read_tiles", away)
    monkeypatch.setattr(bundle, "_database", away)
    parts = parts_of(folder)
    assert json.loads(parts["faults.json"]) == "the database does not answer: OperationalError"
    assert "10.1.2.3" not in "\n".join(parts.values())


def test_the_command_writes_it_for_this_user_alone_and_says_where(folder):
    said = io.StringIO()
    call_command("support_bundle", stdout=said)
    (path,) = folder.glob("support-*.zip")
    assert path.name in said.getvalue()
    assert path.stat().st_mode & 0o077 == 0
    call_command("support_bundle", str(folder / "mine.zip"), stdout=said)
    assert zipfile.is_zipfile(folder / "mine.zip")


def test_the_launcher_knows_it_by_the_name_that_its_help_prints(monkeypatch):
    handed = []
    monkeypatch.setattr(command_line.start, "make_ready", lambda *_args, **_more: None)
    monkeypatch.setattr(command_line, "hand_over", lambda command, **_more: handed.append(command[1:]))
    command_line.do("support-bundle", ["mine.zip"])
    assert handed == [["-m", "jiezhi", "support_bundle", "mine.zip"]]
    assert "support-bundle" in command_line.HELP
