"""Two hundred canaries: what belongs to a person is found only where it is meant to stand."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.security.canaries import people, spellings, standing_in

MEANT_TO_STAND = {
    "concerns_concern.words": "the reporter's own words, which the dispatcher has to read",
    "concerns_exchange.words": "what the reporter added in their own words",
    "concerns_callback.words": "what the reporter said at the callback, in their own words",
    "workorders_workorder.brief": "what the dispatcher wrote: numbers are masked, a name can be typed",
    "intake_intakerun.file_name": "what the clerk called it: numbers are masked, a name can be typed",
}
"""Columns in which people write in their own words. Nothing recognises a name in words; numbers are recognised, and
stand only where the reporter's own words stand whole."""

OWN_WORDS = {"concerns_concern.words", "concerns_exchange.words", "concerns_callback.words"}

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, Path]:
    """Let the day happen in a process of its own; give what it saw, and the folder with all that it left."""
    folder = tmp_path_factory.mktemp("canaries")
    (folder / "tmp").mkdir()
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'office.sqlite3'}",
        "JIEZHI_VAR": str(folder / "var"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    with (folder / "log").open("wb") as log:
        done = subprocess.run(
            [sys.executable, "-m", "tests.security.canaries"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, timeout=600, check=False,
        )  # fmt: skip
    assert done.returncode == 0, (folder / "log").read_text()[-3000:]
    return json.loads(done.stdout.splitlines()[-1]), folder


def test_two_hundred_canaries_stand_in_no_column_but_where_words_are_meant_to_stand(left):
    seen, _ = left
    assert seen["marks"] == 200
    assert seen["requests"] >= 50
    assert set(seen["told"]) <= set(MEANT_TO_STAND)
    numbers = {place for place, kinds in seen["told"].items() if set(kinds) - {"name"}}
    assert numbers <= OWN_WORDS
    assert "concerns_concern.words" in numbers, "the search sees what is there"


def test_what_was_entered_into_sealed_fields_stands_in_no_column_at_all(left):
    seen, _ = left
    assert set(seen["sealed"]) <= {"intake_intakerun.file_name"}
    assert seen["sealed"].get("intake_intakerun.file_name", ["name"]) == ["name"]


def test_no_address_and_no_page_of_others_tells_a_number(left):
    seen, _ = left
    assert seen["addresses"] == []
    assert {found.partition(",")[0] for found in seen["others"]} <= {"name"}, (
        "names of a brief are read by its department"
    )
    assert seen["read"] >= 10


def test_no_file_that_is_left_behind_holds_what_was_sealed(left):
    """Database, write-ahead log, uploads, files on their way in, keys, mails, the log of faults, the scratch folder."""
    _, folder = left
    sealed = people()[25:]
    names = {person.name for person in sealed[3:4]}  # called a file
    wrong, searched = [], 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        searched += len(content)
        for person in sealed:
            found = standing_in(content, [person])
            if person.name in names and path.name.startswith("office.sqlite3"):
                found = {kind for kind in found if not kind.startswith("name")}
            wrong += [f"{path.relative_to(folder)}: {kind}" for kind in found]
    assert wrong == []
    assert searched > 1_000_000
    assert (folder / "office.sqlite3-wal").stat().st_size > 100_000, (
        "the log of the database was searched too"
    )
    assert list((folder / "tmp").iterdir()) == []


def test_the_log_of_faults_was_written_and_names_nobody(left):
    _, folder = left
    log = (folder / "log").read_bytes()
    for fault in (b"IntegrityError", b"ValueError", b"OperationalError", b"handler failed", b"csrf"):
        assert fault in log
    assert standing_in(log, people()) == set()
    assert re.search(rb"<\w+\.py>:\d+ \w+", log), "the log says where a fault arose"


@pytest.mark.parametrize(
    "how", ["plain", "full-width", "escaped", "base64", "grouped", "UTF-16", "hexadecimal"]
)
def test_the_search_sees_every_spelling(how: str):
    import base64

    person = people()[0]
    spelt = (
        dict(spellings(person.phone))[how]
        if how != "base64"
        else base64.b64encode(f"x{person.phone}y".encode())
    )
    assert any(found.startswith("phone") for found in standing_in(b"..." + spelt + b"...", [person]))
