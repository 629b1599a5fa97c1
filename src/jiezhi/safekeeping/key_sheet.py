"""The key sheet: what must be kept on paper, apart from every backup, and typed in again on a new machine."""

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from jiezhi.kit.durable import write_durably
from jiezhi.kit.vault import key_provider
from jiezhi.kit.vault.keys import KEY_SIZE, key_id_of
from jiezhi.safekeeping.errors import RestoreError
from jiezhi.safekeeping.recipients import holders
from jiezhi.safekeeping.signing import own_signer

LINE = re.compile(r"^key (index|[0-9a-f]{8}) +((?:[0-9a-f]{4} +){16})check ([0-9a-f]{4})$", re.MULTILINE)
MARK = re.compile(r"^current ([0-9a-f]{8})$", re.MULTILINE)


def key_sheet() -> str:
    """Give the sheet as text: vault keys with check digits, the installation's signer, the holders of backup keys."""
    keys = key_provider()
    current = keys.current_id()
    lines = [
        "JIEZHI KEY SHEET. Lock it away, apart from backups: who has both reads everything.",
        "",
        *(_line(key_id, keys.sealing_key(key_id)) for key_id in keys.key_ids()),
        _line("index", keys.index_key()),
        f"current {current}",
        "",
        f"signer {own_signer() or '(no backup has been made yet: print the sheet again after the first one)'}",
        *(f"holder {holder.name}: {holder.public}" for holder in holders()),
    ]
    return "\n".join(lines) + "\n"


def enter_keys(sheet: str) -> list[str]:
    """Put the keys of a sheet where the vault reads them, and give their ids.

    Raises:
        RestoreError: A line was typed wrongly, there is none, or another key is there under the same name.
    """
    folder = Path(settings.VAULT_KEY_FOLDER)
    found = {
        name: "".join(groups.split())
        for name, groups, check in LINE.findall(sheet)
        if _is_right(groups, check)
    }
    typed = len(re.findall(r"^key ", sheet, re.MULTILINE))
    mark = MARK.search(sheet)
    if not found or len(found) != typed or mark is None or mark[1] not in found or "index" not in found:
        raise RestoreError(
            _(
                "%(right)d of %(typed)d key lines are right. Compare each with the paper: 16 groups of four signs "
                "(0-9, a-f) and a check of four; the lines “key index” and “current” are needed too."
            )
            % {"right": len(found), "typed": typed}
        )
    _refuse_others(folder, found)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, key in found.items():
        write_durably(folder / f"{name}.key", key.encode("ascii"))
    # The marker last: it is what makes the folder a vault.
    if not (folder / "current").exists():
        write_durably(folder / "current", mark[1].encode("ascii"))
    return sorted(found)


def _refuse_others(folder: Path, found: dict[str, str]) -> None:
    for name, key in found.items():
        path = folder / f"{name}.key"
        is_other = path.exists() and path.read_text(encoding="ascii").strip() != key
        if is_other or (name != "index" and key_id_of(bytes.fromhex(key)) != name):
            raise RestoreError(
                _(
                    "The key %(name)s on the sheet is not the one in %(folder)s. If the keys there were made by an "
                    "empty installation, move the folder away and enter the sheet again."
                )
                % {"name": name, "folder": folder}
            )


def _line(name: str, key: bytes) -> str:
    text = key.hex()
    groups = " ".join(text[start : start + 4] for start in range(0, KEY_SIZE * 2, 4))
    return f"key {name:<8} {groups} check {_check(text)}"


def _check(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:4]


def _is_right(groups: str, check: str) -> bool:
    return _check("".join(groups.split())) == check
