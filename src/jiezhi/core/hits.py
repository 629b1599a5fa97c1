"""Where the words that were searched for stand in a text, so that a list can mark them."""

import re

AROUND = 24
"""Characters shown on either side of a hit."""


def split_at_hits(text: str, words: str) -> list[tuple[str, bool]]:
    """Give a text in parts, each with whether it is one of the words that were searched for.

    Args:
        text: As it is shown.
        words: As they were typed; several stand between blanks, and small and capital letters are one.

    Examples:
        >>> split_at_hits("修复3号楼前的路灯", "路灯 3号楼")
        [('修复', False), ('3号楼', True), ('前的', False), ('路灯', True)]
        >>> split_at_hits("没有", "路灯")
        [('没有', False)]
    """
    wanted = sorted({re.escape(word) for word in words.split()}, key=len, reverse=True)
    if not wanted or not text:
        return [(text, False)] if text else []
    parts = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def excerpt_at_hit(text: str, words: str, *, around: int = AROUND) -> str:
    """Give the piece of a text around its first hit; empty where it has none.

    Args:
        text: Any length.
        words: As they were typed.
        around: Characters on either side.

    Examples:
        >>> excerpt_at_hit("已更换灯泡，恢复照明，请放心使用", "照明", around=3)
        '…，恢复照明，请放…'
        >>> excerpt_at_hit("已更换灯泡", "照明")
        ''
    """
    parts = split_at_hits(text, words)
    before = next((place for place, (_part, is_hit) in enumerate(parts) if is_hit), None)
    if before is None:
        return ""
    begin = sum(len(part) for part, _is_hit in parts[:before])
    end = begin + len(parts[before][0])
    first, last = max(begin - around, 0), min(end + around, len(text))
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
