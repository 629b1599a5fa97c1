"""By which words an order is found."""

from django.db import models

from jiezhi.kit.search import SearchEntry
from jiezhi.workorders.models.order import WorkOrder


class OrderWords(SearchEntry):
    """The terms of an order's number, brief, matter and place. Nothing that a reporter said is among them."""

    row = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="+")

    class Meta(SearchEntry.Meta):
        verbose_name_plural = "order words"

    def __str__(self) -> str:
        return str(self.row_id)
