"""What a cluster of messages is called: the clauses and names that its messages share and others have not."""

import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from jiezhi.engine.text.reading import folded

ONE_THING = 3
"""Matters under which one thing is filed: a mixing plant is noise, dust and a building without permission."""
TELLS = 0.5
"""What a run must count at least to stand among the words of a cluster."""
WORDS, LONGEST_WORD, LONGEST_CLAUSE = 3, 10, 16
SPOKEN, GROWS = 0.4, 0.7
"""Share of the speakers of a cluster who say a word, and share of these who say more of it."""
_CLAUSE = re.compile(r"[\W_]+")
PLEA = re.compile(
    "请求|希望|尊敬的?|领导|您好|你好|谢谢|书记|市长|区长|部门|解决|相关|有关|问题|情况|反映|投诉|咨询|关于|建议"
)


def runs_in(parts: Sequence[str], *, shortest: int) -> frozenset[str]:
    """Give all runs of so many to four signs that stand in the parts of a text."""
    return frozenset(
        part[at : at + length]
        for part in parts
        for length in range(shortest, 5)
        for at in range(len(part) - length + 1)
    )


def frequency_of(features: Sequence[frozenset[str]]) -> Counter[str]:
    """Give how many messages have each run."""
    frequency: Counter[str] = Counter()
    for held in features:
        frequency.update(held)
    return frequency


def telling(features: Sequence[frozenset[str]], matters: Sequence[Hashable | None]) -> Mapping[str, float]:
    """Give what each run counts for being said of few matters: 1 down to nearly nothing; a run left out counts 1.

    How many matters a run is said of is the exponential of the entropy of their shares (Hill's number of order one), so
    that a stray filing adds little. One thing is filed under up to `ONE_THING` matters.

    Args:
        features: Runs of each message.
        matters: What each was filed under; none at all where nothing is known.

    Examples:
        >>> found = telling([frozenset({"hello"})] * 6, ["lamp", "dog", "lift", "gas", "hole", "noise"])
        >>> round(found["hello"], 2)
        0.25
    """
    said: dict[str, Counter[Hashable]] = {}
    for held, matter in zip(features, matters, strict=False):
        if matter is not None:
            for run in held:
                said.setdefault(run, Counter())[matter] += 1
    found: dict[str, float] = {}
    for run, counts in said.items():
        if len(counts) > ONE_THING:
            whole = counts.total()
            spread = math.exp(-sum(n / whole * math.log(n / whole) for n in counts.values()))
            if spread > ONE_THING:
                found[run] = (ONE_THING / spread) ** 2
    return found


@dataclass(frozen=True)
class Titles:
    """What messages say in their titles.

    Args:
        clauses: Of each message.
        runs: Of its clauses.
        frequency: How many messages have each run.
        worths: What a run that is said of many matters still counts.
        speakers: Who said each; alike where one person said several.
    """

    clauses: Sequence[Sequence[str]]
    runs: Sequence[frozenset[str]]
    frequency: Mapping[str, int]
    worths: Mapping[str, float]
    speakers: Sequence[Hashable]

    @classmethod
    def of(
        cls, titles: Sequence[str], matters: Sequence[Hashable | None], speakers: Sequence[Hashable]
    ) -> "Titles":
        """Read them; without speakers each message is somebody else's."""
        clauses = [clauses_of(title) for title in titles]
        runs = [runs_in(said, shortest=2) for said in clauses]
        return cls(clauses, runs, frequency_of(runs), telling(runs, matters), speakers or range(len(titles)))


def words_of_cluster(group: Sequence[int], titles: Titles) -> tuple[str, ...]:
    """What many speakers of a cluster share and few others have: the clause that is said alike, or a name.

    Speakers count, not messages: whoever writes ten times does not give an issue its name.
    """
    by_speaker: dict[Hashable, list[int]] = {}
    for at in group:
        by_speaker.setdefault(titles.speakers[at], []).append(at)
    said = [frozenset().union(*(titles.runs[at] for at in several)) for several in by_speaker.values()]
    clauses = [[clause for at in several for clause in titles.clauses[at]] for several in by_speaker.values()]
    least = max(2.0, len(said) * SPOKEN)
    size = len(titles.runs)
    worth = {
        run: count * len(run) * math.log(1 + size / titles.frequency[run])
        for run, count in frequency_of(said).items()
        if count >= least and not run.isdigit() and titles.worths.get(run, 1.0) >= TELLS
    }
    found: list[str] = []
    for run in sorted(worth, key=lambda each: (-worth[each], each)):
        if any(_overlaps(run, kept) for kept in found):
            continue
        grown = _said_alike(run, clauses, least=least)
        if not any(_overlaps(kept, grown) for kept in found):
            found.append(grown)
        if len(found) == WORDS:
            break
    return tuple(found)


def clauses_of(title: str) -> list[str]:
    """Give the clauses of a title without their pleas, in plain signs.

    Examples:
        >>> clauses_of("您好，楼顶的灯坏了！！请尽快派人来看看")
        ['楼顶的灯坏了', '请尽快派人来看看']
    """
    return [part for clause in _CLAUSE.split(title) for part in PLEA.sub(" ", folded(clause)).split()]


def _said_alike(run: str, clauses: Sequence[Sequence[str]], *, least: float) -> str:
    """Give the short clause around a run that enough speakers say alike, or else the name that it is a part of."""
    around = Counter(
        clause for said in clauses for clause in set(said) if run in clause and len(clause) <= LONGEST_CLAUSE
    )
    best, count = max(around.items(), key=lambda each: (each[1], each[0]), default=("", 0))
    return best if count >= least else _grown(run, [" ".join(said) for said in clauses])


def _grown(run: str, names: Sequence[str]) -> str:
    """Put the signs before and behind a run that stand there nearly always."""
    for is_behind in (True, False):
        while len(run) < LONGEST_WORD:
            near: Counter[str] = Counter()
            whole = 0
            for name in names:
                place = name.find(run)
                if place >= 0:
                    whole += 1
                    begin, end = (place, place + len(run) + 1) if is_behind else (place - 1, place + len(run))
                    if begin >= 0 and end <= len(name):
                        near[name[begin:end]] += 1
            best, count = max(near.items(), key=lambda each: (each[1], each[0]), default=("", 0))
            if count < 2 or count < GROWS * whole or " " in best:
                break
            run = best
    return run


def _overlaps(one: str, other: str) -> bool:
    return any(one[at : at + 2] in other for at in range(len(one) - 1))
