"""Chains of approvals: which step waits for which, when the whole ends at the earliest, and who holds it up now.

Time is counted in whole units of the office's clock (working minutes) since the chain was started, so that nights and
holidays are nobody's delay; whoever shows it turns units back into days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class ChainFaultError(ValueError):
    """The steps are no chain: they wait for each other in a circle, or for what does not exist.

    Args:
        faults: one sentence each.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class ChainLink:
    """One step of a chain.

    Args:
        key: its name within the chain.
        length: how long it may take, in units; at least 1.
        after: the steps that must be done before it can begin.
    """

    key: str
    length: int
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkFacts:
    """What has happened to a step so far, in units since the start of the chain.

    Args:
        began: when it was opened; None while its predecessors are not done.
        ended: when it was done; None while it is not.
        due: when its own limit ends; None when that follows from its length.
    """

    began: int | None = None
    ended: int | None = None
    due: int | None = None

    def ends_within(self, length: int) -> int | None:
        """When its limit ends; None while it has not begun.

        Args:
            length: how long it may take where nothing else was set.

        Examples:
            >>> LinkFacts(began=3).ends_within(4), LinkFacts(began=3, due=9).ends_within(4)
            (7, 9)
        """
        if self.began is None:
            return None
        return self.began + length if self.due is None else self.due


@dataclass(frozen=True)
class LinkPlan:
    """Where a step lies in time.

    Args:
        key: the step.
        begins: when it began, or begins at the earliest.
        ends: when it ended, or ends at the earliest.
        slack: by how much it could end later without moving the end of the chain.
        is_done: whether it is done.
        is_running: whether it has begun and is not done.
        overrun: by how much it is past its limit.
    """

    key: str
    begins: int
    ends: int
    slack: int
    is_done: bool = False
    is_running: bool = False
    overrun: int = 0

    @property
    def is_critical(self) -> bool:
        """Whether a delay of this step moves the end of the chain by as much."""
        return self.slack == 0


@dataclass(frozen=True)
class ChainPlan:
    """A chain as it stands.

    Args:
        links: the steps in an order in which each comes after those it waits for.
        end: the earliest end of the whole.
        planned_end: what it was when nothing had happened yet.
        critical_path: the steps that decide the end, from the first that is not done to the last; empty once all is.
        held_by: the running steps on which the end depends now; empty once all is done.
    """

    links: tuple[LinkPlan, ...]
    end: int
    planned_end: int
    critical_path: tuple[str, ...]
    held_by: tuple[str, ...]

    @property
    def delay(self) -> int:
        """By how much the whole ends later than planned; less than nothing when it is ahead."""
        return self.end - self.planned_end

    def link(self, key: str) -> LinkPlan:
        """The plan of one step."""
        return next(each for each in self.links if each.key == key)


def chain_faults(links: Sequence[ChainLink]) -> tuple[str, ...]:
    """What is wrong with the steps, one sentence each; nothing for a sound chain.

    Args:
        links: the steps, in any order.

    Examples:
        >>> chain_faults([ChainLink("a", 1, ("b",)), ChainLink("b", 1, ("a",))])
        ('The steps a, b wait for each other in a circle.',)
        >>> chain_faults([ChainLink("a", 2), ChainLink("b", 1, ("a",))])
        ()
    """
    keys = [each.key for each in links]
    found = [] if links else ["The chain has no step."]
    found += [
        f"The step {key} is listed more than once." for key in sorted({k for k in keys if keys.count(k) > 1})
    ]
    found += [f"The step {each.key} needs a length of at least 1." for each in links if each.length < 1]
    found += [
        f"The step {each.key} waits for {name}, which is not a step."
        for each in links
        for name in each.after
        if name not in keys
    ]
    if not found:
        stuck = sorted({each.key for each in links} - {each.key for each in _sorted(links)})
        found += [f"The steps {', '.join(stuck)} wait for each other in a circle."] if stuck else []
    return tuple(found)


def plan_chain(
    links: Sequence[ChainLink], facts: Mapping[str, LinkFacts] | None = None, *, now: int = 0
) -> ChainPlan:
    """Place every step in time, by what has happened and otherwise by its length.

    A step that is done lies where it lay. One that runs ends when its limit is over, or now if that has passed. One
    that has not begun begins when the last of its predecessors ends, but not before now. Forward that gives the
    earliest ends, backward the latest ends that move nothing; the difference is the slack (critical path method).

    Args:
        links: the steps.
        facts: what has happened, by step.
        now: units since the start.

    Raises:
        ChainFaultError: the steps are no chain.

    Examples:
        >>> plan = plan_chain(
        ...     [ChainLink("survey", 3), ChainLink("fire", 2, ("survey",)), ChainLink("power", 5, ("survey",)),
        ...      ChainLink("permit", 1, ("fire", "power"))]
        ... )
        >>> plan.end, plan.critical_path, plan.link("fire").slack
        (9, ('survey', 'power', 'permit'), 3)

    Source: Kelley and Walker, Critical-Path Planning and Scheduling, 1959.
    """
    faults = chain_faults(links)
    if faults:
        raise ChainFaultError(faults)
    known = facts or {}
    ordered = _sorted(links)
    spans = _spans(ordered, known, now=now)
    end = max(ends for _begins, ends in spans.values())
    latest = _latest_ends(ordered, spans, end)
    plans = tuple(
        _plan_of(each, known.get(each.key, LinkFacts()), spans[each.key], latest[each.key], now)
        for each in ordered
    )
    running = tuple(each.key for each in plans if each.is_running)
    deciding = tuple(key for key in running if latest[key] == spans[key][1])
    planned = max(ends for _begins, ends in _spans(ordered, {}, now=0).values())
    path = _critical_path(ordered, spans, [each.key for each in plans if not each.is_done])
    return ChainPlan(plans, end, planned, path, deciding or running)


def ready_steps(links: Sequence[ChainLink], facts: Mapping[str, LinkFacts]) -> tuple[str, ...]:
    """The steps that can begin now: all they wait for is done, and they have not begun.

    Args:
        links: the steps.
        facts: what has happened, by step.

    Examples:
        >>> chain = [ChainLink("a", 1), ChainLink("b", 1, ("a",))]
        >>> ready_steps(chain, {}), ready_steps(chain, {"a": LinkFacts(0, 1)})
        (('a',), ('b',))
    """
    done = {key for key, fact in facts.items() if fact.ended is not None}
    return tuple(
        each.key
        for each in links
        if set(each.after) <= done and facts.get(each.key, LinkFacts()).began is None
    )


def _sorted(links: Sequence[ChainLink]) -> list[ChainLink]:
    """Each step after those it waits for, otherwise as they were given; steps in a circle are left out."""
    placed: list[ChainLink] = []
    names: set[str] = set()
    waiting = list(links)
    while ready := next((each for each in waiting if set(each.after) <= names), None):
        waiting.remove(ready)
        placed.append(ready)
        names.add(ready.key)
    return placed


def _spans(
    ordered: Sequence[ChainLink], facts: Mapping[str, LinkFacts], *, now: int
) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for each in ordered:
        fact = facts.get(each.key, LinkFacts())
        if fact.ended is not None:
            began = fact.began if fact.began is not None else fact.ended
            spans[each.key] = (min(began, fact.ended), fact.ended)
        elif fact.began is not None:
            spans[each.key] = (fact.began, max(fact.ends_within(each.length) or now, now))
        else:
            begins = max([now, *(spans[name][1] for name in each.after)])
            spans[each.key] = (begins, begins + each.length)
    return spans


def _latest_ends(
    ordered: Sequence[ChainLink], spans: Mapping[str, tuple[int, int]], end: int
) -> dict[str, int]:
    latest = dict.fromkeys(spans, end)
    for each in reversed(ordered):
        begins, ends = spans[each.key]
        latest_begin = latest[each.key] - (ends - begins)
        for name in each.after:
            latest[name] = min(latest[name], latest_begin)
    return latest


def _plan_of(each: ChainLink, fact: LinkFacts, span: tuple[int, int], latest: int, now: int) -> LinkPlan:
    is_done = fact.ended is not None
    is_running = fact.began is not None and not is_done
    limit = fact.ends_within(each.length)
    if limit is None:
        limit = span[0] + each.length
    overrun = max((span[1] if is_done else now) - limit, 0) if is_done or is_running else 0
    return LinkPlan(each.key, *span, max(latest - span[1], 0), is_done, is_running, overrun)


def _critical_path(
    ordered: Sequence[ChainLink], spans: Mapping[str, tuple[int, int]], undone: Sequence[str]
) -> tuple[str, ...]:
    """The longest way through what is not done: what has ended decides nothing any more, whenever it ended."""
    by_key = {each.key: each for each in ordered}
    path: list[str] = []
    ahead: Sequence[str] = undone
    while ahead:
        path.append(max(ahead, key=lambda name: spans[name][1]))
        ahead = [name for name in by_key[path[-1]].after if name in undone]
    return tuple(reversed(path))
