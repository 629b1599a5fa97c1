"""The kinds of notices and their words: registered by the apps that tell, in their `handlers.py`."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice.

    Args:
        code: `app.what_happened`.
        words: One sentence with `%(name)s` places for the notice's facts, in the reader's language.
    """

    code: str
    words: str | Promise


_kinds: dict[str, NoticeKind] = {}


def notice_kind(code: str, words: str | Promise) -> NoticeKind:
    """Declare a kind of notice."""
    kind = NoticeKind(code, words)
    _kinds[code] = kind
    return kind


def words_of(code: str, facts: dict[str, str]) -> str:
    """Give a notice as a sentence; a kind that this version no longer knows shows its code."""
    kind = _kinds.get(code)
    return str(kind.words) % facts if kind else code
