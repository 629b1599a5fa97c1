"""Superiors' systems that the program reaches itself; docs/reference/superior-adapters.md describes the interface.

A new system gets a module of its own here, a line in `ADAPTERS`, and a choice in `AdapterKind`.
"""

from jiezhi.concerns.adapters.contract import AdapterError, Batch, Reply, SuperiorAdapter
from jiezhi.concerns.adapters.http_json import HttpJsonAdapter
from jiezhi.concerns.choices import AdapterKind

ADAPTERS: dict[str, SuperiorAdapter] = {AdapterKind.HTTP_JSON: HttpJsonAdapter()}

__all__ = ["ADAPTERS", "AdapterError", "Batch", "Reply", "SuperiorAdapter"]
