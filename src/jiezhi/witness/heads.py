"""A file of signed lines outside the database: how far each chain of the audit went, and with which hash, by when.

The chains themselves show a row that was changed, swapped or taken out of the middle. Whoever may write to the database
can still cut the tail off, or make a chain anew from some row on, since its hash has no key. Neither agrees with the
lines here. Each line is signed (Ed25519, RFC 8032) with a key that is not in the database, and covers the line before,
so that lines cannot be changed or taken out of the middle either. Whoever rules the whole machine can remake both:
against them only a copy elsewhere helps, for which `JIEZHI_WITNESS` names a folder on another machine.

Rows are covered once they are sealed and noted, within 80 seconds while a worker runs.
"""

import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from jiezhi.kit.durable import sync_folder
from jiezhi.kit.models.audit import Sealed
from jiezhi.kit.sealing import CHAINS, START, find_chain_fault, sealed_rows
from jiezhi.witness.choices import Finding

Head = tuple[int, str]
"""Number and hash of the last sealed row of a chain."""

BEGINNING: Head = (0, START)
FILE = "heads.jsonl"
TAIL_BYTES = 8192
"""A line has some 400 bytes."""


@dataclass(frozen=True)
class Line:
    """One line of the file.

    Args:
        at: When it was written, ISO 8601.
        heads: The head of each chain.
        is_restored: Whether the database was put back to these heads, from a backup.
        before: SHA-256 of the line before.
        digest: SHA-256 of this line.
        confirmed_by: The account of the machine that put it back.
    """

    at: str
    heads: dict[str, Head]
    is_restored: bool
    before: str
    digest: str
    confirmed_by: str = ""


@dataclass(frozen=True)
class HeadFault:
    """The first place of a chain that does not agree with what was sealed or noted.

    Args:
        chain: Name of the chain; empty for the file of heads itself.
        finding: What is wrong.
        number: First row of which it is; None for the file.
        sentence: The same in English, for the command line.
    """

    chain: str
    finding: Finding
    number: int | None
    sentence: str = ""

    def __str__(self) -> str:
        return f"{self.chain}: {self.sentence}" if self.chain else self.sentence


@dataclass(frozen=True)
class PutBack:
    """The last time that a backup was put back.

    Args:
        at: When.
        confirmed_by: The account of the machine that did it.
        kept: Where the chains ended in the backup.
        until: How far they had been noted before: rows after `kept` gave way.
    """

    at: datetime
    confirmed_by: str
    kept: dict[str, Head]
    until: dict[str, Head]


class WitnessError(Exception):
    """The file of heads is not what was written."""


def heads_file() -> Path:
    """Where the lines are."""
    return Path(settings.WITNESS_ROOT) / FILE


def public_key() -> str:
    """Give the key with which anybody can check the lines, in hexadecimal digits."""
    return _key().public_key().public_bytes_raw().hex()


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.WITNESS_KEY))


def machine_account() -> str:
    """Give the account of the machine in whose name a command runs: before `sudo`, where that is known."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return f"uid {os.getuid()}"


def current_heads() -> dict[str, Head]:
    """Give where the chains end in the database now."""
    found = {}
    for name, model in CHAINS.items():
        last = model._default_manager.exclude(chain_number=None).order_by("-chain_number").first()
        found[name] = (last.chain_number or 0, last.chain_hash) if last else BEGINNING
    return found


def note_heads(*, at: datetime, is_restored: bool = False, confirmed_by: str = "") -> bool:
    """Write a line if a chain has grown since the last one; False if nothing had to be written.

    Args:
        at: Now.
        is_restored: The database was put back from a backup: its shorter chains are right from here on.
        confirmed_by: The account of the machine that put it back, since the line lets rows go that were noted.
    """
    heads, last = current_heads(), _last_line()
    if not is_restored and last is not None and last.heads == heads:
        return False
    if (
        last is not None
        and not is_restored
        and any(heads[n][0] < last.heads.get(n, BEGINNING)[0] for n in heads)
    ):
        return False  # a cut tail: a line that agreed with it would hide it
    body = {
        "at": at.isoformat(),
        "heads": heads,
        "restored": is_restored,
        "before": last.digest if last else START,
    } | ({"confirmed_by": confirmed_by} if is_restored else {})
    _append(json.dumps(body, sort_keys=True))
    return True


def _append(body: str) -> None:
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = f"{body}\t{_key().sign(body.encode()).hex()}\n"
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"  # a power cut in the middle of a line
        os.write(handle, ("\n" * is_torn + line).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def _last_line() -> Line | None:
    """Give the last whole line, without reading years of lines before it; `find_faults` reads them all."""
    path = heads_file()
    if not path.is_file():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        whole = [line for line in file.read().decode().split("\n") if "\t" in line]
    return _read(whole[-1], path) if whole else None


def read_lines() -> Iterator[Line]:
    """Give every line, checked against its signature and the line before.

    Raises:
        WitnessError: A line was changed, put in or taken out.
    """
    path, before = heads_file(), START
    if not path.is_file():
        return
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if "\t" not in raw:
            continue  # torn by a power cut; the line after it follows the one before
        line = _read(raw, path)
        if line.before != before:
            raise WitnessError(f"a line before line {number} of {path} is missing")
        before = line.digest
        yield line


def _read(raw: str, path: Path) -> Line:
    body, _, signature = raw.partition("\t")
    try:
        _key().public_key().verify(bytes.fromhex(signature), body.encode())
        told = json.loads(body)
    except (InvalidSignature, ValueError):
        raise WitnessError(f"a line of {path} was not written by this installation: {raw[:80]}") from None
    heads = {name: (head[0], head[1]) for name, head in told["heads"].items()}
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Line(told["at"], heads, told["restored"], told["before"], digest, told.get("confirmed_by", ""))


def valid_heads(lines: list[Line], chain: str) -> list[Head]:
    """Give the heads that a chain must agree with: a restore takes those after its point out of force."""
    valid: list[Head] = []
    for line in lines:
        head = line.heads.get(chain, BEGINNING)
        if line.is_restored:
            valid = [earlier for earlier in valid if earlier[0] < head[0]]
        if head[0] and head not in valid:
            valid.append(head)
    return valid


def look_through() -> tuple[list[HeadFault], PutBack | None]:
    """Walk every chain from its first row and along the heads that were noted.

    Returns:
        What does not agree, and the last time that a backup was put back.
    """
    try:
        lines = list(read_lines())
    except WitnessError as error:
        return [HeadFault("", Finding.HEADS, None, str(error))], None
    faults = [fault for chain in CHAINS for fault in _faults_of(chain, valid_heads(lines, chain))]
    return faults, last_put_back(lines)


def find_faults() -> list[HeadFault]:
    """Give what does not agree, chain by chain."""
    return look_through()[0]


def last_put_back(lines: list[Line]) -> PutBack | None:
    """Give the last time that a backup was put back, or None."""
    found = None
    for earlier, line in pairwise([None, *lines]):
        if line is not None and line.is_restored:
            before = earlier.heads if earlier else {}
            found = PutBack(datetime.fromisoformat(line.at), line.confirmed_by, line.heads, before)
    return found


def _faults_of(chain: str, heads: list[Head]) -> list[HeadFault]:
    noted = dict(heads)
    passed: list[HeadFault] = []
    reached = 0

    def rows_past_heads() -> Iterator[Sealed]:
        nonlocal reached
        for row in sealed_rows(chain):
            reached = row.chain_number or 0
            if noted.get(reached, row.chain_hash) != row.chain_hash:
                sentence = f"row {reached} is another one than was noted outside the database"
                passed.append(HeadFault(chain, Finding.REMADE, reached, sentence))
            yield row

    fault = find_chain_fault(rows_past_heads())
    if fault is not None:
        return [HeadFault(chain, Finding.BROKEN, fault.number, fault.sentence)]
    last = max(noted, default=0)
    if reached < last:
        sentence = f"rows {reached + 1} to {last} were noted outside the database and are gone"
        passed.append(HeadFault(chain, Finding.CUT, reached + 1, sentence))
    return passed[:1]
