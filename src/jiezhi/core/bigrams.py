"""The terms by which a text is found again: pairs of neighbouring characters, so that Chinese needs no dictionary.

A text gives many terms (`terms_of`), a query few (`query_terms`); a text is found when it has every term of the query.
Width, case, punctuation and blanks do not count, nor does the order of the words of a query.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_RUN = re.compile(r"[0-9a-z]+|[^0-9a-z]+")
_PIECE = re.compile(r"[0-9]+|[a-z]+")
SHORTEST_PREFIX = 6
"""Digits from which on the beginning of a longer number is a term of its own: 202611. A serial number has fewer."""
LONGEST_NUMBER = 24
"""Digits; of what is longer only the whole is a term."""
LONGEST_TERM = 64
"""Signs; what is longer is cut in texts and queries alike, since no index stores a word of any length."""


def normalised(text: str) -> str:
    """Give a text as it is compared: NFKC, small letters, letters and digits only, one blank for anything else.

    Examples:
        >>> normalised("ＧＤ２０２６－0007，路灯　不亮！")
        'gd2026 0007 路灯 不亮'
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())


def terms_of(*texts: str) -> list[str]:
    """Give the terms under which texts of one thing are found, each once, in a fixed order.

    Of a run of Chinese characters each one and each pair; of letters and digits the whole run, its parts of letters
    and of digits, and the beginnings of a number from its sixth digit on, so that the month finds a number that
    holds the day. Where Chinese and a run touch, both together: 3号 is not 13号.

    Args:
        texts: What is to be found. Nothing joins the end of one with the beginning of the next.

    Examples:
        >>> terms_of("3号楼")
        ['3', '3号', '号', '号楼', '楼']
        >>> terms_of("GD2026-0007")
        ['0007', '2026', 'gd', 'gd2026']
    """
    found: set[str] = set()
    for text in texts:
        for word in normalised(text).split():
            runs = _RUN.findall(word)
            for run in runs:
                found.update(_parts(run) if run[0].isascii() else _signs(run))
            found.update(_seams(runs))
    return sorted({term[:LONGEST_TERM] for term in found})


def query_terms(words: str) -> list[str]:
    """Give the terms that a text must have, all of them, to be found by these words; none if nothing can be asked.

    Args:
        words: As typed; blanks part them, their order does not matter.

    Examples:
        >>> query_terms("路灯不亮 3号楼")
        ['3', '3号', '不亮', '号楼', '灯不', '路灯']
        >>> query_terms("井"), query_terms("gd20261102-0007"), query_terms("？！")
        (['井'], ['0007', 'gd20261102'], [])
    """
    found: set[str] = set()
    for word in normalised(words).split():
        runs = _RUN.findall(word)
        for run in runs:
            found.update([run] if run[0].isascii() or len(run) == 1 else _pairs(run))
        found.update(_seams(runs))
    return sorted({term[:LONGEST_TERM] for term in found})


def holds(texts: Iterable[str], words: str) -> bool:
    """Whether texts of one thing are found by these words: what every index must answer too.

    Examples:
        >>> holds(["3号楼路灯不亮"], "不亮 路灯"), holds(["13号楼"], "3号楼")
        (True, False)
    """
    return set(query_terms(words)) <= set(terms_of(*texts))


def _signs(run: str) -> list[str]:
    return [*run, *_pairs(run)]


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _parts(run: str) -> list[str]:
    parts = [run]
    for piece in _PIECE.findall(run):
        parts.append(piece)
        if piece.isdigit() and len(piece) <= LONGEST_NUMBER:
            parts += [piece[:length] for length in range(SHORTEST_PREFIX, len(piece))]
    return parts


def _seams(runs: list[str]) -> list[str]:
    return [left + right[0] if left[0].isascii() else left[-1] + right for left, right in pairwise(runs)]
