"""What holds for everything that is done to the account or the posts of a colleague."""

from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.organisation.errors import SameHandError

USER = "accounts.user"


def not_oneself(actor: Actor, user_id: UUID) -> None:
    """Refuse what nobody may do for themselves.

    Raises:
        SameHandError: The colleague is the actor.
    """
    if actor.id == str(user_id):
        raise SameHandError(
            _("Nobody does this for themselves. Ask a colleague who holds the same permission.")
        )
