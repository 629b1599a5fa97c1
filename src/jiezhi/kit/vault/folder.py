"""Keys in a local folder: one file a key, and a marker that names the current one.

The folder must not be part of the backup of the database: who has both has everything.
"""

import os
import secrets
from pathlib import Path

from jiezhi.kit.durable import sync_folder, write_durably
from jiezhi.kit.vault.errors import LostKeyError, UnknownKeyError
from jiezhi.kit.vault.keys import KEY_SIZE, key_id_of


def _write_once(path: Path, content: str) -> bool:
    """Put a complete file at `path` unless one is there; say whether it was ours.

    A hard link is made of a finished file, so that a process that loses the race can never read half a key.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    write_durably(draft, content.encode("ascii"))
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    sync_folder(path.parent)
    return True


class FolderKeys:
    """The provider that needs nothing but a disk."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        self._marker = self.folder / "current"
        self._seen: tuple[int, int, str] | None = None
        # It never changes, and every request needs it for its session.
        self._index_key: bytes | None = None

    def current_id(self) -> str:
        """Give the marked key's id; look at the marker again when another process has changed it."""
        try:
            state = self._marker.stat()
        except FileNotFoundError:
            self._found()
            state = self._marker.stat()
        if self._seen is None or self._seen[:2] != (state.st_mtime_ns, state.st_ino):
            self._seen = (state.st_mtime_ns, state.st_ino, self._marker.read_text(encoding="ascii").strip())
        return self._seen[2]

    def key_ids(self) -> list[str]:
        """Give every key id, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.key") if path.stem != "index")

    def sealing_key(self, key_id: str) -> bytes:
        """Read one key."""
        try:
            return bytes.fromhex((self.folder / f"{key_id}.key").read_text(encoding="ascii"))
        except FileNotFoundError:
            raise UnknownKeyError(
                f"Key {key_id} is not in {self.folder}. Put back the key file that belongs to this database."
            ) from None

    def index_key(self) -> bytes:
        """Read the key of indexes, which was made together with the first sealing key."""
        if self._index_key is not None:
            return self._index_key
        self.current_id()
        try:
            self._index_key = bytes.fromhex((self.folder / "index.key").read_text(encoding="ascii"))
        except FileNotFoundError:
            raise LostKeyError(
                f"index.key is missing from {self.folder} although other keys are there. "
                "Put it back, or nothing can be found by phone or code."
            ) from None
        return self._index_key

    def add_key(self) -> str:
        """Make a key and move the marker to it in one step."""
        self.current_id()
        key_id = self._new_key()
        write_durably(self._marker, key_id.encode("ascii"))
        return key_id

    def _found(self) -> None:
        """Make the first keys. The marker comes last: a kill in between leaves a spare key and no harm."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.key_ids() and not (self.folder / "index.key").exists():
            raise LostKeyError(
                f"{self.folder} holds sealing keys but no index.key: put the missing files back."
            )
        _write_once(self.folder / "index.key", secrets.token_hex(KEY_SIZE))
        key_id = self._new_key()
        if not _write_once(self._marker, key_id):
            (self.folder / f"{key_id}.key").unlink()

    def _new_key(self) -> str:
        key = secrets.token_bytes(KEY_SIZE)
        key_id = key_id_of(key)
        _write_once(self.folder / f"{key_id}.key", key.hex())
        return key_id
