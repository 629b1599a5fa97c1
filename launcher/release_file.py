"""The file in which a release travels: a plain tar of one folder, with the hash of every member and a signature.

The same members give the same bytes, wherever and whenever the file is made.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from launcher.console import RefusalError
from launcher.signing import check_signature, sign

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
CHECKED = "signature.json"
"""Made here and never a member: what `unpack` saw of the signature."""
CARD = "release.json"
"""A member, so that it is signed; `launcher.bundle` writes it."""
NAME = re.compile(r"jiezhi-[0-9][0-9A-Za-z.+-]{0,40}")
PROGRAMS = {"jiezhi"}
"""Members that may be started."""


def write_release(folder: Path, target: Path, *, key: Path, at: int) -> None:
    """Pack a folder into one signed file, which appears under its name only when it is whole.

    Args:
        folder: Its name becomes the one folder inside.
        target: The file.
        key: The private key that signs.
        at: The time that all members carry, in seconds since 1970.
    """
    names = sorted(str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file())
    sums = "".join(f"{_digest(folder / name)}  {name}\n" for name in names).encode()
    draft = target.with_name(f".{target.name}.part")
    with tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, f"{folder.name}/{SUMS}", sums, at=at)
        _add(tar, f"{folder.name}/{SIGNATURE}", sign(sums, key), at=at)
        for name in names:
            _add(tar, f"{folder.name}/{name}", (folder / name).read_bytes(), at=at)
    draft.replace(target)


def unpack_release(source: Path, releases: Path, *, public: Path) -> Path:
    """Check a release and put it beside the others; nothing unsigned reaches the disk under its final name.

    Args:
        source: The file.
        releases: The folder of releases.
        public: The public half of the key that signs.

    Returns:
        The folder of the release.

    Raises:
        RefusalError: The signature does not fit, a member was changed, is missing or was added, the folder is not
            called after the signed version, or it is there already.
    """
    with _opened(source) as tar:
        root, wanted = _signed_sums(tar, public)
        target = releases / root
        if target.exists():
            raise RefusalError(f"{target} is there already. Remove it first if it is to be unpacked again.")
        draft = releases / f".{root}.part"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            _extract(tar, root, wanted, draft)
            _refuse_other_name(root, draft)
            _note_check(draft, public)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    draft.rename(target)
    return target


def _signed_sums(tar: tarfile.TarFile, public: Path) -> tuple[str, dict[str, str]]:
    sums, signature = tar.next(), tar.next()
    if sums is None or signature is None or PurePosixPath(sums.name).name != SUMS:
        raise RefusalError("This is not a release of Jiezhi: it does not begin with its list of hashes.")
    content = _read(tar, sums)
    check_signature(content, _read(tar, signature), public)
    root = PurePosixPath(sums.name).parts[0]
    if not NAME.fullmatch(root) or len(PurePosixPath(sums.name).parts) != 2:
        raise RefusalError(
            f"This is not a release of Jiezhi: its folder is called {root[:40]!r}, and not jiezhi-VERSION. "
            "Nothing was installed; get the release again."
        )
    lines = content.decode().splitlines()
    return root, {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}


def _refuse_other_name(root: str, draft: Path) -> None:
    """Hold the folder's name against the signed card: the name itself is in the file, but not under the signature."""
    try:
        version = json.loads((draft / CARD).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusalError(
            f"The release has no card ({CARD}) that says which one it is. Nothing was installed; get it again."
        ) from error
    if root != f"jiezhi-{version}":
        raise RefusalError(
            f"The folder of the release is called {root}, but what was signed is {version}: somebody gave it another "
            "name. Nothing was installed; get the release again."
        )


def _extract(tar: tarfile.TarFile, root: str, wanted: dict[str, str], draft: Path) -> None:
    left = dict(wanted)
    for member in tar.getmembers()[2:]:
        name = member.name.removeprefix(f"{root}/")
        digest, content = left.pop(name, None), _read(tar, member)
        is_inside = (
            name != CHECKED
            and not PurePosixPath(name).is_absolute()
            and ".." not in PurePosixPath(name).parts
        )
        if not is_inside or digest is None or hashlib.sha256(content).hexdigest() != digest:
            raise RefusalError(
                f"{name} is not what was signed. Nothing was installed; get the release again."
            )
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755 if name in PROGRAMS else 0o644)
        os.utime(
            path, (member.mtime, member.mtime)
        )  # translations count as compiled while no older than their source
    if left:
        raise RefusalError(f"The release is not whole: {min(left)} is missing. Get it again.")


def _note_check(draft: Path, public: Path) -> None:
    """Write down beside the release that its signature was checked, when, and against which key.

    A file of its own: `release.json` stays as it was signed.
    """
    note = {
        "signature": "checked",
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "key_sha256": hashlib.sha256(public.read_bytes()).hexdigest(),
    }
    (draft / CHECKED).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise RefusalError(f"{source} is damaged or not whole ({error}). Get the release again.") from error


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member) if member.isfile() else None
    if file is None:
        raise RefusalError(f"{member.name} is no plain file; releases hold nothing else.")
    return file.read()


def _add(tar: tarfile.TarFile, name: str, content: bytes, *, at: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime = len(content), at
    member.mode = 0o755 if PurePosixPath(name).name in PROGRAMS and name.count("/") == 1 else 0o644
    tar.addfile(member, io.BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
