"""The kinds of notices and their words: registered by the apps that tell, in their `handlers.py`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.core.masking import find_personal
from jiezhi.notices.choices import NoticeGroup

PLAIN = re.compile(r"(?!.*\d{9})[A-Za-z0-9][A-Za-z0-9:.\-/ ]{0,31}")
"""What may leave the house as it is: numbers of orders, days and times. Words somebody wrote may hold a name, and no
number of ours has nine digits in a row, but numbers of people do, whatever was written beside them.
"""
LEFT_OUT = "……"
MOST_LINES = 5
"""Sentences of a gathered message; the rest is a number."""


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice.

    Args:
        code: `app.what_happened`.
        words: One sentence with `%(name)s` places for the notice's facts, in the reader's language.
        group: What it is about, as its reader chooses by which way it comes.
    """

    code: str
    words: str | Promise
    group: NoticeGroup = NoticeGroup.WORK


_kinds: dict[str, NoticeKind] = {}


def notice_kind(code: str, words: str | Promise, group: NoticeGroup = NoticeGroup.WORK) -> NoticeKind:
    """Declare a kind of notice."""
    kind = NoticeKind(code, words, group)
    _kinds[code] = kind
    return kind


TRIAL = notice_kind(
    "notices.trial", gettext_lazy("This is a trial: whoever reads it need do nothing."), NoticeGroup.URGENT
)


def all_kinds() -> tuple[NoticeKind, ...]:
    """Give every kind, by code."""
    return tuple(_kinds[code] for code in sorted(_kinds))


def is_urgent(code: str) -> bool:
    """Whether somebody has to look at it at once."""
    kind = _kinds.get(code)
    return kind is not None and kind.group == NoticeGroup.URGENT


def words_of(code: str, facts: dict[str, str]) -> str:
    """Give a notice as a sentence; a kind that this version no longer knows shows its code."""
    kind = _kinds.get(code)
    return str(kind.words) % facts if kind else code


def outside_words_of(code: str, facts: Mapping[str, str]) -> str:
    """Give a notice as a sentence for gateways and groups: of its facts only numbers, days and times are told.

    Whatever an app gives as a fact, no name and no telephone number leaves: the rule is here, not with each app.
    """
    return words_of(code, {name: _plain(value) for name, value in facts.items()})


def outside_text(street: str, lines: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Give a whole message for gateways and groups: one sentence, or several that were gathered.

    Args:
        street: Name of the office, for the reader to know who speaks; empty where a signature in front says it.
        lines: Code and facts of what is told, the oldest first.
    """
    sentences = [outside_words_of(code, facts) for code, facts in lines]
    if len(sentences) == 1:
        return (
            _("[%(street)s] %(sentence)s") % {"street": street, "sentence": sentences[0]}
            if street
            else sentences[0]
        )
    told = {"street": street, "count": len(sentences)}
    head = (_("[%(street)s] %(count)s notices:") if street else _("%(count)s notices:")) % told
    shown = [f"{place}. {sentence}" for place, sentence in enumerate(sentences[:MOST_LINES], start=1)]
    if len(sentences) > MOST_LINES:
        shown.append(_("The others stand on the desk."))
    return "\n".join([head, *shown])


def _plain(value: str) -> str:
    return value if PLAIN.fullmatch(value) and not find_personal(value) else LEFT_OUT
