"""docs/requirements.md names tests that exist, has every row once, and says what it leaves open."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.source import ROOT, SRC

ROWS = re.findall(
    r"^\| (R\d{3}) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
    (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
NAMED = [(row, test) for row, _, _, shown in ROWS for test in re.findall(r"`([^`]+)`", shown)]
LATER = {
    "gateway",
    "scenarios",
    "programme",
    "deliberation",
    "volunteering",
    "sensing",
    "offerings",
}
LATER |= {"supply", "registry", "people", "funding", "engine"}
"""Houses that the map of the product has a place for, and that are not built yet."""


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for holder in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        found |= {f"{holder.name}::{node.name}" for node in holder.body if isinstance(node, ast.FunctionDef)}
    return found


def test_every_row_is_there_once():
    assert [row for row, *_ in ROWS] == [f"R{number:03}" for number in range(1, 247)]


@pytest.mark.parametrize(("row", "named"), NAMED, ids=lambda value: value)
def test_a_named_test_exists(row: str, named: str):
    path, _, name = named.partition("::")
    assert (ROOT / path).is_file(), row
    assert name.startswith("test_") or "::test_" in name
    assert name in names_in(path), row


def test_a_row_is_shown_by_tests_or_open():
    wrong = [
        row
        for row, _, _, shown in ROWS
        if shown != "not yet" and not re.fullmatch(r"(shown|partly): `[^`]+`(, `[^`]+`)*", shown)
    ]
    assert wrong == []


def test_what_is_partly_shown_says_what_is_missing():
    text = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").partition("## What is missing")[2]
    assert [row for row, _, _, shown in ROWS if shown.startswith("partly") and row not in text] == []


def test_every_row_names_a_house_of_ours():
    houses = {path.name for path in SRC.iterdir() if path.is_dir()}
    wrong = {house for _, _, where, _ in ROWS for house in where.split(", ") if house not in houses | LATER}
    assert wrong == set()
