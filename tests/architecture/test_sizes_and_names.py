"""Small files, small functions, and names that say what a thing is."""

import ast
import re

from django.apps import apps
from django.db import models

from tests.architecture.source import ROOT, SRC, decorators, functions, length, modules, templates

FILE_LINES = 350
FUNCTION_LINES = 40
VIEW_LINES = 20
ACTION_FILE_LINES = 300
TEMPLATE_LINES = 120
KIT_LINES = 4000

VAGUE_FILES = {
    "utils",
    "helpers",
    "common",
    "misc",
    "services",
    "managers",
    "signals",
    "mixins",
    "base",
    "tools",
}
TAKEN = {
    "request",
    "signal",
    "service",
    "session",
    "case",
    "event",
    "task",
    "action",
    "field",
    "form",
    "group",
}
TAKEN |= {"message", "object", "point", "match"}
NAMED_BY_PYTHON = {"handle_starttag", "handle_endtag", "handle_data"}
"""What `html.parser` calls; the names are not ours."""
VAGUE_WORDS = {"data", "info", "item", "manager", "util", "utils", "helper", "helpers"}
YARDSTICKS = re.compile(
    r"check_?in(?![a-z])|clock_?in(?![a-z])|gps_?track|track_?point|staff_?track|online_?(time|min|hours)|leader_?board|"
    r"staff_?rank|rank_?(of_)?staff|rank_?officer|staff_?score|officer_?score|resident_?(score|label|rank)|"
    r"person_?score|social_?credit|(?<![a-z])face_?(recognition|id|match)|biometric|fingerprint|voice_?print",
    re.IGNORECASE,
)
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|mirrors?\.[a-z]|tuna\.tsinghua|artifactory|nexus\.|aliyun",
    re.IGNORECASE,
)


def words_of(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def too_long(lines: int, limit: int) -> bool:
    return lines > limit


def test_files_are_short():
    long = [(str(m), m.text.count("\n")) for m in modules() if too_long(m.text.count("\n"), FILE_LINES)]
    assert long == []


def test_files_of_actions_are_shorter():
    long = [str(m) for m in modules() if m.part == "actions" and m.text.count("\n") > ACTION_FILE_LINES]
    assert long == []


def test_functions_are_short():
    long = [
        (f"{module}:{node.lineno} {node.name}", length(node))
        for module in modules()
        for node in functions(module.tree)
        if length(node) > (VIEW_LINES if {"needs", "public"} & set(decorators(node)) else FUNCTION_LINES)
    ]
    assert long == []


def test_templates_are_short():
    long = [
        (str(path.relative_to(SRC)), lines)
        for path in templates()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > TEMPLATE_LINES
    ]
    assert long == []


def test_kit_stays_small():
    lines = sum(module.text.count("\n") for module in modules() if module.app == "kit")
    assert lines < KIT_LINES


def test_no_file_has_a_name_that_says_nothing():
    assert [str(m) for m in modules() if m.path.stem in VAGUE_FILES] == []


def test_no_class_takes_a_word_of_django_or_python():
    taken = [
        f"{module}: {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name.lower() in TAKEN
    ]
    assert taken == []


def test_no_name_of_ours_is_vague():
    names = [
        f"{module}: {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and VAGUE_WORDS & set(words_of(node.name))
        and node.name not in NAMED_BY_PYTHON
        # Django gives this name to what makes users.
        and node.name != "UserManager"
    ]
    assert names == []


def test_no_handler_is_named_handle_or_process():
    names = [
        f"{module}: {node.name}"
        for module in modules()
        for node in functions(module.tree)
        if re.match(r"_?(handle|process)_", node.name)
        and node.name not in NAMED_BY_PYTHON
        # Django calls middleware by these names.
        and node.name not in {"process_exception", "process_view", "process_request", "process_response"}
    ]
    assert names == []


def identifiers(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            found.add(node.value)
    return found


def test_nothing_measures_people():
    found = [
        f"{module}: {name}"
        for module in modules(with_migrations=True)
        for name in identifiers(module.tree)
        if YARDSTICKS.search(name)
    ]
    found += [str(path) for path in templates() if YARDSTICKS.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_yardsticks_would_be_found():
    for name in ("check_in_at", "gps_track", "staff_score", "residentScore", "leaderboard", "online_time"):
        assert YARDSTICKS.search(name), name
    for name in ("pass_check", "TYPE_CHECKING", "track_changes", "interface", "surface_id_map"):
        assert not YARDSTICKS.search(name), name


def test_no_address_of_a_registry_is_written_down():
    kept = [
        path
        for path in ROOT.rglob("*")
        if path.suffix in {".py", ".toml", ".json", ".md", ".lock", ".html", ".js"}
    ]
    ours = [
        p
        for p in kept
        if not {"node_modules", ".git", "var", "static", ".venv"} & set(p.relative_to(ROOT).parts)
    ]
    assert len(ours) > 100
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in ours
        if path.name != "test_sizes_and_names.py"
        and (hit := REGISTRIES.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


# Model classes whose word is not in the glossary because it is no word of the office, and why.
NOT_OF_THE_OFFICE = {
    "AuditEntry": "machinery: a row of the audit",
    "Look": "machinery: who read a person's facts",
    "OutboxDelivery": "machinery: news on its way",
    "Beat": "machinery: when a timer last ran",
    "Counter": "machinery: the last number of a series",
    "SealedSession": "machinery: a browser's session",
    "StoredPicture": "machinery: an upload",
    "OrderWords": "machinery: the index by which orders are found",
    "ConcernWords": "machinery: the index by which requests are found",
    "User": "machinery: who signs in",
    "TileChange": "machinery: since when a tile has its colour",
    "DiskDay": "machinery: how full the disk was",
    "SignInTries": "machinery: counts of wrong tries",
    "CallWindow": "machinery: how often a program called within a minute",
    "GivenKey": "machinery: a key under which something counts once",
    "TakenDeed": "machinery: a key under which a telephone sent something, and its answer",
    "SpentLaunch": "machinery: a launch that was used",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("jiezhi.")]


def test_every_noun_of_the_database_is_in_the_glossary():
    codes = set(re.findall(r"`([^`]+)`", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")))
    words = {word for code in codes for word in re.split(r"[.\s]", code)}
    missing = {model.__name__ for model in our_models()} - words - set(NOT_OF_THE_OFFICE)
    assert missing == set()


def test_the_list_of_machinery_names_only_what_exists():
    assert set(NOT_OF_THE_OFFICE) <= {model.__name__ for model in our_models()}
