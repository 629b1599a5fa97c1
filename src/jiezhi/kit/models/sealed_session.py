"""Sessions that a stolen database does not give away."""

from django.db import models


class SealedSession(models.Model):
    """One browser's session: found by a digest of its key, which is in the cookie alone."""

    key_digest = models.CharField(max_length=64, primary_key=True)
    # Sealed by `kit.sessions` for this very row: a SealedTextField would open in another session's row too.
    payload = models.TextField()
    expires_at = models.DateTimeField(db_index=True)
    owner_digest = models.CharField(
        max_length=32, default="", db_index=True, help_text="Of the user; or empty"
    )
