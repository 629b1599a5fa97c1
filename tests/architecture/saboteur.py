"""The saboteur takes a permission check, an audit row or a piece of news out of a deed; a test must turn red.

Run `python tests/architecture/saboteur.py [seed]`. It works in a copy of the tree. Without a seed it takes out a
few, chosen by the tree alone; with a seed eight, and of files that the branch changed where there are some. Every night
both are done. Survivors are lines that nobody would miss.
"""

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WOUNDS = 8
FEW_WOUNDS = 3
AT_ONCE = 2
TAKEN_OUT = {"require", "own_department", "record", "emit", "record_look"}
NO_SEED = "spine"
"""The same wounds each time, so that a run says something about the change; the nightly run takes its own seed."""
LOCKS = "tests/architecture/test_deeds_are_locked_and_told.py"
WIDER = ("tests/concerns", "tests/workorders", "tests/meetings", "tests/notices", "tests/faces")
COPIED = ("src", "tests", "launcher", "docs", "pyproject.toml")
TIME_LIMIT_S = 480


@dataclass(frozen=True)
class Wound:
    """One statement that is taken out."""

    path: str
    line: int
    last_line: int
    text: str

    @property
    def app(self) -> str:
        """The app it belongs to."""
        return Path(self.path).relative_to("src/jiezhi").parts[0]


def changed_files() -> set[str]:
    """The files of actions that this branch changed since it left main; none outside a clone."""
    for base in ("origin/main", "main"):
        found = subprocess.run(
            ["git", "merge-base", "HEAD", base], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if found.returncode == 0:
            names = subprocess.run(
                ["git", "diff", "--name-only", found.stdout.strip()],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            )
            return {name for name in names.stdout.split() if "/actions" in name and name.endswith(".py")}
    return set()


def wounds_in(path: Path) -> list[Wound]:
    """Every statement of a file that the saboteur may take out."""
    text = path.read_text(encoding="utf-8")
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            function = node.value.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if name in TAKEN_OUT:
                first = text.splitlines()[node.lineno - 1].strip()
                place = str(path.relative_to(ROOT))
                found.append(Wound(place, node.lineno, node.end_lineno or node.lineno, first))
    return found


def choose(seed: str) -> list[Wound]:
    """Give the wounds of a seed: the same for the same one, and without one for the same tree."""
    files = sorted(ROOT.glob("src/jiezhi/*/actions.py")) + sorted(ROOT.glob("src/jiezhi/*/actions/*.py"))
    is_without_seed = seed == NO_SEED
    changed = set() if is_without_seed else changed_files()
    all_wounds = [wound for path in files for wound in wounds_in(path)]
    found = [wound for wound in all_wounds if wound.path in changed] or all_wounds
    return random.Random(seed).sample(found, min(FEW_WOUNDS if is_without_seed else WOUNDS, len(found)))


def copy_tree(folder: Path) -> None:
    """Give the saboteur a tree of its own."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, folder / name)


def cut(folder: Path, wound: Wound) -> None:
    """Put `pass` where the statement was."""
    path = folder / wound.path
    lines = path.read_text(encoding="utf-8").splitlines()
    indent = lines[wound.line - 1][: len(lines[wound.line - 1]) - len(lines[wound.line - 1].lstrip())]
    lines[wound.line - 1 : wound.last_line] = [f"{indent}pass"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def is_noticed(folder: Path, paths: list[str]) -> str:
    """What pytest says where a test turns red, and nothing where all stay green."""
    there = [path for path in paths if (folder / path).exists()]
    environment = {
        k: v for k, v in os.environ.items() if k not in {"JIEZHI_TESTS_VAR", "JIEZHI_NO_SKIP", "DATABASE_URL"}
    }
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-m",
            "not browser and not faults",
            *there,
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIME_LIMIT_S,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout[-3000:] + done.stderr[-3000:])
    return done.stdout[-3000:] if done.returncode == 1 else ""


def check_health(paths: list[str]) -> None:
    """Refuse to start while tests are red anyway: every wound would look noticed."""
    with tempfile.TemporaryDirectory(prefix="jiezhi-saboteur-") as name:
        copy_tree(Path(name))
        if said := is_noticed(Path(name), paths):
            raise RuntimeError(f"Tests are red before anything was taken out: {paths}\n{said}")


@cache
def _wider_is_healthy() -> bool:
    check_health(list(WIDER))
    return True


def survives(wound: Wound) -> bool:
    """Whether nobody misses the statement: first its own app's tests are asked, then the others."""
    with tempfile.TemporaryDirectory(prefix="jiezhi-saboteur-") as name:
        folder = Path(name)
        copy_tree(folder)
        cut(folder, wound)
        if is_noticed(folder, [LOCKS]):
            return False
        own = f"tests/{wound.app}"
        if (ROOT / own).exists() and any((ROOT / own).rglob("test_*.py")) and is_noticed(folder, [own]):
            return False
        return _wider_is_healthy() and not is_noticed(folder, [path for path in WIDER if path != own])


def main(seed: str = NO_SEED) -> list[Wound]:
    """Hurt the deeds and give what nobody missed."""
    wounds = choose(seed)
    check_health([LOCKS, *sorted({f"tests/{wound.app}" for wound in wounds})])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(survives, wounds))
    for wound, survived in zip(wounds, outcomes, strict=True):
        sys.stdout.write(
            f"{'SURVIVED' if survived else 'noticed '}  {wound.path}:{wound.line}  {wound.text}\n"
        )
    return [wound for wound, survived in zip(wounds, outcomes, strict=True) if survived]


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:2]) else 0)
