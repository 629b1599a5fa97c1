"""How much two texts say the same: enough to show a person both, never to decide."""

import re
import unicodedata
from collections import Counter


def shared_part(first: Counter[str], second: Counter[str]) -> float:
    """The share of neighbouring characters that two texts have in common, 0..1.

    Dice's coefficient over pairs of characters, each pair as often as it stands. Texts of fewer than two characters
    have nothing to compare.

    Source:
        L. R. Dice, Measures of the Amount of Ecologic Association Between Species, Ecology 26 (1945).

    Examples:
        >>> shared_part(pairs_of("3号楼路灯不亮"), pairs_of("路灯不亮，3号楼"))
        0.8333333333333334
        >>> shared_part(pairs_of("路灯"), pairs_of("路灯！")), shared_part(pairs_of("路灯"), pairs_of(""))
        (1.0, 0.0)
    """
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def pairs_of(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text, each as often as it stands; width, case and signs do not count.

    Examples:
        >>> sorted(pairs_of("路灯，路灯"))
        ['灯路', '路灯']
    """
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()
    return Counter(plain[start : start + 2] for start in range(len(plain) - 1))


def longest_name(text: str, names: dict[str, str]) -> str | None:
    """Which named place a text speaks of: the id of the longest name in it; None when two equally long ones are.

    Args:
        text: As written.
        names: Id to name.

    Examples:
        >>> longest_name("望湖花园3号楼", {"1": "望湖花园", "2": "望湖"}), longest_name("路灯不亮", {"1": "望湖"})
        ('1', None)
    """
    here = sorted(((len(name), pk) for pk, name in names.items() if name and name in text), reverse=True)
    if not here or (len(here) > 1 and here[0][0] == here[1][0] and names[here[0][1]] != names[here[1][1]]):
        return None
    return here[0][1]
