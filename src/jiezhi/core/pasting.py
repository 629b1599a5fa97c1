"""A text that was copied out of another system's page, taken apart by its labels."""

import re
from collections.abc import Collection, Mapping, Sequence

OTHER_LABEL = re.compile(r"\n[ \t]*[\u4e00-\u9fff]{1,8}(?:[ \t]*[:：]|\t)")
"""A later line that begins with a few Chinese characters and a colon or a tab: most likely a label nobody told us."""


EDGES = " \t\r\n;；|【["
"""What stands around a value and is none of it."""


def read_labelled(
    text: str, labels: Mapping[str, Sequence[str]], *, free: Collection[str] = (), solid: Collection[str] = ()
) -> dict[str, str]:
    r"""What stands behind each label of a pasted text.

    A label counts where a line begins or after a blank, with a colon (`工单编号：`), or alone in a table's cell with
    its value behind a tab or on the next line. The value ends with its line; only free words go on, up to the next
    label that is known. A line that looks like another label is no value, except in free words, where it is the
    resident's own. Of a label that stands twice the first value counts, so that a quoted earlier order changes nothing.

    Args:
        text: As pasted.
        labels: For each column the labels it goes by.
        free: Columns of free words.
        solid: Columns of numbers, which hold no blank: what follows one is cut off. What stands before it without any
            digit (`RX 2026`) is no number, and the column is left out for a person to fill.

    Returns:
        Column to value; columns that are not in the text are left out.

    Examples:
        >>> labels = {"number": ("工单编号",), "words": ("诉求内容", "内容")}
        >>> read_labelled("工单编号：GD001 诉求内容：路灯不亮\n三天了", labels, free={"words"})
        {'number': 'GD001', 'words': '路灯不亮\n三天了'}
        >>> read_labelled("工单编号\tGD001\n内容\n井盖响", labels)
        {'number': 'GD001', 'words': '井盖响'}
        >>> read_labelled("工单编号：GD001\n承办单位：某处", labels)
        {'number': 'GD001'}
        >>> read_labelled("工单编号\tGD001\n工单标题\t关于停车", labels)
        {'number': 'GD001'}
        >>> read_labelled("工单编号\tGD001 紧急程度 一般", labels, solid={"number"})
        {'number': 'GD001'}
    """
    column_of = {label: column for column, names in labels.items() for label in names}
    if not column_of:
        return {}
    known = "|".join(re.escape(label) for label in sorted(column_of, key=len, reverse=True))
    edge = re.compile(
        rf"(?:^|(?<=[\s;；，,|【\[]))({known})(?:[】\]]\s*[:：]?|\s*(?:[:：]|\t|$))", re.MULTILINE
    )
    marks = list(edge.finditer(text))
    found: dict[str, str] = {}
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        column, told = column_of[mark[1]], text[mark.end() : end]
        if column not in free:
            told = _first_line(told)
        value = told.strip(EDGES)
        if column in solid:
            value = _number(value)
        if value:
            found.setdefault(column, value)
    return found


def _first_line(told: str) -> str:
    """Give what stands behind a label on its line, or on the next one that says something and is no other label."""
    if told.split("\n", 1)[0].strip(EDGES):
        return told.split("\n", 1)[0]
    other = OTHER_LABEL.search(told)
    lines = (told[: other.start()] if other else told).split("\n")
    return next((line for line in lines if line.strip(EDGES)), "")


def _number(value: str) -> str:
    first, *more = value.split(maxsplit=1) or [""]
    return first.rstrip(EDGES) if not more or re.search(r"\d", first) else ""
