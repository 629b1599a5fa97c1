"""The tables of kit: plain ids, no foreign keys upward."""

from jiezhi.kit.models.sealed_session import SealedSession
from jiezhi.kit.models.stored_picture import StoredPicture

__all__ = ["SealedSession", "StoredPicture"]
