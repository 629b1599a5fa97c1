"""The operations, one module a noun: imported, they are declared."""

from jiezhi.gateway.openapi.api import concerns, orders, registers

__all__ = ["concerns", "orders", "registers"]
