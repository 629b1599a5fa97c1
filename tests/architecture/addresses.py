"""The URL map as a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One pattern of the URL map."""

    name: str
    pattern: str
    view: Any

    @property
    def is_marked(self) -> bool:
        """Whether the view says who may open it."""
        return hasattr(self.view, "needed_permission")

    @property
    def needed(self) -> str | None:
        """The permission, or None for everybody."""
        return self.view.needed_permission


def all_addresses() -> list[Address]:
    """Every pattern with its full name."""
    return [address for address in _everything() if not address.name.startswith("api:")]


def all_operations() -> list[Address]:
    """Every pattern of the open interface, whose callers show tokens instead of signing in."""
    return [address for address in _everything() if address.name.startswith("api:")]


def _everything() -> list[Address]:
    return list(_walk(get_resolver("jiezhi.project.urls").url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(f"{space}:{pattern.name}" if space else str(pattern.name), here, pattern.callback)
        else:
            yield from _walk(pattern.url_patterns, here, pattern.namespace or space)
