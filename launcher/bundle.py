"""`./jiezhi bundle`: one signed file with all that an installation needs where there is no network.

It is what is committed, and what the network would have brought: wheels for x86-64 and aarch64, the browser's
libraries, compiled translations, collected static files, the list of parts with their licences. The wheels of this
machine's kind are installed from the file's own folder before it is signed; those of the other kind are resolved
and checked by hash, and not run.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from launcher import start
from launcher.console import RefusalError, step
from launcher.environment import UV
from launcher.places import PYTHON, ROOT, VENDOR, VENV
from launcher.processes import CommandError, capture, run
from launcher.release_file import write_release
from launcher.signing import make_key

MACHINES = ("x86_64", "aarch64")
LIBRARIES = ("manylinux2014", "manylinux_2_17", "manylinux_2_28", "manylinux_2_34")
"""Debian 12 has glibc 2.36; newer wheels than these would not start there."""

LEFT_OUT = ("tests/", "bench/", ".ci/", "docs/pictures/", ".gitignore")


def bundle(words: list[str]) -> None:
    """Read the options of `bundle`, and make a key or a release."""
    parser = argparse.ArgumentParser(prog="./jiezhi bundle", description="Make one signed file of a release.")
    parser.add_argument("--key", type=Path, help="private key that signs")
    parser.add_argument("--make-key", type=Path, metavar="FILE", help="make a key pair and do nothing else")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder for the file (dist)")
    options = parser.parse_args(words)
    if options.make_key:
        public = make_key(options.make_key)
        print(
            f"{options.make_key} signs releases: keep it apart from servers.\n{public} goes to the offices."
        )
        return
    if options.key is None:
        raise RefusalError(
            "A release is signed: name the key with --key FILE (made once by --make-key FILE)."
        )
    print(f"{make_bundle(options.out, key=options.key)}", flush=True)


def make_bundle(out: Path, *, key: Path) -> Path:
    """Make the file of what is committed.

    Raises:
        RefusalError: Something is not committed, or a wheel is missing for one of the two kinds of machine.
    """
    commit, at = committed()
    start.make_ready("requirements-test.lock", for_tests=True)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / f"jiezhi-{version}"
        take_committed(folder, commit)
        with step("Fetching wheels"):
            for machine in MACHINES:
                fetch_wheels(folder / "wheels", machine)
        with step("Building"):
            build(folder, at=at)
        with step("Installing from the file's own wheels, and listing the parts"):
            list_parts(folder, Path(scratch))
        write_card(folder, version, commit)
        target = out / f"jiezhi-{version}-{python_tag()}-linux.tar"
        with step("Signing"):
            write_release(folder, target, key=key, at=at)
    return target


def committed() -> tuple[str, int]:
    """Give the commit and its time in seconds; refuse a tree that holds anything else.

    Raises:
        RefusalError: This is no checkout, or something is not committed.
    """
    changes = capture(["git", "status", "--porcelain", "--untracked-files=no"])
    said = capture(["git", "log", "-1", "--format=%H %ct"])
    if changes is None or said is None:
        raise RefusalError("A release is made from a git checkout, and this is none.")
    if changes.strip():
        raise RefusalError("A release is what is committed. Commit or put away first:\n" + changes)
    commit, seconds = said.split()
    return commit, int(seconds)


def take_committed(folder: Path, commit: str) -> None:
    """Lay out the committed files that an installation needs."""
    packed = folder.parent / "committed.tar"
    words = ["archive", f"--prefix={folder.name}/", f"--output={packed}", commit]
    run(["git", *words], log="bundle.log")
    with tarfile.open(packed) as tar:
        wanted = [
            member for member in tar if not member.name.removeprefix(f"{folder.name}/").startswith(LEFT_OUT)
        ]
        tar.extractall(folder.parent, members=wanted, filter="data")


def python_tag() -> str:
    """Give the tag of the Python that the wheels are for: the one that runs."""
    return f"cp{sys.version_info.major}{sys.version_info.minor}"


def fetch_wheels(target: Path, machine: str) -> None:
    """Bring the wheels of the base lock and of uv for one kind of machine, each of a known hash."""
    tag = python_tag()
    fitting = [f"--platform={library}_{machine}" for library in LIBRARIES]
    kinds = ["--implementation=cp", f"--python-version={tag[2:3]}.{tag[3:]}"]
    kinds += [f"--abi={abi}" for abi in (tag, "abi3", "none")]
    options = [
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
    ]
    for lock in ("requirements.lock", "requirements-bootstrap.lock"):
        words = [*options, *kinds, *fitting, "--platform=any", "-r", str(ROOT / lock), "-d", str(target)]
        try:
            run([str(PYTHON), "-m", "pip", "download", *words], log="wheels.log")
        except CommandError as error:
            raise RefusalError(f"Not every wheel of {lock} is there for {machine}:\n{error.tail}") from error


def build(folder: Path, *, at: int) -> None:
    """Make what is not committed: our wheel, translations, the browser's libraries, collected static files."""
    with tempfile.TemporaryDirectory() as records:
        extra = {
            "PYTHONPATH": str(folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": str(at),
            "JIEZHI_PROFILE": "production",
            "JIEZHI_HOSTS": "localhost",
            "JIEZHI_TRUSTED_PROXIES": "0",
            "JIEZHI_VAR": records,
        }
        run([str(PYTHON), "-m", "jiezhi.project.catalogues"], log="bundle.log", extra=extra)
        wheel = ["build", "--target", "wheel", "--directory", str(folder / "wheels")]
        run_in(folder, [str(VENV / "bin" / "hatchling"), *wheel], extra)
        shutil.copytree(VENDOR, folder / "static" / "vendor")
        run([str(PYTHON), "-m", "jiezhi", "collectstatic", "--no-input"], log="bundle.log", extra=extra)


def run_in(folder: Path, command: list[str], extra: dict[str, str]) -> None:
    """Run a program in a folder; what it says is shown only when it fails."""
    done = subprocess.run(
        command, cwd=folder, env=os.environ | extra, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RefusalError(f"{Path(command[0]).name} failed:\n{done.stderr or done.stdout}")


def list_parts(folder: Path, scratch: Path) -> None:
    """Install the wheels with no index, which shows that they suffice, and list what was installed."""
    environment = scratch / "environment"
    run([str(PYTHON), "-m", "venv", "--without-pip", str(environment)], log="bundle.log")
    python = environment / "bin" / "python"
    target = ["--python", str(python), "--require-hashes", "-r", str(ROOT / "requirements.lock")]
    source = ["--offline", "--no-index", "--find-links", str(folder / "wheels")]
    try:
        run([str(UV), "pip", "install", "--quiet", *source, *target], log="bundle.log")
        words = ["environment", "--output-reproducible", "--of", "JSON", "-o", str(folder / "sbom.cdx.json")]
        run([str(VENV / "bin" / "cyclonedx-py"), *words, str(python)], log="bundle.log")
    except CommandError as error:
        raise RefusalError(f"The wheels do not suffice:\n{error.tail}") from error
    # The list names the folder it was made in, which differs each time and is nobody's business.
    text = (folder / "sbom.cdx.json").read_text(encoding="utf-8").replace(str(scratch), "")
    (folder / "sbom.cdx.json").write_text(text, encoding="utf-8")


def known_holes(advisories: Path) -> tuple[str | None, list[str]]:
    """Give the day of the list that the nightly run commits, and the holes in it; None where it was never made."""
    if not advisories.is_file():
        print("No list of known holes is committed (.ci/advisories makes it): the release will say so.")
        return None, []
    told = json.loads(advisories.read_text(encoding="utf-8"))
    return told["checked_on"], sorted({hole for holes in told["packages"].values() for hole in holes})


def write_card(folder: Path, version: str, commit: str) -> None:
    """Write down what the release is, which of its wheels were run, and what holes were known on which day.

    `jiezhi.operations.probes.release` reads it, together with what `unpack` notes of the signature.
    """
    checked_on, holes = known_holes(folder / "docs" / "reference" / "advisories.json")
    card = {
        "version": version,
        "commit": commit,
        "advisories_on": checked_on,
        "known_holes": holes,
        "python": python_tag(),
        "machines": {
            machine: "installed" if machine == platform.machine() else "resolved and checked by hash, not run"
            for machine in MACHINES
        },
    }
    (folder / "release.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
