"""A brief tells a department what to do; who asked for it stays with the request."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.core.masking import find_personal, find_private
from jiezhi.kit.errors import InvalidError

LONGEST_BRIEF = 2000
"""Characters; more belongs into an attachment."""
WORK_LEFT_NEEDED = _("Say what is still to be done: the department reads it.")
"""What is said of a check on site that finds the thing not done, and does not tell what is left."""


@dataclass(frozen=True)
class BriefWords:
    """What is said where a text cannot be taken, in the words of the field in which it was typed.

    Attributes:
        empty: There is none.
        longer: It is longer than `%(limit)d` characters.
        personal: It holds `%(found)s`.
    """

    empty: str | Promise
    longer: str | Promise
    personal: str | Promise


OF_ORDER = BriefWords(
    empty=_("Say in a sentence what is to be done."),
    longer=_("The brief is longer than %(limit)d characters. Shorten it."),
    personal=_(
        "The brief holds what looks like a number or address of a person (%(found)s). Take it out: "
        "a brief goes to the department, and the reporter's own data stay with the request."
    ),
)


def require_clean_brief(brief: str, *, said: BriefWords = OF_ORDER) -> str:
    """Give the brief, trimmed, if it can be handed to a department.

    Args:
        brief: As it was typed.
        said: The words of a field that is no brief of an order.

    Raises:
        InvalidError: It is empty, too long, or holds what looks like a number or address of a person.
    """
    brief = brief.strip()
    if not brief:
        raise InvalidError(str(said.empty))
    if len(brief) > LONGEST_BRIEF:
        raise InvalidError(str(said.longer) % {"limit": LONGEST_BRIEF})
    refuse_personal(brief, said.personal)
    return brief


def refuse_personal(text: str, problem: str | Promise) -> None:
    """Refuse a text from which a brief is made, in the words of its own field.

    Raises:
        InvalidError: It holds what looks like a number or address of a person.
    """
    found = find_personal(text)
    if found:
        raise InvalidError(str(problem) % {"found": found[0]})


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
