"""The same lines in two places want to be one function, one partial or one component."""

from collections import defaultdict
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiezhi"
LONGEST_REPEAT = {".py": 8, ".html": 8}
"""Lines that may stand twice, to the letter, blank lines and imports aside."""


def telling_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that say something, with their numbers."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    skipped = ("import ", "from ", "#", "{% load", ")", "]", "}")
    return [
        (number, line.strip())
        for number, line in lines
        if len(line.strip()) > 3 and not line.strip().startswith(skipped)
    ]


def repeats(paths: list[Path], longest: int) -> list[str]:
    """Runs of more than `longest` lines that stand in two places."""
    seen: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in paths:
        lines = telling_lines(path)
        for start in range(len(lines) - longest):
            window = tuple(text for _number, text in lines[start : start + longest + 1])
            seen[window].append(f"{path.name}:{lines[start][0]}")
    return sorted(" = ".join(places) for places in seen.values() if len(places) > 1)


@pytest.mark.parametrize("ending", LONGEST_REPEAT)
def test_no_block_stands_twice(ending: str) -> None:
    paths = [path for path in sorted(SOURCE.rglob(f"*{ending}")) if "migrations" not in path.parts]
    assert repeats(paths, LONGEST_REPEAT[ending]) == []


def test_a_block_that_stands_twice_is_found(tmp_path: Path) -> None:
    block = "\n".join(f"value_{number} = reckon({number})" for number in range(12))
    (tmp_path / "one.py").write_text(block)
    (tmp_path / "two.py").write_text("first = 1\n" + block)
    assert repeats([tmp_path / "one.py", tmp_path / "two.py"], 8)
