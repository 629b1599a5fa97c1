"""Why a sealed value could not be opened. No message ever holds a value or a key."""


class VaultError(Exception):
    """The vault refused. It is a fault of the installation, or an attack: never something a user typed."""


class NotSealedError(VaultError):
    """The text is no envelope: plain text in a sealed column, or one that was cut off."""


class TamperedError(VaultError):
    """The envelope was altered, or belongs to another column."""


class UnknownKeyError(VaultError):
    """The key that sealed the value is not here."""


class WrongKeyError(VaultError):
    """What lies under a key's name is another key."""


class LostKeyError(VaultError):
    """A key that must exist beside the others is missing; making a new one would hide the loss."""
