"""A backup: snapshot, files, archive, and the drill without which it does not count."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pyrage
from django.conf import settings
from django.utils.translation import gettext as _

import jiezhi
from jiezhi.core.backup_keeping import kept
from jiezhi.kit.durable import sync_folder
from jiezhi.kit.errors import DomainError
from jiezhi.kit.vault import key_provider
from jiezhi.kit.vault.keys import key_id_of
from jiezhi.safekeeping.actions import OPERATOR, fail_backup, pass_backup, start_backup
from jiezhi.safekeeping.archive import read_archive, write_archive
from jiezhi.safekeeping.drill import breaches_in
from jiezhi.safekeeping.errors import BackupError
from jiezhi.safekeeping.manifest import Holding, Manifest, Member
from jiezhi.safekeeping.members import FILES, hold_passing_files, sources
from jiezhi.safekeeping.recipients import Identity, public_keys
from jiezhi.safekeeping.stores import engine, store

STAMP = "%Y%m%dT%H%M%SZ"
SUFFIX = ".backup"
MAKING, DRAFT = ".making-", ".draft-"
LOCK = "backing-up.lock"


def make_backup(*, is_one_enough: bool = False) -> Path:
    """Make a backup, restore it into scratch, check it, and give its file.

    Raises:
        BackupError: None was made, or it does not hold what it should; the reason is noted with the run.
    """
    folder = Path(settings.BACKUP_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    recipients = public_keys(is_one_enough=is_one_enough)
    with _alone(folder):
        began = datetime.now(UTC)
        run = start_backup(actor=OPERATOR, at=began)
        try:
            path = _make(folder, recipients, began)
        except (DomainError, OSError) as error:
            told = error.message if isinstance(error, DomainError) else str(error)
            fail_backup(run_id=run.pk, error=told, actor=OPERATOR, at=datetime.now(UTC))
            raise
        size = path.stat().st_size
        pass_backup(run_id=run.pk, path=path, size_bytes=size, actor=OPERATOR, at=datetime.now(UTC))
        forget_old(folder)
    return path


def _make(folder: Path, recipients: list[pyrage.x25519.Recipient], began: datetime) -> Path:
    # A key for one hour: with it the finished file is read back from the disk, then it is forgotten. Nobody who
    # comes to the machine later can open the file, and what was checked is the file itself, not its ingredients.
    own = Identity.generate()
    # Beside the database and not on the medium of the backups, which may be carried away or belong to others: only the
    # sealed draft is written there.
    draft = folder / f"{DRAFT}{began.strftime(STAMP)}"
    with tempfile.TemporaryDirectory(dir=settings.RECORDS_FOLDER, prefix=MAKING) as name:
        making = Path(name)
        hold_passing_files(making / "passing")
        with store().snapshot(making) as (database, holding):
            hold_passing_files(making / "passing")

            def tell(members: list[Member]) -> Manifest:
                return describe(members, holding, began)

            content = [(store().MEMBER, database), *sources(making / "passing")]
            write_archive(draft, content, [*recipients, own.to_public()], tell)
        database.unlink()
        _drill(draft, own, making / "drill", holding)
        target = folder / f"jiezhi-{began.strftime(STAMP)}-{jiezhi.__version__}{SUFFIX}"
        draft.replace(target)
        sync_folder(folder)
    return target


def describe(members: list[Member], holding: Holding, made_at: datetime) -> Manifest:
    """Give the manifest of an archive with these members."""
    keys = key_provider()
    return Manifest(
        made_at=made_at,
        version=jiezhi.__version__,
        engine=engine(),
        vault_key_ids=keys.key_ids(),
        index_key_id=key_id_of(keys.index_key()),
        holding=holding,
        members=members,
    )


def _drill(draft: Path, own: Identity, scratch: Path, holding: Holding) -> None:
    scratch.mkdir()
    manifest, _signer = read_archive(draft, own, scratch)
    database = store()
    try:
        url = database.prepare(scratch)
        if not manifest.holding == holding == database.holding(scratch):
            raise BackupError(
                _("The restored copy does not hold what the database held. It was thrown away.")
            )
        breaches = breaches_in(url, scratch / FILES)
    finally:
        database.discard(scratch)
    if breaches:
        raise BackupError(
            _("The backup was restored into scratch, and the checks found: %(breaches)s. Run ./jiezhi check.")
            % {"breaches": "; ".join(breaches[:3])}
        )


def forget_old(folder: Path) -> list[Path]:
    """Remove the backups that the rules no longer keep, and give them."""
    files = {path: moment for path in folder.glob(f"*{SUFFIX}") if (moment := made_at(path))}
    staying = kept(list(files.values()), **settings.BACKUP_KEPT)
    gone = sorted(path for path, moment in files.items() if moment not in staying)
    for path in gone:
        path.unlink()
    return gone


def made_at(path: Path) -> datetime | None:
    """Read from a backup's name when it was made; None when the name is not ours."""
    try:
        return datetime.strptime(path.name.split("-")[1], STAMP).replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one backup run at a time, and sweep away what a killed one left."""
    with (Path(settings.RECORDS_FOLDER) / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(
                _("Another backup is being made at this moment. Wait until it has ended.")
            ) from None
        sweep(folder)
        try:
            yield
        finally:
            sweep(folder)


def sweep_after_a_kill() -> None:
    """Take away what a killed backup left, unless one is being made at this moment."""
    with suppress(BackupError), _alone(Path(settings.BACKUP_FOLDER)):
        pass


def sweep(folder: Path) -> None:
    """Take away what a backup leaves that failed or was killed: plain data beside the database, and its draft."""
    # Earlier releases worked in the folder of the backups.
    for left in (*Path(settings.RECORDS_FOLDER).glob(f"{MAKING}*"), *folder.glob(f"{MAKING}*")):
        shutil.rmtree(left, ignore_errors=True)
    for draft in folder.glob(f"{DRAFT}*"):
        draft.unlink(missing_ok=True)
