"""How much of what was typed into a form was known already: the rule behind the burden meter."""

import unicodedata
from collections.abc import Iterable, Mapping

SHORTEST = 4
"""Characters below which two values are alike by chance only."""


def normal_text(written: str) -> str:
    """Give what is left of a text when spelling does not matter: letters and digits, small and narrow.

    Examples:
        >>> normal_text(" 138-0013 8000 "), normal_text("３幢，2 单元")
        ('13800138000', '3幢2单元')
    """
    plain = unicodedata.normalize("NFKC", written).casefold()
    return "".join(character for character in plain if character.isalnum())


def retyped_fields(filled: Mapping[str, str], held: Iterable[str] = ()) -> frozenset[str]:
    """Give the fields of a form whose value was known already.

    A value was known when it stands, as a whole, in something the office held about the same order, or in a longer
    value of the same form: the place that is in the words, the number that is in the pasted text. Values of fewer
    than four letters and digits never count. Of two fields with the same value one was typed again.

    Args:
        filled: What a person filled in, by field.
        held: What the office held about the same thing.

    Examples:
        >>> sorted(retyped_fields({"words": "3幢2单元路灯不亮", "place": "3 幢 2 单元", "phone": "13800138000"}))
        ['place']
        >>> sorted(retyped_fields({"phone": "138 0013 8000"}, ["来电：138-0013-8000"]))
        ['phone']
    """
    values = {name: normal_text(value) for name, value in filled.items()}
    known = [normal_text(text) for text in held]
    found: set[str] = set()
    for name, value in values.items():
        if len(value) < SHORTEST:
            continue
        others = [
            other
            for at, other in values.items()
            if at != name and at not in found and (len(other) > len(value) or other == value)
        ]
        if any(value in text for text in (*known, *others)):
            found.add(name)
    return frozenset(found)
