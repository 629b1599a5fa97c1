"""The source of the product as trees, for tests that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "jiezhi"


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Dotted, without `jiezhi.`."""
        parts = self.path.relative_to(SRC).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @property
    def app(self) -> str:
        """`workorders`, or `faces.desk`."""
        parts = self.name.split(".")
        return ".".join(parts[:2]) if parts[0] in ("faces", "gateway") else parts[0]

    @property
    def part(self) -> str:
        """What it is inside its app: `views`, `actions`, `queries`."""
        rest = self.name.removeprefix(self.app).lstrip(".")
        return rest.split(".")[0]

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


@cache
def modules(*, with_migrations: bool = False) -> tuple[Module, ...]:
    """Every module of the product."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" in path.parts and not with_migrations:
            continue
        text = path.read_text(encoding="utf-8")
        found.append(Module(path, text, ast.parse(text)))
    return tuple(found)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function and method, at any depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def decorators(function: ast.FunctionDef) -> list[str]:
    """The last names of a function's decorators."""
    found = []
    for node in function.decorator_list:
        bare = node.func if isinstance(node, ast.Call) else node
        found.append(bare.attr if isinstance(bare, ast.Attribute) else getattr(bare, "id", ""))
    return found


def called_name(call: ast.Call) -> str:
    """`record` for `audit.record(...)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def length(function: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring: types and words may take the room they need."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def is_action(function: ast.FunctionDef) -> bool:
    """Whether it is a deed."""
    return "action" in decorators(function)


@cache
def actions() -> tuple[tuple[Module, ast.FunctionDef], ...]:
    """Every deed of the product with its module."""
    return tuple(
        (module, node)
        for module in modules()
        if module.part == "actions"
        for node in functions(module.tree)
        if is_action(node)
    )


def templates() -> list[Path]:
    """Every template."""
    return sorted(SRC.rglob("templates/**/*.html"))
