"""The way back: unpack apart, look at it from all sides, bring it up to this release, and change over in one step."""

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

import jiezhi
from jiezhi.kit.vault import VaultError, key_provider
from jiezhi.kit.vault.keys import key_id_of
from jiezhi.safekeeping.archive import read_archive
from jiezhi.safekeeping.drill import run_apart
from jiezhi.safekeeping.errors import RestoreError
from jiezhi.safekeeping.manifest import Manifest
from jiezhi.safekeeping.members import FILES, put_back
from jiezhi.safekeeping.presence import alone, refuse_while_switching
from jiezhi.safekeeping.recipients import read_identity
from jiezhi.safekeeping.signing import own_signer
from jiezhi.safekeeping.stores import engine, store
from jiezhi.witness.heads import machine_account, note_heads

RESTORING = ".restoring-"


@dataclass(frozen=True)
class Restored:
    """What a restoration did.

    Args:
        made_at: When the archive was made: what was done since is not in it.
        epoch: The number of this restoration.
        files: How many files were put back.
        kept: Where the database that was there is kept; empty when there was none.
    """

    made_at: datetime
    epoch: int
    files: int
    kept: str


def restore(path: Path, *, identity_path: Path, signer: str = "", is_replacing: bool = False) -> Restored:
    """Put an archive back.

    Until the very last step the installation is untouched; that step is a change of one name.

    Args:
        path: The archive.
        identity_path: The file with the private key of one of its holders.
        signer: Name of the signer from the key sheet, where this machine has not made the archive itself.
        is_replacing: Whether a database with records gives way; it is kept aside.

    Raises:
        RestoreError: Why not, and what to do.
    """
    refuse_while_switching()
    connections.close_all()
    database = store()
    is_empty = database.is_empty()
    if not is_empty and not is_replacing:
        raise RestoreError(
            _("There are records in the database already. With --replace they give way and are kept aside.")
        )
    records = Path(settings.RECORDS_FOLDER)
    for left in records.glob(f"{RESTORING}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=records, prefix=RESTORING) as name:
        folder = Path(name)
        manifest, found = read_archive(path, read_identity(identity_path), folder)
        refuse_stranger(found, signer)
        refuse_unfit(manifest)
        try:
            epoch = max(manifest.holding.epoch, database.epoch()) + 1
            _adopt(database.prepare(folder), folder, manifest, name=path.name, epoch=epoch)
            with alone():
                database.hold_still()
                files = put_back(folder)
                aside = "" if is_empty else f"before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
                kept = database.replace(folder, aside=aside)
        finally:
            database.discard(folder)
    _tell_witness()
    return Restored(manifest.made_at, epoch, files, kept)


def _tell_witness() -> None:
    """Note outside the database that its shorter chains are right from here on, and which account said so.

    After the change-over and not before: a kill in between leaves an alarm too many (`check_audit --restored` ends
    it), never a minute in which a cut tail would agree with the heads.
    """
    note_heads(at=datetime.now(UTC), is_restored=True, confirmed_by=machine_account())


def refuse_stranger(found: str, signer: str) -> None:
    """Refuse an archive that neither this installation nor the one on the key sheet has signed.

    Raises:
        RestoreError: It names the signer that was found.
    """
    expected = signer.strip().upper() or own_signer()
    if expected is None:
        raise RestoreError(
            _(
                "The archive was signed by %(found)s, and this machine has no key of its own to compare with. Look at "
                "the key sheet of the installation; if it names the same signer, add --signer %(found)s"
            )
            % {"found": found}
        )
    if found != expected:
        raise RestoreError(
            _(
                "The archive was signed by %(found)s, not by %(expected)s. If another machine of this office made it, "
                "compare with its key sheet and add --signer %(found)s"
            )
            % {"found": found, "expected": expected}
        )


def refuse_unfit(manifest: Manifest) -> None:
    """Refuse an archive of a newer release, of the other database, or one whose vault keys are not here.

    Raises:
        RestoreError: Which of them.
    """
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {app for app, _dot, _name in (name.partition(".") for name in known)}
    unknown = [
        name for name in manifest.holding.migrations if name not in known and name.split(".")[0] in ours
    ]
    if unknown:
        raise RestoreError(
            _(
                "The archive is of release %(theirs)s and this is %(ours)s, which is older. Install that one first."
            )
            % {"theirs": manifest.version, "ours": jiezhi.__version__}
        )
    if manifest.engine != engine():
        raise RestoreError(
            _(
                "The archive is of %(theirs)s and this installation runs on %(ours)s. Set DATABASE_URL accordingly."
            )
            % {"theirs": manifest.engine, "ours": engine()}
        )
    missing = missing_keys(manifest)
    if missing:
        raise RestoreError(
            _(
                "These vault keys are missing here: %(keys)s. Without them phone numbers and sessions stay shut. Put "
                "them back from the key sheet (./jiezhi keys enter FILE), then restore."
            )
            % {"keys": ", ".join(missing)}
        )


def missing_keys(manifest: Manifest) -> list[str]:
    """Give the ids of vault keys that sealed what is in the archive and are not here."""
    keys = key_provider()
    here = set(keys.key_ids())
    missing = [key_id for key_id in manifest.vault_key_ids if key_id not in here]
    try:
        index = key_id_of(keys.index_key()) if here else ""
    except VaultError:
        index = ""
    return missing + ([f"index ({manifest.index_key_id})"] if index != manifest.index_key_id else [])


def _adopt(url: str, folder: Path, manifest: Manifest, *, name: str, epoch: int) -> None:
    words = [
        "adopt_archive",
        "--name",
        name,
        "--epoch",
        str(epoch),
        "--made-at",
        manifest.made_at.isoformat(),
    ]
    done = run_apart(words, url=url, folder=folder / FILES)
    try:
        breaches = json.loads(done.stdout.splitlines()[-1])["breaches"]
    except (IndexError, ValueError):
        raise RestoreError(
            _("The archive could not be brought up to this release (%(last)s). Nothing was put back.")
            % {"last": done.stderr.strip()[-300:]}
        ) from None
    if breaches:
        raise RestoreError(
            _(
                "What the archive holds does not hold together: %(first)s. Nothing was put back; take another backup."
            )
            % {"first": f"{breaches[0]['row']}: {breaches[0]['sentence'].rstrip('.。')}"}
        )
