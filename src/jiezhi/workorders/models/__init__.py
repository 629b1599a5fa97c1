"""Work orders, their history, and wishes for more time."""

from jiezhi.workorders.models.history import Extension, OrderEntry
from jiezhi.workorders.models.order import WorkOrder
from jiezhi.workorders.models.words import OrderWords

__all__ = ["Extension", "OrderEntry", "OrderWords", "WorkOrder"]
