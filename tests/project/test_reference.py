"""The reference says what the program says."""

import os
import re
import subprocess
import sys

import pytest

from jiezhi.project.reference import PAGES, write_pages
from tests.architecture.source import ROOT, SRC

STALE = """
import django
django.setup()
from jiezhi.project.reference import FOLDER, current_pages
print([name for name, text in current_pages() if (FOLDER / name).read_text(encoding="utf-8") != text])
"""
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.sqlite
def test_the_reference_is_what_the_program_says():
    """Asked in a process of its own: here other tests have registered events and verbs."""
    told = subprocess.run(
        [sys.executable, "-c", STALE],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "jiezhi.project.settings", "PYTHONPATH": str(SRC.parent)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]", "run ./jiezhi reference"


@pytest.mark.sqlite
def test_words_stand_in_both_languages():
    page = PAGES["permissions.md"]()
    # Other tests of the same process may have registered permissions of their own.
    rows = [
        line.split(" | ") for line in page.splitlines() if line.startswith("| `") and "`tests:" not in line
    ]
    assert len(rows) > 20
    swapped = [row for row in rows if CHINESE.search(row[1]) or not CHINESE.search(row[2])]
    assert swapped == []


@pytest.mark.sqlite
def test_a_page_that_fell_behind_is_written_anew(tmp_path):
    assert len(write_pages(tmp_path)) == len(PAGES)
    (tmp_path / "events.md").write_text("old", encoding="utf-8")
    assert write_pages(tmp_path) == [tmp_path / "events.md"]
