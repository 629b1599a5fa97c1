"""`./jiezhi lint`: everything that reads the code without running the tests, with minutes per stage."""

import time

from launcher import start
from launcher.console import RefusalError
from launcher.places import PYTHON, VENV
from launcher.processes import CommandError, run

STAGES: dict[str, tuple[str, ...]] = {
    "ruff": ("ruff", "check", ".", "jiezhi"),
    "ruff format": ("ruff", "format", "--check", ".", "jiezhi"),
    "mypy": ("mypy",),
    "import-linter": ("lint-imports",),
    "djlint": ("djlint", "--lint", "--quiet", "src"),
    "migrations": ("python", "-m", "jiezhi", "makemigrations", "--check", "--dry-run"),
    "catalogues": ("python", "-m", "jiezhi.project.catalogues", "--check"),
}


def lint(words: list[str]) -> None:
    """Run all stages, or those that are named, to the end; then say which failed.

    Raises:
        RefusalError: A stage failed, or a word names none.
    """
    unknown = [word for word in words if word not in STAGES]
    if unknown:
        raise RefusalError(f"There is no stage {unknown[0]}. The stages are: {', '.join(STAGES)}.")
    start.make_ready("requirements-test.lock", for_tests=True)
    failed: list[str] = []
    for name in words or STAGES:
        begin = time.monotonic()
        try:
            run(command_line(STAGES[name]))
        except CommandError:
            failed.append(name)
        word = "FAILED" if name in failed else "ok"
        print(f"{name}: {word}, {(time.monotonic() - begin) / 60:.2f} min", flush=True)
    if failed:
        raise RefusalError(f"Failed: {', '.join(failed)}.")


def command_line(words: tuple[str, ...]) -> list[str]:
    """Give the command line with the environment's own program in front."""
    return [str(PYTHON if words[0] == "python" else VENV / "bin" / words[0]), *words[1:]]
