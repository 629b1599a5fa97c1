"""The journal of an upgrade: while it is there and open, nobody has worked on what was switched.

It settles in one durable step on the release that stays, and only then goes away: a journal that a power cut brings
back says that it was settled, so that nothing which was done since is ever taken back.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from jiezhi.kit.durable import sync_folder, write_durably


@dataclass(frozen=True)
class Journal:
    """What an upgrade that has begun to switch would have to take back.

    Args:
        old: Name of the release that ran before.
        new: Name of the release that is switched to.
        kept: Where the database of the old one is kept.
        settled: Name of the one that stays; empty while that is open.
    """

    old: str
    new: str
    kept: str
    settled: str = ""


def write_journal(journal: Journal) -> None:
    """Write down what is about to be done, so that it can be taken back whatever happens."""
    write_durably(journal_path(), json.dumps(asdict(journal)).encode())


def find_journal() -> Journal | None:
    """Give what an upgrade that has not ended is about, or None."""
    try:
        return Journal(**json.loads(journal_path().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def settle_journal(journal: Journal, release: str) -> None:
    """Let a release stay: from here on people may work with it, and nothing is taken back any more."""
    write_journal(replace(journal, settled=release))
    forget_journal()


def forget_journal() -> None:
    """Take a settled journal away."""
    journal_path().unlink(missing_ok=True)
    sync_folder(journal_path().parent)


def is_door_shut() -> bool:
    """Whether releases are being switched at this moment, so that nobody may work."""
    return journal_path().exists()


def journal_path() -> Path:
    """Give the file of the journal."""
    return Path(settings.RECORDS_FOLDER) / "upgrading.json"
