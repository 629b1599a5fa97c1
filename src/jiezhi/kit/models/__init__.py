"""Kit's tables: domain-free, with plain ids instead of foreign keys upward."""

from jiezhi.kit.models.audit import AuditEntry, Look
from jiezhi.kit.models.outbox import Beat, Counter, DeliveryState, OutboxDelivery

__all__ = ["AuditEntry", "Beat", "Counter", "DeliveryState", "Look", "OutboxDelivery"]
