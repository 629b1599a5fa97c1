"""The engine of every flow: states, verbs, and a table that says which verb leads where.

A flow is plain values, so that somebody who does not program can read it and an app can build one from rows.
The table is the only truth: a state changes by a verb that the table allows, or not at all.
"""

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property


class IllegalStepError(Exception):
    """A verb was tried in a state that does not know it.

    Args:
        verb: what was tried.
        state: where it was tried.
        allowed: the verbs that this state knows.

    Examples:
        >>> print(IllegalStepError("close", "open", ("dispatch",)))
        'close' cannot be done in the state 'open'; possible here: dispatch.
    """

    def __init__(self, verb: str, state: str, allowed: tuple[str, ...]) -> None:
        super().__init__(verb, state, allowed)
        self.verb = verb
        self.state = state
        self.allowed = allowed

    def __str__(self) -> str:
        allowed = ", ".join(self.allowed) or "nothing"
        return f"{self.verb!r} cannot be done in the state {self.state!r}; possible here: {allowed}."


@dataclass(frozen=True)
class Transition:
    """One row of the table: this verb leads from any of these states to that one.

    Args:
        verb: what is done.
        sources: the states in which it can be done.
        target: the state it leads to; may be one of the sources.
    """

    verb: str
    sources: frozenset[str] | tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Step:
    """A row for a single state: from here, this verb leads there."""

    state: str
    verb: str
    target: str


@dataclass(frozen=True)
class Flow:
    """A named table of transitions.

    A flow is not checked when it is made, so that a half-finished one can be shown with its `faults`.

    Args:
        name: an identifier.
        start: the state in which everything begins.
        ends: the states in which it rests.
        transitions: the table.
        reopening_verbs: the only verbs that may lead out of an end.

    Examples:
        >>> flow = Flow(
        ...     "enquiry",
        ...     start="open",
        ...     ends=frozenset({"closed"}),
        ...     transitions=(
        ...         Transition("answer", ("open",), "answered"),
        ...         Transition("close", ("answered",), "closed"),
        ...         Transition("reopen", ("closed",), "open"),
        ...     ),
        ... )
        >>> flow.target_of("answer", "open")
        'answered'
        >>> flow.faults()
        ()
    """

    name: str
    start: str
    ends: frozenset[str]
    transitions: tuple[Transition, ...]
    reopening_verbs: frozenset[str] = field(default=frozenset({"reopen"}))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The table with one row per state and verb, in the order of the table, sources by name."""
        return tuple(
            Step(state, transition.verb, transition.target)
            for transition in self.transitions
            for state in sorted(set(transition.sources))
        )

    @cached_property
    def states(self) -> frozenset[str]:
        """Every state that the flow speaks of."""
        named = {self.start, *self.ends}
        return frozenset(named.union(*({step.state, step.target} for step in self.steps)))

    def target_of(self, verb: str, state: str) -> str:
        """The state to which a verb leads from here.

        Args:
            verb: what is to be done.
            state: where things stand.

        Raises:
            IllegalStepError: the table does not allow it; the error says what it allows.

        Examples:
            >>> close = Transition("close", ("open",), "closed")
            >>> flow = Flow("short", "open", frozenset({"closed"}), (close,))
            >>> flow.target_of("close", "open")
            'closed'
        """
        targets = self._targets.get(state, {})
        if verb not in targets:
            raise IllegalStepError(verb, state, tuple(targets))
        return targets[verb]

    def verbs_from(self, state: str) -> tuple[str, ...]:
        """What can be done in a state, in the order of the table; nothing for an unknown state.

        Args:
            state: where things stand.

        Examples:
            >>> close = Transition("close", ("open",), "closed")
            >>> flow = Flow("short", "open", frozenset({"closed"}), (close,))
            >>> flow.verbs_from("open"), flow.verbs_from("closed")
            (('close',), ())
        """
        return tuple(self._targets.get(state, {}))

    def path_verbs(self, source: str, target: str) -> tuple[str, ...] | None:
        """A shortest series of verbs from one state to another; None if there is none.

        Args:
            source: where to begin.
            target: where to arrive; the source itself needs no verb.

        Examples:
            >>> close = Transition("close", ("open",), "closed")
            >>> flow = Flow("short", "open", frozenset({"closed"}), (close,))
            >>> flow.path_verbs("open", "closed"), flow.path_verbs("closed", "open")
            (('close',), None)
        """
        return self._paths_from(source).get(target)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the table, one sentence each; nothing for a sound flow.

        A sound flow reaches every state from its start, reaches an end from every state, leads to one state
        by one verb, and leaves its ends only by reopening.

        Examples:
            >>> Flow("loose", "open", frozenset({"closed"}), ()).faults()
            ("No way leads to the state 'closed'.", "No way leads from the state 'open' to an end.")
        """
        reached = self._paths_from(self.start)
        found = [] if self.ends else [f"The flow {self.name!r} has no end."]
        found += [
            f"The verb {transition.verb!r} to {transition.target!r} can be done in no state."
            for transition in self.transitions
            if not transition.sources
        ]
        found += [f"No way leads to the state {state!r}." for state in sorted(self.states - reached.keys())]
        found += [
            f"No way leads from the state {state!r} to an end."
            for state in sorted(self.states)
            if self.ends and self.ends.isdisjoint(self._paths_from(state))
        ]
        found += self._ambiguous_steps()
        found += [
            f"The end {step.state!r} is left by {step.verb!r}, which is not a reopening."
            for step in self.steps
            if step.state in self.ends and step.verb not in self.reopening_verbs
        ]
        return tuple(found)

    def _ambiguous_steps(self) -> list[str]:
        targets: dict[tuple[str, str], list[str]] = {}
        for step in self.steps:
            targets.setdefault((step.verb, step.state), []).append(step.target)
        return [
            f"The verb {verb!r} is listed more than once in the state {state!r}: to {', '.join(listed)}."
            for (verb, state), listed in targets.items()
            if len(listed) > 1
        ]

    @cached_property
    def _targets(self) -> dict[str, dict[str, str]]:
        table: dict[str, dict[str, str]] = {}
        for step in self.steps:
            table.setdefault(step.state, {}).setdefault(step.verb, step.target)
        return table

    def _paths_from(self, source: str) -> dict[str, tuple[str, ...]]:
        """Every state that can be reached, with the verbs of a shortest way."""
        paths: dict[str, tuple[str, ...]] = {source: ()}
        waiting = deque([source])
        while waiting:
            state = waiting.popleft()
            for verb, target in self._targets.get(state, {}).items():
                if target not in paths:
                    paths[target] = (*paths[state], verb)
                    waiting.append(target)
        return paths
