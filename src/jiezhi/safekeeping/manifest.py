"""What an archive says about itself: what made it, what is in it, and what its database held."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class Member:
    """A file in an archive."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Holding:
    """What a database held at the moment of its snapshot.

    Args:
        migrations: `app.0001_name`, sorted.
        rows: Rows by table.
        audit_number: Place of the last sealed row of the audit, 0 for none; a shorter audit was cut off.
        audit_hash: Its hash.
        epoch: How many times an archive had been put back.
    """

    migrations: list[str]
    rows: dict[str, int]
    audit_number: int
    audit_hash: str
    epoch: int


@dataclass(frozen=True)
class Manifest:
    """Everything but the content.

    Args:
        made_at: When the backup began.
        version: Of the program.
        engine: `sqlite` or `postgresql`.
        vault_key_ids: The keys without which sealed values stay shut; they are kept apart.
        index_key_id: The id of the key of indexes.
        holding: What the database held.
        members: Every file.
    """

    made_at: datetime
    version: str
    engine: str
    vault_key_ids: list[str]
    index_key_id: str
    holding: Holding
    members: list[Member]
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        """Give the bytes that are signed."""
        values = {**asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(values, sort_keys=True, ensure_ascii=True, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """Give a manifest from bytes whose signature has been checked."""
    values: dict[str, Any] = json.loads(content)
    return Manifest(
        **{
            **values,
            "made_at": datetime.fromisoformat(values["made_at"]),
            "holding": Holding(**values["holding"]),
            "members": [Member(**member) for member in values["members"]],
        }
    )
