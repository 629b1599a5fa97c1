"""A reply is read by everybody who reported the matter, and by a superior: it names no person's numbers."""

from django.utils.translation import gettext as _

from jiezhi.core.masking import find_private
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
