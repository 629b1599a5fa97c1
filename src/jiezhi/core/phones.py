"""Telephone numbers of mainland China, as people type them."""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0(?:10|2\d)[2-9]\d{7}|0[3-9]\d{2}[2-9]\d{6,7})")


def read_phone(text: str) -> str:
    """Give a mobile number, or a landline with its area code, as bare digits.

    Full-width digits are taken; blanks, brackets, dashes and the country code 86 are dropped: the same number
    is always written the same way and can be found again.

    Args:
        text: As typed.

    Returns:
        Eleven digits for a mobile number, ten to twelve for a landline.

    Raises:
        ValueError: It is neither.

    Examples:
        >>> read_phone("138 0000-1234"), read_phone("+86 １３８００００１２３４")
        ('13800001234', '13800001234')
        >>> read_phone("（0571）8800 1234")
        '057188001234'
        >>> read_phone("8800 1234")
        Traceback (most recent call last):
        ValueError: Neither a mobile number nor a landline with its area code.
    """
    plain = re.sub(r"[\s()\-\u2010-\u2015]", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(?:\+86|0086)", "", plain)
    if len(plain) == 13 and plain.startswith("861"):
        plain = plain[2:]
    if not plain.isascii() or not (_MOBILE.fullmatch(plain) or _LANDLINE.fullmatch(plain)):
        raise ValueError("Neither a mobile number nor a landline with its area code.")
    return plain


def read_mobile(text: str) -> str:
    """Give a mobile number as bare digits: a short message reaches no landline.

    Args:
        text: As typed.

    Returns:
        Eleven digits.

    Raises:
        ValueError: It is no mobile number.

    Examples:
        >>> read_mobile("138 0000-1234")
        '13800001234'
        >>> read_mobile("（0571）8800 1234")
        Traceback (most recent call last):
        ValueError: No mobile number.
    """
    number = read_phone(text)
    if not _MOBILE.fullmatch(number):
        raise ValueError("No mobile number.")
    return number
