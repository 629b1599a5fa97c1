"""Kit's tables: domain-free, with plain ids instead of foreign keys upward."""

from jiezhi.kit.models.audit import AuditEntry, Look
from jiezhi.kit.models.outbox import Beat, Counter, DeliveryState, OutboxDelivery
from jiezhi.kit.models.sealed_session import SealedSession
from jiezhi.kit.models.stored_picture import StoredPicture

__all__ = [
    "AuditEntry",
    "Beat",
    "Counter",
    "DeliveryState",
    "Look",
    "OutboxDelivery",
    "SealedSession",
    "StoredPicture",
]
