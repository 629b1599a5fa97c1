"""The file of a backup: a tar of its members with the signed manifest last, through zstd, through age.

Written and read as a stream: memory stays flat however large the office is.
"""

import errno
import hashlib
import io
import os
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyrage
import zstandard
from django.utils.translation import gettext as _

from jiezhi.safekeeping.errors import RestoreError
from jiezhi.safekeeping.manifest import FORMAT, Manifest, Member, read_manifest
from jiezhi.safekeeping.recipients import Identity
from jiezhi.safekeeping.signing import sign, signer_of

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
NAMES = re.compile(
    r"database\.(sqlite3|dump)|files/(uploads|intake)/([0-9a-f-]+/){0,2}[0-9a-f-]+\.(jpg|sealed)"
    r"|files/classifiers/[0-9a-f-]+/(model\.npz|card\.json)"
)
"""What may be in an archive besides its manifest: a name can lead nowhere else."""
LEVEL = 3
CHUNK = 1 << 20
Source = tuple[str, Path]


def write_archive(
    path: Path,
    sources: Iterable[Source],
    recipients: list[pyrage.x25519.Recipient],
    tell: Callable[[list[Member]], Manifest],
) -> None:
    """Write an archive and sync it to the disk.

    Args:
        path: Where to; nobody must take it for a backup yet.
        sources: Names with the files to read; those that are gone meanwhile are left out.
        recipients: Public keys that open it.
        tell: Makes the manifest from the members as they were read.
    """

    def pump(pipe: IO[bytes]) -> None:
        packer = zstandard.ZstdCompressor(level=LEVEL)
        with packer.stream_writer(pipe) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
            members = [member for source in sources if (member := _add(tar, *source))]
            manifest = tell(members).as_bytes()
            _add_bytes(tar, MANIFEST, manifest)
            _add_bytes(tar, SIGNATURE, sign(manifest))

    with path.open("xb") as file, _beside(pump, is_writer=True) as stream:
        pyrage.encrypt_io(stream, file, recipients)
        file.flush()
        os.fsync(file.fileno())


def read_archive(path: Path, identity: Identity, folder: Path) -> tuple[Manifest, str]:
    """Unpack an archive into an empty folder, and give its manifest and the name of its signer.

    Raises:
        RestoreError: The key does not open it, it is damaged, or its signature or a hash does not fit.
    """
    found: dict[str, Member] = {}

    def unpack(pipe: IO[bytes]) -> None:
        stream = zstandard.ZstdDecompressor().stream_reader(pipe)
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for entry in tar:
                found[entry.name] = _extract(tar, entry, folder)
        # What is behind the end of the tar must pass as well, or the writer finds the pipe closed.
        while stream.read(CHUNK) or pipe.read(CHUNK):
            continue

    try:
        with path.open("rb") as file, _beside(unpack, is_writer=False) as stream:
            pyrage.decrypt_io(file, stream, [identity])
    except (pyrage.DecryptError, tarfile.TarError, zstandard.ZstdError, OSError, EOFError) as error:
        raise _unreadable(path, error) from error
    if not {MANIFEST, SIGNATURE} <= found.keys():
        raise _unreadable(path, EOFError())
    return _verified(folder, found)


def _verified(folder: Path, found: dict[str, Member]) -> tuple[Manifest, str]:
    content = (folder / MANIFEST).read_bytes()
    signer = signer_of(content, (folder / SIGNATURE).read_bytes())
    if signer is None:
        raise RestoreError(
            _(
                "The signature of the archive does not fit: somebody changed it after it was made, or made it up. "
                "Nothing was put back. Take another backup."
            )
        )
    manifest = read_manifest(content)
    if manifest.format > FORMAT:
        raise RestoreError(
            _("The archive was made by a newer release (%(version)s). Install that one first.")
            % {"version": manifest.version}
        )
    inside = {name: member for name, member in found.items() if name not in (MANIFEST, SIGNATURE)}
    if inside != {member.name: member for member in manifest.members}:
        raise RestoreError(
            _(
                "What is in the archive is not what its manifest names. Nothing was put back. Take another backup."
            )
        )
    return manifest, signer


def _unreadable(path: Path, error: BaseException) -> RestoreError:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return RestoreError(
            _("The disk is full: there is no room to unpack the archive. Make room and try again.")
        )
    if isinstance(error, pyrage.DecryptError) and "matching" in str(error).lower():
        return RestoreError(
            _(
                "The key does not open %(name)s: it belongs to other backups. Use the key of one of its holders."
            )
            % {"name": path.name}
        )
    return RestoreError(
        _(
            "%(name)s is damaged or was not copied whole. Nothing was put back. Take another copy or another backup."
        )
        % {"name": path.name}
    )


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Member | None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        entry = tarfile.TarInfo(name)
        entry.size = os.fstat(file.fileno()).st_size
        entry.mode = 0o600
        reader = _Hashing(file)
        tar.addfile(entry, cast("IO[bytes]", reader))
    return Member(name, entry.size, reader.digest.hexdigest())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _extract(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> Member:
    source = tar.extractfile(entry) if entry.isreg() else None
    if source is None or not (entry.name in (MANIFEST, SIGNATURE) or NAMES.fullmatch(entry.name)):
        raise tarfile.ReadError("an entry that no backup has")
    target = folder / entry.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    reader = _Hashing(source)
    with target.open("xb") as file:
        while part := reader.read(CHUNK):
            file.write(part)
    return Member(entry.name, entry.size, reader.digest.hexdigest())


class _Hashing:
    """A reader that keeps the hash of what passes through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._source.read(size)
        self.digest.update(part)
        return part


@contextmanager
def _beside(work: Callable[[IO[bytes]], None], *, is_writer: bool) -> Iterator[IO[bytes]]:
    """Let `work` run in a thread at one end of a pipe, give the other end, and raise what went wrong at either."""
    reading, writing = os.pipe()
    theirs, ours = (
        (os.fdopen(writing, "wb"), os.fdopen(reading, "rb"))
        if is_writer
        else (
            os.fdopen(reading, "rb"),
            os.fdopen(writing, "wb"),
        )
    )

    def run() -> None:
        with theirs:
            work(theirs)

    with ThreadPoolExecutor(max_workers=1) as threads:
        working = threads.submit(run)
        with ours:
            yield ours
        working.result()
