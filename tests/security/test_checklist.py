"""The security checklist names tests that exist, leaves no row without an answer, and is shown for the most part."""

import re

import pytest

from tests.architecture.source import ROOT
from tests.architecture.test_requirements_are_traced import names_in

pytestmark = pytest.mark.sqlite  # asks no database

TABLE = (ROOT / "docs" / "reference" / "security-checklist.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", TABLE, re.MULTILINE)
NAMED = sorted({named for *_, shown in ROWS for named in re.findall(r"`(tests/[^`]+)`", shown)})
SHOWN = [row for row in ROWS if row[4].startswith("shown: ")]


def test_every_row_has_an_answer():
    assert [int(number) for number, *_ in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) == len([line for line in TABLE.splitlines() if re.match(r"\| \d", line)])
    for number, asvs, title, _, shown in ROWS:
        assert asvs or title, number
        assert re.fullmatch(r"shown: `[^`]+`(, `[^`]+`)*|(n/a|open): .{10,}", shown), number


def test_no_requirement_stands_in_two_rows():
    numbers = [one for _, asvs, *_ in ROWS for one in re.findall(r"\d+\.\d+\.\d+", asvs)]
    assert sorted({one for one in numbers if numbers.count(one) > 1}) == []
    assert len(numbers) >= 120
    assert all(1 <= int(one.partition(".")[0]) <= 17 for one in numbers)


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_exists(named: str):
    path, _, name = named.partition("::")
    assert (ROOT / path).is_file()
    assert name in names_in(path)


def test_most_rows_that_apply_are_shown_by_tests():
    applying = [row for row in ROWS if not row[4].startswith("n/a")]
    assert len(SHOWN) / len(applying) >= 0.6
