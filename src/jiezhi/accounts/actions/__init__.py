"""Everything that can be done with a sign-in, one verb a function."""

from jiezhi.accounts.actions.entering import enter, enter_by_provider, give_code, leave
from jiezhi.accounts.actions.factors import renew_paper_codes, turn_off_factor, turn_on_factor

__all__ = [
    "enter",
    "enter_by_provider",
    "give_code",
    "leave",
    "renew_paper_codes",
    "turn_off_factor",
    "turn_on_factor",
]
