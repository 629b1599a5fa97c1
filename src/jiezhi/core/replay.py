"""What would have become of past orders under another responsibility list, before anybody puts it in force.

Each order is asked twice: whom does the list in force name, and whom the draft? Where both say the same, the order
stays where it really went, with what really came of it. Where they differ, it goes to the department of the draft;
whether that would have been in time nobody can know, so that department's record with such matters stands in for it.
Both shares in time rest on the same orders: those of which nothing can be said under the draft are in neither.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiezhi.core.replay_shares import InTime, LeftOut, Tally, record_of, records_of
from jiezhi.core.routing import ListEntry, Place, RoutingChoice, RoutingReason, choose_department


@dataclass(frozen=True)
class PastCase:
    """An order of the past, as far as a replay asks.

    Args:
        id: its id.
        matter: id of its matter.
        place: where it was.
        lead: id of the department that had it last; None when nobody had.
        was_in_time: whether it was done before its limit; None while it is open or where no clock ran.
        level: how pressing it was; None while that is unknown.
    """

    id: str
    matter: str
    place: Place
    lead: str | None
    was_in_time: bool | None = None
    level: str | None = None


@dataclass(frozen=True)
class Move:
    """Orders of one matter that would go elsewhere.

    Args:
        matter: id of the matter.
        source: who had them; None for nobody.
        target: who would have them; None when a person would have to choose.
        reason: of the draft: for no target, a tie or a gap.
        cases: ids of the orders, in the order in which they were given.
    """

    matter: str
    source: str | None
    target: str | None
    reason: RoutingReason
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """Orders of one matter for which the draft names nobody, or too many: a person would have to choose.

    Args:
        matter: id of the matter.
        reason: a tie or a gap.
        cases: how many orders; those are among them that somebody placed by hand already.
    """

    matter: str
    reason: RoutingReason
    cases: int


@dataclass(frozen=True)
class Load:
    """How many orders a department had, and would have had."""

    department: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """How many more.

        Examples:
            >>> Load("lights", 4, 3).change
            -1
        """
        return self.after - self.before


@dataclass(frozen=True)
class Replay:
    """What a draft would have changed.

    Args:
        cases: how many orders were asked about.
        moves: what would have gone elsewhere, the most first.
        doubts: where a person would have to choose, the most first.
        loads: every department that had or would have had an order, the largest growth first.
        before: how many were in time, as it was.
        after: how many of the same orders would have been.
        left_out: how many finished orders are in neither.
    """

    cases: int
    moves: tuple[Move, ...]
    doubts: tuple[Doubt, ...]
    loads: tuple[Load, ...]
    before: InTime
    after: InTime
    left_out: LeftOut

    @property
    def moved(self) -> int:
        """How many orders would have gone elsewhere."""
        return sum(len(move.cases) for move in self.moves)


Judge = Callable[[PastCase, ListEntry | None, ListEntry], bool | None]
"""Whether an order that stays would have been in time under the draft's line; None where that cannot be said.

It is given the order, the line in force (None where there is none) and the line of the draft.
"""


def as_it_was(case: PastCase, _was: ListEntry | None, _line: ListEntry) -> bool | None:
    """Judge by what really came of it, whatever limit the draft gives.

    Examples:
        >>> line = ListEntry("1", "lamp", "lights", in_force_from=date(2026, 1, 1))
        >>> as_it_was(PastCase("1", "lamp", Place("west"), "lights", was_in_time=False), None, line)
        False
    """
    return case.was_in_time


def replay_list(
    cases: Sequence[PastCase],
    *,
    in_force: Iterable[ListEntry],
    draft: Iterable[ListEntry],
    on: date,
    ancestors: Mapping[str, Sequence[str]] | None = None,
    judge: Judge = as_it_was,
) -> Replay:
    """What a draft of the responsibility list would have changed.

    Args:
        cases: the orders.
        in_force: the lines that hold now.
        draft: the lines that shall hold.
        on: the local date on which both are asked.
        ancestors: for each matter the ids of its parents, nearest first.
        judge: says whether an order that stays would still have been in time; the draft may give it another limit.

    Examples:
        >>> start = date(2026, 1, 1)
        >>> old = ListEntry("1", "lamp", "lights", in_force_from=start)
        >>> new = ListEntry("2", "lamp", "power", in_force_from=start)
        >>> cases = [PastCase(str(n), "lamp", Place("west"), "lights", n > 0) for n in range(4)]
        >>> cases += [PastCase(str(n), "lift", Place("west"), "power", True) for n in range(4, 9)]
        >>> found = replay_list(cases, in_force=[old], draft=[new], on=start)
        >>> found.moved, [(load.department, load.change) for load in found.loads]
        (4, [('power', 4), ('lights', -4)])
        >>> found.before, found.after
        (InTime(whole=9, expected=8.0, estimated=0), InTime(whole=9, expected=9.0, estimated=4))
        >>> found = replay_list(cases[:-1], in_force=[old], draft=[new], on=start)
        >>> found.before.share, found.after.share, found.left_out
        (1.0, 1.0, LeftOut(undecided=0, unrecorded=4, untimed=0))
    """
    now, then = _Oracle(in_force, on, ancestors or {}), _Oracle(draft, on, ancestors or {})
    records = records_of((case.lead, case.matter, case.was_in_time) for case in cases)
    moves: dict[tuple[str, str | None, str | None, RoutingReason], list[str]] = {}
    doubts, loads_before, loads_after = Counter[tuple[str, RoutingReason]](), Counter[str](), Counter[str]()
    tally = Tally()
    for case in cases:
        old, new = now.ask(case), then.ask(case)
        target = case.lead if _agree(old, new) else (new.entry.department if new.entry else None)
        doubts.update([] if new.entry else [(case.matter, new.reason)])
        loads_before.update([case.lead] if case.lead else [])
        loads_after.update([target] if target else [])
        if target != case.lead:
            moves.setdefault((case.matter, case.lead, target, new.reason), []).append(case.id)
            tally.guess(case.was_in_time, target, record_of(records, target, case.matter))
        elif new.entry is not None and new.entry.department == case.lead:
            tally.count(case.was_in_time, judge(case, old.entry, new.entry))
        else:
            tally.count(case.was_in_time, case.was_in_time)
    before, after, left_out = tally.shares()
    return Replay(
        cases=len(cases),
        moves=tuple(_sorted_moves(moves)),
        doubts=tuple(Doubt(*key, count) for key, count in sorted(doubts.items(), key=_most_first)),
        loads=tuple(_sorted_loads(loads_before, loads_after)),
        before=before,
        after=after,
        left_out=left_out,
    )


class _Oracle:
    """Asks a list about each matter, place and level once."""

    def __init__(
        self, entries: Iterable[ListEntry], on: date, ancestors: Mapping[str, Sequence[str]]
    ) -> None:
        self.on, self.ancestors = on, ancestors
        self.lines: dict[str, list[ListEntry]] = defaultdict(list)
        for entry in entries:
            self.lines[entry.matter].append(entry)
        self.answers: dict[tuple[str, Place, str | None], RoutingChoice] = {}

    def ask(self, case: PastCase) -> RoutingChoice:
        """What the list says about an order."""
        key = (case.matter, case.place, case.level)
        if key not in self.answers:
            parents = self.ancestors.get(case.matter, ())
            lines = [
                line for name in dict.fromkeys((case.matter, *parents)) for line in self.lines.get(name, ())
            ]
            self.answers[key] = choose_department(
                lines,
                matter=case.matter,
                place=case.place,
                on=self.on,
                ancestors=parents,
                level=case.level,
            )
        return self.answers[key]


def _agree(old: RoutingChoice, new: RoutingChoice) -> bool:
    if old.entry is None or new.entry is None:
        return old.entry is None and new.entry is None
    return old.entry.department == new.entry.department


def _most_first(counted: tuple[tuple[str, RoutingReason], int]) -> tuple[int, str, str]:
    (matter, reason), count = counted
    return -count, matter, reason


def _sorted_moves(
    moves: Mapping[tuple[str, str | None, str | None, RoutingReason], list[str]],
) -> list[Move]:
    found = [
        Move(matter, source, target, reason, tuple(ids))
        for (matter, source, target, reason), ids in moves.items()
    ]
    return sorted(
        found, key=lambda move: (-len(move.cases), move.matter, move.source or "", move.target or "")
    )


def _sorted_loads(before: Counter[str], after: Counter[str]) -> list[Load]:
    found = [Load(name, before[name], after[name]) for name in before.keys() | after.keys()]
    return sorted(found, key=lambda load: (-load.change, -load.before, load.department))
