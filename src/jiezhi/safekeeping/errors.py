from jiezhi.kit.errors import DomainError


class SafekeepingError(DomainError):
    """What keeps the installation safe could not be done."""

    code = "not_safe"


class BackupError(SafekeepingError):
    """No backup was made, or one that does not count."""

    code = "no_backup"


class RestoreError(SafekeepingError):
    """An archive is not put back: it is not whole, not ours, or something else is in its place."""

    code = "not_restored"


class UpgradeError(SafekeepingError):
    """The newer release is not switched to; the installation is what it was."""

    code = "not_upgraded"
