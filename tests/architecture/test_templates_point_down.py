"""A template extends and includes what lies in its own app or below it; a link may also go across its storey."""

import re
from pathlib import Path

from tests.architecture.source import ROOT, SRC, templates

STOREYS = (
    {"operations"},
    {"safekeeping"},
    {"portal", "desk", "patrol", "wall", "guide", "clients", "webhooks", "launch"},
    {"programme"},
    {"assessment"},
    {"insight"},
    {"evidence"},
    {"meetings", "mediation"},
    {"merging"},
    {"concerns"},
    {"property"},
    {"supervision"},
    {"chains"},
    {"workorders"},
    {"answers"},
    {"notices"},
    {"organisation"},
    {"places"},
    {"accounts"},
    {"witness"},
    {"ui", "kit"},
)
HEIGHT = {app: len(STOREYS) - number for number, apps in enumerate(STOREYS) for app in apps}
POINTER = re.compile(r"""{%\s*(?:extends|include)\s+["']([a-z_]+)/|{%\s*url\s+["']([a-z_]+):""")
COTTON = re.compile(r"<c-([a-z-]+)")
STYLE = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<script(?![^>]*(?:nonce|src)=)|<style(?![^>]*nonce=)""")
ROOT_LINKS = {("ui", "portal")}
"""The head of every page links the start page, which is the portal's."""


def app_of(path: Path) -> str:
    parts = path.relative_to(SRC).parts
    return parts[parts.index("templates") - 1]


def pointers(path: Path) -> list[tuple[str, bool]]:
    """The apps that a template points to, and whether it is only by a link."""
    return [(a or b, bool(b)) for a, b in POINTER.findall(path.read_text(encoding="utf-8"))]


def test_templates_point_down():
    wrong = []
    for path in templates():
        app = app_of(path)
        for target, is_link in pointers(path):
            height = HEIGHT.get(target)
            if height is None:
                wrong.append(f"{path.relative_to(ROOT)}: {target} is no app")
            elif target != app and height >= HEIGHT[app] + is_link and (app, target) not in ROOT_LINKS:
                wrong.append(f"{path.relative_to(ROOT)}: {target}")
    assert wrong == []


def test_the_pointers_are_found():
    found = {target for path in templates() for target, _ in pointers(path)}
    assert {"ui", "desk", "workorders"} <= found


def test_components_exist():
    known = {path.stem.replace("_", "-") for path in SRC.glob("kit/ui/templates/cotton/*.html")} | {
        "vars",
        "slot",
    }
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in templates()
        for name in COTTON.findall(path.read_text(encoding="utf-8"))
        if name not in known
    ]
    assert wrong == []


def test_nothing_in_a_template_is_refused_by_our_own_policy():
    wrong = [
        f"{path.relative_to(ROOT)}: {hit.group().strip()}"
        for path in templates()
        if (hit := STYLE.search(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_nothing_is_marked_safe_in_a_template():
    wrong = [
        str(path.relative_to(ROOT))
        for path in templates()
        if re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
