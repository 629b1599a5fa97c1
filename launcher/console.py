"""What the person at the terminal is told: steps with their seconds, and refusals that say what to do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RefusalError(Exception):
    """The command cannot go on; the text says what happened and what to do next."""


@contextmanager
def step(sentence: str) -> Iterator[None]:
    """Print a step before it begins and its seconds when it is done."""
    print(f"  {sentence} ...", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - start:.1f} s", flush=True)


def last_lines(path: Path, count: int = 15) -> str:
    """Give the end of a log, indented, for a person who has to find out what went wrong."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "    (nothing was logged)"
    return "\n".join(f"    {line}" for line in text.splitlines()[-count:]) or "    (nothing was logged)"
