"""Where the numbers of the wall lead: the one place that knows the addresses of lists."""

from dataclasses import fields
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from jiezhi.insight.periods import Period
from jiezhi.workorders.queries import OrderFilter


def orders_address(wanted: OrderFilter) -> str:
    """Give the list of orders narrowed to a filter; the list's form has the filter's own names."""
    chosen = {
        column.name: _plain(getattr(wanted, column.name))
        for column in fields(wanted)
        if getattr(wanted, column.name) != column.default
    }
    address = reverse("workorders:list")
    return f"{address}?{urlencode(chosen)}" if chosen else address


def opened_in(period: Period) -> OrderFilter:
    """Give the filter that stands for a period."""
    return OrderFilter(opened_from=period.first_on, opened_until=period.last_on)


def _plain(value: object) -> str:
    if value is True:
        return "on"
    return value.isoformat() if isinstance(value, date) else str(value)
