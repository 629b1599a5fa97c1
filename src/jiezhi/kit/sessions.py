"""A session engine (`SESSION_ENGINE`).

The row is named by a digest of the key, and its content is sealed for that very row.
`clear_expired()` is for the worker; nothing depends on it, since expired rows are never read.
"""

import json
import logging
from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiezhi.kit.models import SealedSession
from jiezhi.kit.vault import VaultError, derive_code, seal, unseal

_log = logging.getLogger("jiezhi.kit.sessions")


def _digest_of(session_key: str) -> str:
    return derive_code(session_key, purpose="kit.SealedSession.key_digest", size=32).hex()


def _column_of(digest: str) -> str:
    return f"kit.SealedSession.payload:{digest}"


class SessionStore(SessionBase):
    """One browser's session, in the shape that Django's middleware expects."""

    def load(self) -> dict[str, Any]:
        """Give the content: one statement. An unknown, expired or broken session is a new, empty one."""
        if self.session_key:
            digest = _digest_of(self.session_key)
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
        return SealedSession.objects.filter(key_digest=_digest_of(session_key)).exists()

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
        digest = _digest_of(self.session_key)
        payload = seal(json.dumps(content, separators=(",", ":")), column=_column_of(digest))
        if must_create:
            try:
                with transaction.atomic():
                    SealedSession.objects.create(
                        key_digest=digest, payload=payload, expires_at=self.get_expiry_date()
                    )
            except IntegrityError:
                raise CreateError from None
        elif not SealedSession.objects.filter(key_digest=digest).update(
            payload=payload, expires_at=self.get_expiry_date()
        ):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """Delete this session, or the one with the given key."""
        key = session_key or self.session_key
        if key:
            SealedSession.objects.filter(key_digest=_digest_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Delete every expired row."""
        SealedSession.objects.filter(expires_at__lte=timezone.now()).delete()
