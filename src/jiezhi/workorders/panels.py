"""Where apps above add to the page of an order: a part of it, or lines of its history, for whoever may see it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from jiezhi.kit.access import ActorRequest
from jiezhi.kit.actor import Actor
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.standing import TimelineEntry


@dataclass(frozen=True)
class OrderPanel:
    """A part of an order's page that another app supplies.

    Args:
        key: Names the panel; the same key again replaces it.
        template: A partial of the other app; it gets `order` and what `load` gives.
        permission: The code that the reader needs.
        load: Reads what the panel shows, within the reader's area; None leaves the panel out.
        offer: A partial of a button, or a deed that opens, without a card around it: what stands there instead where
            there is nothing to read yet. Those of all apps share one card.
        has_content: Whether what was read is more than that something could be done.
    """

    key: str
    template: str
    permission: str
    load: Callable[[Actor, WorkOrder], Mapping[str, object] | None]
    offer: str = ""
    has_content: Callable[[Mapping[str, object]], bool] = lambda _read: False


@dataclass(frozen=True)
class ShownPanels:
    """What other apps show on the page of an order: cards to read, and what else can be done, for one card."""

    cards: tuple[str, ...]
    offers: tuple[str, ...]


_panels: dict[str, OrderPanel] = {}
LinesOf = Callable[[WorkOrder], Iterable[TimelineEntry]]
_lines: dict[str, LinesOf] = {}


def register_panel(panel: OrderPanel) -> None:
    """Add a panel to the page of every order."""
    _panels[panel.key] = panel


def render_panels(request: ActorRequest, order: WorkOrder) -> ShownPanels:
    """Give the panels that the reader may see, by key."""
    cards: list[str] = []
    offers: list[str] = []
    for panel in sorted(_panels.values(), key=lambda panel: panel.key):
        if not request.actor.may(panel.permission):
            continue
        content = panel.load(request.actor, order)
        if content is None:
            continue
        is_offer = bool(panel.offer) and not panel.has_content(content)
        template = panel.offer if is_offer else panel.template
        shown = render_to_string(template, {"order": order, **content}, request)
        (offers if is_offer else cards).append(shown)
    return ShownPanels(tuple(cards), tuple(offers))


def register_lines(key: str, lines: LinesOf) -> None:
    """Add lines to the history of every order; the same key again replaces them."""
    _lines[key] = lines


def further_lines(order: WorkOrder) -> list[TimelineEntry]:
    """Give the lines that apps above add to an order's history."""
    return [line for key in sorted(_lines) for line in _lines[key](order)]


@dataclass(frozen=True)
class ListTool:
    """Something that can be done with the lines of a list of orders, which another app supplies.

    Args:
        key: Names the tool; the same key again replaces it.
        template: A partial of the other app, of buttons that send the ticked lines by GET, each to its `formaction`:
            it gets `query`, the address of the list, and what `load` gives.
        load: Gives what the tool shows; None leaves it out.
    """

    key: str
    template: str
    load: Callable[[Actor], Mapping[str, object] | None]


_tools: dict[str, ListTool] = {}


def register_list_tool(tool: ListTool) -> None:
    """Add a tool to the list of orders."""
    _tools[tool.key] = tool


def render_list_tools(request: ActorRequest, query: str) -> list[str]:
    """Give the tools that the reader may use, by key; they cost the list no statement."""
    shown: list[str] = []
    for tool in sorted(_tools.values(), key=lambda tool: tool.key):
        content = tool.load(request.actor)
        if content is not None:
            shown.append(render_to_string(tool.template, {"query": query, **content}, request))
    return shown


_dispatch_pages: list[str] = []


def register_dispatch_page(url_name: str) -> None:
    """Say which page gives picked orders to departments; it takes them as `order=id:version`."""
    _dispatch_pages[:] = [url_name]


def dispatch_page() -> str:
    """Give the address of that page, or an empty string where there is none."""
    return reverse(_dispatch_pages[0]) if _dispatch_pages else ""
