"""What falls with a lost telephone."""

from uuid import UUID

from jiezhi.accounts.models import RecoveryCode, SecondFactor


def forget_factor(user_id: UUID) -> None:
    """Take away telephone and codes of a user, within a deed."""
    SecondFactor.objects.filter(pk=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()
