"""Work orders, their history, wishes for more time, supports, and agreements with outposts."""

from jiezhi.workorders.models.agreement import OutpostAgreement
from jiezhi.workorders.models.history import Extension, OrderEntry
from jiezhi.workorders.models.order import WorkOrder
from jiezhi.workorders.models.saved import SavedFilter
from jiezhi.workorders.models.support import Support
from jiezhi.workorders.models.words import OrderWords

__all__ = ["Extension", "OrderEntry", "OrderWords", "OutpostAgreement", "SavedFilter", "Support", "WorkOrder"]
