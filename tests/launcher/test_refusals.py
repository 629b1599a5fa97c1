"""Whatever stands in the way of a start is said in a sentence that tells what to do."""

import ast
import errno
import importlib.util
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import browser_libraries, command_line, environment, start
from launcher.browser_libraries import Npm
from launcher.console import RefusalError
from launcher.processes import CommandError
from tests.launcher.conftest import ROOT, run_jiezhi


def test_an_old_python_is_told_which_one_is_needed():
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('jiezhi', run_name='__main__')"
    said = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert "needs Python 3.11 or newer, and this is Python 3.9" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_old_python_can_read_the_file_that_tells_it():
    ast.parse((ROOT / "jiezhi").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_a_python_without_ensurepip_is_told_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(RefusalError, match=r"sudo apt install python3\.\d+-venv"):
        environment.make_venv()
    assert not (tmp_path / ".venv").exists()


def test_a_taken_port_is_named_and_a_free_one_proposed(bare_copy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = run_jiezhi(bare_copy, "up", "--port", str(port))
    assert said.returncode == 1
    assert f"Port {port} is taken by another program" in said.stderr
    proposed = int(said.stderr.rpartition("--port ")[2])
    assert proposed != port
    assert start.is_free(proposed)
    assert not (bare_copy / ".venv").exists()


def test_a_port_that_is_none_is_refused(bare_copy):
    said = run_jiezhi(bare_copy, "up", "--port", "70000")
    assert said.returncode == 2
    assert "70000 is not a port" in said.stderr


def test_a_folder_that_cannot_be_written_is_named(bare_copy):
    blocked = bare_copy / "a-file"
    blocked.write_text("not a folder", encoding="utf-8")
    said = run_jiezhi(bare_copy, "up", "--port", "0" + "8765", JIEZHI_VAR=str(blocked / "var"))
    assert said.returncode == 1
    assert f"{blocked / 'var'} cannot be written" in said.stderr
    assert "JIEZHI_VAR=" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_read_only_disk_is_said_in_words():
    sentence = str(environment.explain(OSError(errno.EROFS, "Read-only file system", "/srv/jiezhi/var")))
    assert "/srv/jiezhi/var cannot be written: Read-only file system" in sentence
    assert "copy the folder to where you may write" in sentence


def test_a_full_disk_is_said_in_words():
    sentence = str(environment.explain(OSError(errno.ENOSPC, "No space left on device", "/srv/jiezhi/var")))
    assert sentence.startswith("The disk is full: /srv/jiezhi/var")
    assert "make room and start again" in sentence


def test_too_little_room_is_noticed_before_anything_is_installed(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VAR", tmp_path / "var")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    room = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room._replace(free=30_000_000))
    with pytest.raises(RefusalError, match="needs 700 MB and 30 MB are free"):
        environment.check_ground()


def test_npm_without_network_is_quoted_and_explained(monkeypatch, tmp_path):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code ECONNREFUSED'\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setattr("launcher.processes.LOGS", tmp_path / "logs")
    with pytest.raises(RefusalError) as refusal:
        browser_libraries.fetch(Npm((str(npm),), str(tmp_path)), for_tests=False)
    assert "npm error code ECONNREFUSED" in str(refusal.value)
    assert "npm config get registry" in str(refusal.value)


@pytest.mark.slow
def test_a_broken_environment_is_made_anew_and_a_missing_network_explained(bare_copy):
    (bare_copy / ".venv" / "bin").mkdir(parents=True)
    (bare_copy / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    nobody = "http://127.0.0.1:9/simple"
    said = run_jiezhi(
        bare_copy,
        "up",
        "--port",
        "8765",
        PIP_INDEX_URL=nobody,
        PIP_NO_INDEX="",
        UV_DEFAULT_INDEX=nobody,
        PIP_CONFIG_FILE="/dev/null",
        PIP_FIND_LINKS="",
        PIP_NO_CACHE_DIR="1",
        PIP_RETRIES="0",
    )
    assert said.returncode == 1
    assert ".venv is damaged or made by another Python: it is made anew." in said.stdout
    assert "uv could not be installed; pip takes its place." in said.stdout
    assert "requirements.lock could not be installed" in said.stderr
    assert "Check that this machine reaches its Python package index" in said.stderr
    assert (bare_copy / ".venv" / "bin" / "python").exists()


def test_a_package_that_was_deleted_is_noticed(monkeypatch, tmp_path):
    record = tmp_path / ".venv/lib/python3.11/site-packages/django-5.2.dist-info/RECORD"
    record.parent.mkdir(parents=True)
    record.write_text("", encoding="utf-8")
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "STAMPS", tmp_path / ".venv" / ".jiezhi")
    environment.remember("requirements.lock")
    assert environment.is_installed("requirements.lock")
    record.unlink()
    assert not environment.is_installed("requirements.lock")


def test_an_unreachable_database_is_named_without_its_password(ready_copy):
    url = "postgresql://clerk:very-secret@127.0.0.1:1/street"
    said = run_jiezhi(ready_copy, "up", "--port", "8765", DATABASE_URL=url)
    assert said.returncode == 1
    assert "PostgreSQL database street at 127.0.0.1:1, user clerk" in said.stderr
    assert "Check that the server runs" in said.stderr
    assert "very-secret" not in said.stderr + said.stdout
    assert "Traceback" not in said.stderr


def test_an_address_that_is_no_database_is_explained(ready_copy):
    said = run_jiezhi(
        ready_copy, "up", "--port", "8765", DATABASE_URL="oracle://clerk:very-secret@host/street"
    )
    assert said.returncode == 1
    assert "DATABASE_URL looks like" in said.stderr
    assert "very-secret" not in said.stderr + said.stdout
    assert "Traceback" not in said.stderr


def test_help_names_every_command():
    said = run_jiezhi(Path(ROOT), "--help")
    assert said.returncode == 0
    for word in ("up", "test", "lint", "lock", "bundle", "unpack", "install", "serve", "work"):
        assert f"\n  {word} " in said.stdout


def test_the_last_words_of_a_failed_program_are_handed_on(monkeypatch, tmp_path, capsys):
    log = tmp_path / "some.log"
    log.write_text("first\nThe folder is read-only.\n", encoding="utf-8")

    def fail(_words: list[str]) -> None:
        raise CommandError(["/usr/bin/python", "-m", "jiezhi"], 3, log)

    monkeypatch.setitem(command_line.COMMANDS, "fail", fail)
    monkeypatch.setattr(command_line, "listen_for_stop", lambda: None)
    assert command_line.main(["fail"]) == 1
    said = capsys.readouterr().err
    assert "python ended with 3" in said
    assert "The folder is read-only." in said
