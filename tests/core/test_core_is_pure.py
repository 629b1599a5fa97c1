"""What every module of core promises: the standard library, no clock, no chance, and words."""

import ast
import sys
from pathlib import Path

import pytest

import jiezhi.core

CORE = Path(jiezhi.core.__file__).parent
MODULES = sorted(CORE.rglob("*.py"))
OUTSIDE = {
    "random",
    "secrets",
    "os",
    "io",
    "pathlib",
    "socket",
    "subprocess",
    "time",
    "urllib",
    "http",
    "uuid",
}
CLOCKS = {"now", "today", "utcnow", "open", "print", "input"}


def called_names(tree: ast.AST) -> set[str]:
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {getattr(function, "attr", None) or getattr(function, "id", "") for function in called}


def public_definitions(tree: ast.Module):
    holders = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    for holder in holders:
        for node in holder.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                yield node


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(CORE)))
def test_a_module_of_core_is_pure_and_explained(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    foreign = {name for name in imported if not name.startswith("jiezhi.core")}
    assert {name.split(".")[0] for name in foreign - {"urllib.parse"}} <= sys.stdlib_module_names - OUTSIDE
    assert called_names(tree).isdisjoint(CLOCKS)
    assert ast.get_docstring(tree)
    assert [node.name for node in public_definitions(tree) if not ast.get_docstring(node)] == []
