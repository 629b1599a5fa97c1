"""Standard answers: words that an office has agreed on, with places that each order fills with its own.

A place is a name in braces, such as `{地点}` or `{place}`; what fills it is never read for further places, so that the
words of an order cannot ask for anything.
"""

import re
from collections.abc import Mapping

PLACES: dict[str, tuple[str, ...]] = {
    "number": ("工单号", "number"),
    "matter": ("事项", "matter"),
    "place": ("地点", "place"),
    "department": ("部门", "department"),
    "opened_on": ("受理日期", "opened_on"),
    "due_on": ("办理期限", "due_on"),
    "today": ("今天", "today"),
}
"""What an order gives, and by which names a text asks for it."""
_NAMES = {name: key for key, names in PLACES.items() for name in names}
_BRACES = re.compile(r"\{\s*([^{}]*?)\s*\}")


def place_names(*, in_chinese: bool) -> list[str]:
    """Give what an order gives, as it is written into a text.

    >>> place_names(in_chinese=False)[:2]
    ['{number}', '{matter}']
    """
    return [f"{{{names[0] if in_chinese else names[1]}}}" for names in PLACES.values()]


class UnknownPlaceError(ValueError):
    """A text asks for something that no order gives.

    Args:
        names: As they stand in the text.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def places_in(text: str) -> tuple[str, ...]:
    """Give what a text asks for, each once, in the order in which it stands there.

    Raises:
        UnknownPlaceError: It asks for something that no order gives.

    Examples:
        >>> places_in("您反映的{事项}（{工单号}）已办结，{事项}今后由{部门}维护。")
        ('matter', 'number', 'department')
        >>> places_in("{姓名}您好")
        Traceback (most recent call last):
        ...
        jiezhi.core.standard_answers.UnknownPlaceError: 姓名
    """
    asked = list(dict.fromkeys(_BRACES.findall(text)))
    unknown = tuple(name for name in asked if name not in _NAMES)
    if unknown:
        raise UnknownPlaceError(unknown)
    return tuple(dict.fromkeys(_NAMES[name] for name in asked))


def fill_answer(text: str, given: Mapping[str, str]) -> str:
    """Fill the places of a text with what an order gives; a place without anything to fill it stays as it stands.

    Args:
        text: With places.
        given: What fills them, by the keys of `PLACES`.

    Examples:
        >>> fill_answer("{地点}的{事项}已处理", {"place": "幸福里", "matter": "路灯不亮"})
        '幸福里的路灯不亮已处理'
        >>> fill_answer("{事项}", {"matter": "{工单号}", "number": "1"})
        '{工单号}'
        >>> fill_answer("{办理期限}前答复", {"due_on": ""})
        '{办理期限}前答复'
    """

    def filled(found: re.Match[str]) -> str:
        return given.get(_NAMES.get(found[1], ""), "") or found[0]

    return _BRACES.sub(filled, text)


def has_open_places(text: str) -> bool:
    """Whether something is left to be filled in by hand.

    Examples:
        >>> has_open_places("{办理期限}前答复"), has_open_places("三日内答复")
        (True, False)
    """
    return any(name in _NAMES for name in _BRACES.findall(text))
