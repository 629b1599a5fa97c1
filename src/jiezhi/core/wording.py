"""Which matters a text speaks of, by its own words, so that a dispatcher can see why.

No model and no training: whole keywords count first, then pairs of neighbouring characters that a text
shares with the name, keywords and examples of a few matters only. This is the suggestion of the first day,
before an office has orders of its own to learn from. It proposes; a person or the routing decides.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_PAIR = 2
# A pair that more than this part of the matters share says nothing about one of them.
_RARE_SHARE = 0.1
# A shared pair is a hint, a keyword was chosen by somebody: four pairs weigh as much as one short keyword.
_PAIR_WEIGHT = 0.5
# Particles, pronouns and counters: a pair with one of them ties words together and names nothing.
_EMPTY = frozenset("的了是我你您他她它们这那也就都还很又在和跟与吗呢吧啊呀么个")
# Evidence that is always missing, so that a single pair never looks certain.
_DOUBT = 1.0


@dataclass(frozen=True)
class MatterProfile:
    """How people speak of a matter.

    Args:
        matter: id of the matter.
        name: its name.
        keywords: whole expressions that speak for it.
        examples: sentences in which people reported it.
    """

    matter: str
    name: str
    keywords: tuple[str, ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A matter that a text seems to speak of.

    Args:
        matter: id of the matter.
        score: its share of all the evidence in the text, 0..1; not a probability.
        words: the phrases of the text, as written there, that speak for it; whole keywords first.
    """

    matter: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Folded:
    """A text without differences of width and case, and where each character came from."""

    original: str
    letters: str
    origins: tuple[int, ...]

    def phrase(self, begin: int, end: int) -> str:
        """What stands in the original where the folded text has these characters."""
        return self.original[self.origins[begin] : self.origins[end - 1] + 1]


class WordingIndex:
    """Profiles prepared once, asked for many texts.

    Args:
        profiles: how people speak of each matter; their order never matters.

    Raises:
        ValueError: two profiles are of the same matter.

    Examples:
        >>> index = WordingIndex(
        ...     [
        ...         MatterProfile("lamp", "路灯不亮", ("路灯",)),
        ...         MatterProfile("waste", "暴露垃圾", ("垃圾",), ("楼下垃圾桶满了没人收",)),
        ...     ]
        ... )
        >>> [(each.matter, each.words) for each in index.suggest("小区门口路灯坏了三天")]
        [('lamp', ('路灯',))]
    """

    def __init__(self, profiles: Iterable[MatterProfile]) -> None:
        ordered = sorted(profiles, key=lambda profile: profile.matter)
        self._matters = tuple(profile.matter for profile in ordered)
        if len(set(self._matters)) < len(self._matters):
            raise ValueError("Every matter may have one profile only.")
        self._keywords = _owners(
            {_fold(word).letters.strip() for word in profile.keywords} - {""} for profile in ordered
        )
        pairs = _owners(
            {
                pair
                for sentence in (profile.name, *profile.keywords, *profile.examples)
                for _, pair in _pairs(_fold(sentence).letters)
            }
            for profile in ordered
        )
        most = max(1.0, len(ordered) * _RARE_SHARE)
        self._pairs = {pair: owners for pair, owners in pairs.items() if len(owners) <= most}

    def suggest(self, text: str, limit: int = 3) -> tuple[Suggestion, ...]:
        """The matters that the text speaks of, the likeliest first; none if nothing speaks for any.

        A keyword weighs as much as it has characters, a rare pair half of one; whatever several matters
        share is divided among them. The score is a matter's part of all this weight and of a constant doubt,
        so that the scores of a text add up to less than 1. A matter with equal score comes by its id.

        Args:
            text: what somebody wrote.
            limit: how many to give, at least 1.

        Raises:
            ValueError: the limit is below 1.
        """
        if limit < 1:
            raise ValueError(f"At least one suggestion must be asked for, not {limit}.")
        folded = _fold(text)
        keywords = self._keyword_spans(folded.letters)
        pairs = self._pair_spans(folded.letters, keywords)
        weights = {
            owner: self._weigh(folded.letters, keywords.get(owner, []), pairs.get(owner, []))
            for owner in keywords.keys() | pairs.keys()
        }
        total = sum(weights[owner] for owner in sorted(weights)) + _DOUBT
        best = sorted(weights, key=lambda owner: (-weights[owner], owner))[:limit]
        return tuple(
            Suggestion(
                self._matters[owner],
                weights[owner] / total,
                _phrases(folded, keywords.get(owner, []), pairs.get(owner, [])),
            )
            for owner in best
        )

    def _keyword_spans(self, letters: str) -> dict[int, list[tuple[int, int]]]:
        """For each matter its keywords in the text, longest first, none inside or across another."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for word, owners in self._keywords.items():
            begin = letters.find(word)
            while begin >= 0:
                for owner in owners:
                    spans.setdefault(owner, []).append((begin, begin + len(word)))
                begin = letters.find(word, begin + 1)
        return {owner: _apart(found) for owner, found in spans.items()}

    def _pair_spans(
        self, letters: str, keywords: dict[int, list[tuple[int, int]]]
    ) -> dict[int, list[tuple[int, int]]]:
        """For each matter the rare pairs in the text that none of its keywords covers already."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for begin, pair in _pairs(letters):
            for owner in self._pairs.get(pair, ()):
                span = (begin, begin + _PAIR)
                if not any(_overlap(span, taken) for taken in keywords.get(owner, ())):
                    spans.setdefault(owner, []).append(span)
        return spans

    def _weigh(self, letters: str, keywords: list[tuple[int, int]], pairs: list[tuple[int, int]]) -> float:
        # Each expression once: who repeats a word is angrier, not more right. Sorted, since adding fractions
        # in another order may end in another last digit.
        whole = sorted({letters[begin:end] for begin, end in keywords})
        hints = sorted({letters[begin:end] for begin, end in pairs})
        return sum(len(word) / len(self._keywords[word]) for word in whole) + sum(
            _PAIR_WEIGHT / len(self._pairs[pair]) for pair in hints
        )


def suggest_matters(
    text: str, profiles: Sequence[MatterProfile], *, limit: int = 3
) -> tuple[Suggestion, ...]:
    """The matters that a text speaks of; for many texts prepare a `WordingIndex` once.

    Args:
        text: what somebody wrote.
        profiles: how people speak of each matter.
        limit: how many to give, at least 1.

    Raises:
        ValueError: the limit is below 1, or two profiles are of the same matter.

    Examples:
        >>> lamp = MatterProfile("lamp", "路灯不亮", ("路灯",))
        >>> [round(each.score, 2) for each in suggest_matters("路灯坏了", [lamp])]
        [0.67]
        >>> suggest_matters("", [lamp])
        ()
    """
    return WordingIndex(profiles).suggest(text, limit)


def margin(suggestions: Sequence[Suggestion]) -> float:
    """How far the first suggestion is ahead of the second, 0..1; 0 if there is none.

    Args:
        suggestions: at least two if the text gave so many, likeliest first.

    Examples:
        >>> margin([Suggestion("lamp", 0.5, ()), Suggestion("waste", 0.25, ())]), margin([])
        (0.25, 0.0)
    """
    if not suggestions:
        return 0.0
    second = suggestions[1].score if len(suggestions) > 1 else 0.0
    return suggestions[0].score - second


def _fold(text: str) -> _Folded:
    letters: list[str] = []
    origins: list[int] = []
    for place, letter in enumerate(text):
        # Character by character, so that every folded one knows where it came from.
        for plain in unicodedata.normalize("NFKC", letter).casefold():
            letters.append(plain)
            origins.append(place)
    return _Folded(text, "".join(letters), tuple(origins))


def _pairs(letters: str) -> Iterator[tuple[int, str]]:
    """Neighbouring characters with their place, never across a space, a punctuation mark or an empty word."""
    for begin in range(len(letters) - 1):
        pair = letters[begin : begin + _PAIR]
        if pair.isalnum() and _EMPTY.isdisjoint(pair):
            yield begin, pair


def _owners(words_of_each: Iterable[set[str]]) -> dict[str, tuple[int, ...]]:
    owners: dict[str, tuple[int, ...]] = {}
    for number, words in enumerate(words_of_each):
        for word in words:
            owners[word] = (*owners.get(word, ()), number)
    return owners


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda each: (each[0] - each[1], each[0])):
        if not any(_overlap(span, other) for other in kept):
            kept.append(span)
    return kept


def _phrases(
    folded: _Folded, keywords: list[tuple[int, int]], pairs: list[tuple[int, int]]
) -> tuple[str, ...]:
    """Keywords, then runs of neighbouring pairs, each once and as written in the text."""
    runs: list[tuple[int, int]] = []
    for begin, end in pairs:
        if runs and begin < runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((begin, end))
    phrases: dict[str, str] = {}
    for begin, end in (*keywords, *runs):
        phrases.setdefault(folded.letters[begin:end], folded.phrase(begin, end))
    return tuple(phrases.values())
