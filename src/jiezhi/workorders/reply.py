"""A reply is read by everybody who reported the matter, and by a superior: it names no person's numbers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.masking import find_private
from jiezhi.core.standard_answers import has_open_places
from jiezhi.kit.errors import InvalidError


def require_clean_reply(reply: str, *, lacking: str) -> str:
    """Give the reply, trimmed, if it can be read by every reporter of the matter.

    Args:
        reply: As it was typed.
        lacking: What to say where there is none.

    Raises:
        InvalidError: It is empty, or holds what looks like a mobile, identity or bank card number.
    """
    reply = reply.strip()
    if not reply:
        raise InvalidError(lacking)
    if has_open_places(reply):
        raise InvalidError(_("A place in braces is not filled in. Put the words there that belong there."))
    found = find_private(reply)
    if found:
        raise InvalidError(
            _(
                "The reply holds what looks like a person's mobile, identity or bank card number (%(found)s). Leave it "
                "out: everybody who reported the matter reads the reply. The landline of an office is fine."
            )
            % {"found": found[0]},
        )
    return reply


@dataclass(frozen=True)
class AnsweredOrder:
    """What an order fills into a standard answer."""

    number: str
    matter: str
    place: str
    department: str
    opened_at: datetime
    due_at: datetime | None

    def words(self, *, on: date) -> dict[str, str]:
        """Give its words by the keys of `core.standard_answers.PLACES`."""
        due = timezone.localtime(self.due_at) if self.due_at else None
        return {
            "number": self.number,
            "matter": self.matter,
            "place": self.place,
            "department": self.department,
            "opened_on": f"{timezone.localtime(self.opened_at):%Y-%m-%d}",
            "due_on": f"{due:%Y-%m-%d}" if due else "",
            "today": f"{on:%Y-%m-%d}",
        }
