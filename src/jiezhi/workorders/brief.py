"""A brief tells a department what to do; who asked for it stays with the request."""

from django.utils.translation import gettext as _

from jiezhi.core.masking import find_personal, find_private
from jiezhi.kit.errors import InvalidError

LONGEST_BRIEF = 2000
"""Characters; more belongs into an attachment."""


def require_clean_brief(brief: str) -> str:
    """Give the brief, trimmed, if it can be handed to a department.

    Raises:
        InvalidError: It is empty, too long, or holds what looks like a number or address of a person.
    """
    brief = brief.strip()
    if not brief:
        raise InvalidError(_("Say in a sentence what is to be done."))
    if len(brief) > LONGEST_BRIEF:
        raise InvalidError(
            _("The brief is longer than %(limit)d characters. Shorten it.") % {"limit": LONGEST_BRIEF}
        )
    found = find_personal(brief)
    if found:
        raise InvalidError(
            _(
                "The brief holds what looks like a number or address of a person (%(found)s). Take it out: "
                "a brief goes to the department, and the reporter's own data stay with the request."
            )
            % {"found": found[0]},
        )
    return brief


def require_clean_note(note: str, *, lacking: str = "") -> str:
    """Give a note, trimmed, if it can stand in an order's history: every department that reads the order reads it.

    Args:
        note: As it was typed.
        lacking: What to say where there is none; empty where it may stay empty.

    Raises:
        InvalidError: It is needed and empty, or holds what looks like a mobile, identity or bank card number.
    """
    note = note.strip()
    if not note and lacking:
        raise InvalidError(lacking)
    found = find_private(note)
    if found:
        raise InvalidError(
            _(
                "The note holds what looks like a person's mobile, identity or bank card number (%(found)s). Take it "
                "out: everybody who reads the order reads it. The landline of an office is fine."
            )
            % {"found": found[0]},
        )
    return note
