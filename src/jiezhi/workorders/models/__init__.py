"""Work orders, their history, and wishes for more time."""

from jiezhi.workorders.models.history import Extension, OrderEntry
from jiezhi.workorders.models.order import WorkOrder

__all__ = ["Extension", "OrderEntry", "WorkOrder"]
