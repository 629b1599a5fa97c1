"""Numbers that people read aloud: order numbers and query codes."""

import unicodedata
from datetime import date

CODE_LENGTH = 16
_GROUP = 4
_BITS_A_CHARACTER = 5
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def order_number(prefix: str, on: date, sequence: int) -> str:
    """The number of an order: prefix, local date, and a sequence within the day.

    Four digits are enough for a street; a busier day grows a fifth instead of starting again.

    Args:
        prefix: Latin capitals and digits, such as GD (工单).
        on: the local date of opening.
        sequence: the count within the day, from 1.

    Raises:
        ValueError: the prefix is not plain capitals and digits, or the sequence is below 1.

    Examples:
        >>> order_number("GD", date(2026, 11, 22), 1), order_number("GD", date(2026, 11, 22), 10000)
        ('GD20261122-0001', 'GD20261122-10000')
    """
    if not (prefix.isascii() and prefix.isalnum() and prefix == prefix.upper()):
        raise ValueError(f"An order number's prefix is made of capitals A-Z and digits, not {prefix!r}.")
    if sequence < 1:
        raise ValueError(f"Order numbers of a day begin at 1, not at {sequence}.")
    return f"{prefix}{on.isoformat().replace('-', '')}-{sequence:04d}"


def crockford(octets: bytes) -> str:
    """Bytes in Crockford's base 32, most significant bit first, filled up with zero bits at the end.

    Ten random bytes make the 16 characters of a query code. The alphabet leaves out I, L, O and U, which are
    mistaken for digits or make words.

    Args:
        octets: any bytes.

    Source:
        Douglas Crockford, "Base 32", crockford.com/base32.html.

    Examples:
        >>> crockford(bytes(10)), crockford(bytes([255] * 10)), crockford(b"")
        ('0000000000000000', 'ZZZZZZZZZZZZZZZZ', '')
    """
    length = -(-len(octets) * 8 // _BITS_A_CHARACTER)
    number = int.from_bytes(octets, "big") << (length * _BITS_A_CHARACTER - len(octets) * 8)
    return "".join(
        _ALPHABET[number >> _BITS_A_CHARACTER * place & len(_ALPHABET) - 1]
        for place in reversed(range(length))
    )


def normalise_code(text: str) -> str:
    """A query code as it is stored, from whatever somebody typed.

    Full-width and lower-case letters are taken, spaces and every kind of dash are dropped, O is read as 0, I
    and L as 1. Anything else stays, so that a wrong code is simply not found; ask `is_code` before a look-up.

    Args:
        text: as typed.

    Examples:
        >>> normalise_code("abcd-efgh jkmn－０oIl")
        'ABCDEFGHJKMN0011'
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    kept = (
        letter
        for letter in folded
        if not letter.isspace() and unicodedata.category(letter) not in {"Pd", "Cf"}
    )
    return "".join(kept).translate(_ALIKE)


def is_code(code: str) -> bool:
    """Whether a normalised code can be a query code: 16 characters of the alphabet.

    Args:
        code: what `normalise_code` gave.

    Examples:
        >>> is_code("ABCDEFGHJKMN0011"), is_code("ABCD"), is_code("UBCDEFGHJKMN0011")
        (True, False, False)
    """
    return len(code) == CODE_LENGTH and set(code) <= set(_ALPHABET)


def format_code(code: str) -> str:
    """A query code as it is shown and read aloud, in groups of four.

    Args:
        code: a code, normalised or as typed.

    Examples:
        >>> format_code("abcdefghjkmn0011")
        'ABCD-EFGH-JKMN-0011'
    """
    plain = normalise_code(code)
    return "-".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))
