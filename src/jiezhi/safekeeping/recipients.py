"""Who can open a backup: the holders of private keys that this machine does not have.

Public halves stand in a file, one a line with the name of its holder, in the form of age (age-encryption.org/v1).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyrage
from django.conf import settings
from django.utils.translation import gettext as _

from jiezhi.kit.durable import write_durably
from jiezhi.safekeeping.errors import BackupError, RestoreError

FEWEST = 2
Identity: TypeAlias = pyrage.x25519.Identity
"""A private key, as age has it."""


@dataclass(frozen=True)
class Holder:
    """Who keeps a private key, and its public half."""

    name: str
    public: str


def holders() -> list[Holder]:
    """Give those who can open backups."""
    path = _path()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [
        Holder(name.strip(), public)
        for public, _space, name in (line.partition(" ") for line in lines)
        if public
    ]


def add_holder(name: str, public: str) -> None:
    """Let one more key open the backups that are made from now on.

    Raises:
        BackupError: It is no public key, or there already.
    """
    public = public.strip()
    try:
        pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise BackupError(
            _("This is not a public key of age. It begins with age1 and has 62 characters; copy it whole.")
        ) from None
    if public in [holder.public for holder in holders()]:
        raise BackupError(_("This key opens the backups already. Each holder has a key of their own."))
    label = re.sub(r"\s+", " ", name).strip()
    lines = [f"{holder.public} {holder.name}" for holder in holders()] + [f"{public} {label}"]
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(path, "".join(f"{line}\n" for line in lines).encode())


def make_pair(name: str) -> str:
    """Make a pair, keep its public half, and give the private one, which is kept nowhere here."""
    identity = Identity.generate()
    add_holder(name, str(identity.to_public()))
    return str(identity)


def public_keys(*, is_one_enough: bool) -> list[pyrage.x25519.Recipient]:
    """Give the keys to encrypt to.

    Raises:
        BackupError: There are fewer than two: when one key is lost, so are all backups.
    """
    found = holders()
    if len(found) >= (1 if is_one_enough else FEWEST):
        return [pyrage.x25519.Recipient.from_str(holder.public) for holder in found]
    raise BackupError(
        _(
            "No backup was made: %(count)d of at least two keys that open it are known here. Make a pair for each "
            "holder with: ./jiezhi backup keys --holder NAME. One alone is taken with --one-recipient; if that key "
            "is lost, no backup can be opened."
        )
        % {"count": len(found)}
    )


def read_identity(path: Path) -> Identity:
    """Read a private key from its file: the line that begins with AGE-SECRET-KEY-.

    Raises:
        RestoreError: There is none in it.
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        words = next(line.strip() for line in lines if line.strip().startswith("AGE-SECRET-KEY-"))
        return Identity.from_str(words)
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError):
        raise RestoreError(
            _("%(path)s holds no private key. It is the file with the line that begins with AGE-SECRET-KEY-.")
            % {"path": path}
        ) from None


def _path() -> Path:
    return Path(settings.BACKUP_KEY_FOLDER) / "recipients"
