"""A session engine (`SESSION_ENGINE`).

The row is named by a digest of the key, and its content is sealed for that very row.
`clear_expired()` is for the worker; nothing depends on it, since expired rows are never read.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiezhi.kit.models import SealedSession
from jiezhi.kit.vault import VaultError, blind_index, derive_code, seal, unseal

_log = logging.getLogger("jiezhi.kit.sessions")


@dataclass(frozen=True)
class KeptSession:
    """A session of a user that is still open, for its owner alone to see."""

    key_digest: str
    content: dict[str, Any]
    expires_at: datetime


def sessions_of(user_id: object) -> list[KeptSession]:
    """Give the open sessions of a user, those that end last first."""
    rows = SealedSession.objects.filter(owner_digest=_owner_of(user_id), expires_at__gt=timezone.now())
    return [
        KeptSession(
            row.key_digest, json.loads(unseal(row.payload, column=_column_of(row.key_digest))), row.expires_at
        )
        for row in rows.order_by("-expires_at")
    ]


def end_sessions(user_id: object, *, only: str = "", but: str = "") -> int:
    """End all sessions of a user, only one of them, or all but one (by `digest_of` its key), in one statement."""
    rows = SealedSession.objects.filter(owner_digest=_owner_of(user_id))
    rows = rows.filter(key_digest=only) if only else rows
    return (rows.exclude(key_digest=but) if but else rows).delete()[0]


def _owner_of(user_id: object) -> str:
    return blind_index(str(user_id), column="kit.SealedSession.owner_digest") if user_id else ""


def digest_of(session_key: str) -> str:
    """Give the name of a session's row, from which its key cannot be had."""
    return derive_code(session_key, purpose="kit.SealedSession.key_digest", size=32).hex()


def _column_of(digest: str) -> str:
    return f"kit.SealedSession.payload:{digest}"


class SessionStore(SessionBase):
    """One browser's session, in the shape that Django's middleware expects."""

    def load(self) -> dict[str, Any]:
        """Give the content: one statement. An unknown, expired or broken session is a new, empty one."""
        if self.session_key:
            digest = digest_of(self.session_key)
            rows = SealedSession.objects.filter(key_digest=digest, expires_at__gt=timezone.now())
            sealed = rows.values_list("payload", flat=True).first()
            if sealed is not None:
                try:
                    return dict(json.loads(unseal(sealed, column=_column_of(digest))))
                except VaultError as error:
                    _log.warning("session refused", extra={"error": type(error).__name__})
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        """Say whether a key is taken, expired or not."""
        return SealedSession.objects.filter(key_digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """Make a new row under a fresh key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002
        """Write the content: one statement. A row that is gone (signed out elsewhere) is not made again."""
        if self.session_key is None:
            self.create()
            return
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        digest = digest_of(self.session_key)
        payload = seal(json.dumps(content, separators=(",", ":")), column=_column_of(digest))
        if must_create:
            try:
                with transaction.atomic():
                    SealedSession.objects.create(
                        key_digest=digest,
                        payload=payload,
                        expires_at=self.get_expiry_date(),
                        owner_digest=_owner_of(content.get(SESSION_KEY)),
                    )
            except IntegrityError:
                raise CreateError from None
        elif not SealedSession.objects.filter(key_digest=digest).update(
            payload=payload,
            expires_at=self.get_expiry_date(),
            owner_digest=_owner_of(content.get(SESSION_KEY)),
        ):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """Delete this session, or the one with the given key."""
        key = session_key or self.session_key
        if key:
            SealedSession.objects.filter(key_digest=digest_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Delete every expired row."""
        SealedSession.objects.filter(expires_at__lte=timezone.now()).delete()
