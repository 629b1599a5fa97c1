"""A text that was copied out of another system's page, taken apart by its labels."""

import re
from collections.abc import Collection, Mapping, Sequence

OTHER_LABEL = re.compile(r"\n[ \t]*[\u4e00-\u9fff]{1,8}[ \t]*[:：]")
"""A later line that begins with a few Chinese characters and a colon: most likely a label that nobody told us."""


def read_labelled(
    text: str, labels: Mapping[str, Sequence[str]], *, free: Collection[str] = ()
) -> dict[str, str]:
    r"""What stands behind each label of a pasted text.

    A label counts where a line begins or after a blank, with a colon (`工单编号：`), or alone in a table's cell with
    its value behind a tab or on the next line. What follows belongs to it up to the next label that is known, or up to
    a line that looks like another label; in free words such a line is the resident's own and stays. Of a label that
    stands twice the first value counts, so that a quoted earlier order changes nothing.

    Args:
        text: As pasted.
        labels: For each column the labels it goes by.
        free: Columns of free words.

    Returns:
        Column to value; columns that are not in the text are left out.

    Examples:
        >>> labels = {"number": ("工单编号",), "words": ("诉求内容", "内容")}
        >>> read_labelled("工单编号：GD001 诉求内容：路灯不亮\n三天了", labels)
        {'number': 'GD001', 'words': '路灯不亮\n三天了'}
        >>> read_labelled("工单编号\tGD001\n内容\n井盖响", labels)
        {'number': 'GD001', 'words': '井盖响'}
        >>> read_labelled("工单编号：GD001\n承办单位：某处", labels)
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
        other = None if column in free else OTHER_LABEL.search(told)
        value = (told[: other.start()] if other else told).strip(" \t\r\n;；|【[")
        if value:
            found.setdefault(column, value)
    return found
