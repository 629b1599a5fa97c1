"""The operations, one module a noun: imported, they are declared."""

from jiezhi.gateway.openapi.api import orders

__all__ = ["orders"]
