"""Every check of every app, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from jiezhi.kit.invariant import Breach, all_invariants

MOST_TOLD = 20
"""Rows that one check tells; a broken table would fill the screen."""


@dataclass(frozen=True)
class Finding:
    """How one check ended.

    Args:
        name: `app.check`.
        promise: What holds when nothing was found.
        breaches: What was found, the first of them.
    """

    name: str
    promise: str
    breaches: list[Breach]


def run_checks(only: str = "") -> Iterator[Finding]:
    """Run the checks whose name begins with `only`, all without it."""
    for name, check in sorted(all_invariants().items()):
        if name.startswith(only):
            promise = (check.__doc__ or name).strip().splitlines()[0]
            yield Finding(name, promise, list(islice(check(), MOST_TOLD)))
