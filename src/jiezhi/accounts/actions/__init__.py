"""Everything that can be done with a sign-in, one verb a function."""

from jiezhi.accounts.actions.browsers import end_other_sessions, end_own_session
from jiezhi.accounts.actions.entering import EntryTry, enter, enter_by_provider, give_code, leave
from jiezhi.accounts.actions.factors import renew_paper_codes, turn_off_factor, turn_on_factor
from jiezhi.accounts.actions.identities import link_identity, unlink_identity
from jiezhi.accounts.actions.passwords import change_password, choose_password, confirm_password, try_slip
from jiezhi.accounts.actions.users import close_account, issue_slip, make_user, open_account

__all__ = [
    "EntryTry",
    "change_password",
    "choose_password",
    "close_account",
    "confirm_password",
    "end_other_sessions",
    "end_own_session",
    "enter",
    "enter_by_provider",
    "give_code",
    "issue_slip",
    "leave",
    "link_identity",
    "make_user",
    "open_account",
    "renew_paper_codes",
    "try_slip",
    "turn_off_factor",
    "turn_on_factor",
    "unlink_identity",
]
