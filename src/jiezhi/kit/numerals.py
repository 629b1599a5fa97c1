"""Numbers as they are printed, in the reader's language."""

from django.utils.formats import number_format

DASH = "—"
"""What stands where there is nothing to count."""
PER_CENT = 100


def decimal(value: float, places: int = 1) -> str:
    """Give a number with so many places; rounded first, since Django's formatting cuts.

    >>> decimal(91.66)
    '91.7'
    """
    return number_format(round(value, places), decimal_pos=places)


def per_cent(share: float | None) -> str:
    """Give a share, 0 to 1, in per cent with its sign; a dash where there is none.

    >>> per_cent(11 / 12), per_cent(None)
    ('91.7%', '—')
    """
    return DASH if share is None else f"{decimal(share * PER_CENT)}%"
