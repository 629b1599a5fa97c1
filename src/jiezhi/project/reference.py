"""The pages of `docs/reference` that the program writes about itself, so that they cannot fall behind it."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from django.utils.functional import Promise

from jiezhi.kit.access import all_permissions
from jiezhi.kit.audit import known_verbs, verb_label
from jiezhi.kit.measure import every_measure
from jiezhi.kit.outbox import Subscription, all_subscriptions, event_name
from jiezhi.project.settings import environment, keeping
from jiezhi.project.settings.environment import ROOT

FOLDER = ROOT / "docs" / "reference"
FIRST_LINE = "<!-- Written by ./jiezhi reference; change the program, not this page. -->\n"


def permissions() -> str:
    """Give every permission with its words and the addresses that ask for it."""
    rows = []
    asked = _asked()
    for permission in all_permissions():
        where = asked.get(permission.code, [])
        rows.append(
            (f"`{permission.code}`", *_both(permission.label), " ".join(f"`{name}`" for name in where))
        )
    return _page(
        "Permissions",
        "What posts may allow. A role is a set of them; a post gives a role in a department or a community.",
        _table(("code", "English", "中文", "pages that ask for it"), rows),
    )


def events() -> str:
    """Give every event that is listened to, what it carries and who listens."""
    parts: list[str] = []
    heard_by: dict[type, list[Subscription]] = {}
    for subscription in all_subscriptions():
        heard_by.setdefault(subscription.event, []).append(subscription)
    for event, listeners in sorted(heard_by.items(), key=lambda pair: event_name(pair[0])):
        about = (inspect.getdoc(event) or "").split("\n\n")[0].replace("\n", " ")
        carried = ", ".join(f"`{field.name}`" for field in fields(event))
        heard = "\n".join(
            f"- `{listener.name}`{' (outside the database, may come twice)' if listener.outside else ''}"
            for listener in listeners
        )
        parts.append(f"## `{event_name(event)}`\n{about}\n\nCarries {carried}. Heard by:\n\n{heard}\n")
    lead = (
        "News that deeds leave in the outbox, in the deed's own transaction. "
        "Each handler gets each of them once; those outside the database get an idempotency key."
    )
    return _page("Events", lead, "\n".join(parts))


def audit_verbs() -> str:
    """Give every verb of the audit with its words."""
    rows = [(f"`{verb}`", *_both(partial(verb_label, verb))) for verb in sorted(known_verbs())]
    lead = "Every deed leaves one row of these kinds in its own transaction: who, when, what, on which thing."
    return _page("Audit verbs", lead, _table(("verb", "English", "中文"), rows))


def measures() -> str:
    """Give every measure as it is defined."""
    parts = []
    for measure in sorted(every_measure(), key=lambda measure: (measure.about, measure.key)):
        label, chinese = _both(measure.label)
        better = "higher is better" if measure.higher_is_better else "lower is better"
        parts.append(
            f"## `{measure.key}` {label} / {chinese}\n{_english(measure.sentence)}\n\n"
            f"- about {measure.about}, in {measure.unit.value}, {better}\n- source: {_english(measure.source)}\n"
            f"- formula: {_english(measure.formula)}\n- what would make it wrong: {_english(measure.sensitivity)}\n"
            f"- no value when: {_english(measure.empty)}\n"
        )
    lead = "Everything that is counted, defined once and computed from live records. No figure is typed into a page."
    return _page("Measures", lead, "\n".join(parts))


def settings() -> str:
    """Give what the environment may say, from the one file that reads it, and how long things are kept."""
    lines = (environment.__doc__ or "").splitlines()
    table = "\n".join(x for x in lines if x[:1] == "|")
    kept = inspect.getdoc(keeping) or ""
    return _page(
        "Settings",
        "Environment variables, read once at the start.",
        f"{table}\n\n## How long things are kept\n{kept}",
    )


PAGES: dict[str, Callable[[], str]] = {
    "permissions.md": permissions,
    "events.md": events,
    "audit-verbs.md": audit_verbs,
    "measures.md": measures,
    "settings.md": settings,
}


def write_pages(folder: Path = FOLDER) -> list[Path]:
    """Write the pages that differ from what the program says, and give them."""
    changed = []
    for name, text in current_pages():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def current_pages() -> Iterator[tuple[str, str]]:
    """Give the name and the text of each page."""
    for name, write in PAGES.items():
        yield name, write()


def _asked() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, pattern in _patterns(get_resolver().url_patterns, ""):
        code = getattr(pattern.callback, "needed_permission", None)
        if code:
            found.setdefault(code, []).append(name)
    return {code: sorted(set(names)) for code, names in found.items()}


def _patterns(entries: Iterable[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, entry.namespace or space)
        elif entry.name:
            yield (f"{space}:{entry.name}" if space else entry.name), entry


def _both(words: str | Promise | Callable[[], str]) -> tuple[str, str]:
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(words() if callable(words) and not isinstance(words, Promise) else str(words))
    return said[0], said[1]


def _english(words: str | Promise) -> str:
    return _both(words)[0]


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [titles, ("---",) * len(titles), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _page(title: str, lead: str, body: str) -> str:
    return f"{FIRST_LINE}# {title}\n{lead}\n\n{body.strip()}\n"
