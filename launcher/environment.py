"""The Python environment in `.venv`: made once, checked at every start, mended by making it anew."""

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

from launcher.console import RefusalError, step
from launcher.places import PYTHON, ROOT, STAMPS, VAR, VENV, WHEELS
from launcher.processes import CommandError, capture, run

NEEDED_MB = 700
"""Room for the environment, the browser libraries and a young database (measured: 330 MB)."""

UV = VENV / "bin" / "uv"
NO_SPACE_WORDS = ("no space left on device", "os error 28", "enospc", "disk quota exceeded")


def explain(error: OSError) -> RefusalError:
    """Say what to do about a folder that cannot be written."""
    where = error.filename or ROOT
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return RefusalError(f"The disk is full: {where} could not be written. {room_advice()}")
    return RefusalError(
        f"{where} cannot be written: {error.strerror}. Run the command as the owner of {ROOT}, "
        "copy the folder to where you may write, "
        "or name another one for the records with JIEZHI_VAR=/path/to/folder."
    )


def room_advice() -> str:
    """Say how much room is needed and how much there is."""
    free_mb = shutil.disk_usage(ROOT).free // 1_000_000
    return f"The first start needs {NEEDED_MB} MB and {free_mb} MB are free: make room and start again."


def check_ground() -> None:
    """Refuse early, in words, what would fail late in a stack trace: platform, write permission, room."""
    if sys.platform == "win32":
        raise RefusalError("Jiezhi runs on Linux and macOS. On Windows, start it inside WSL (wsl --install).")
    for folder in (ROOT, VAR):
        _check_writable(folder)
    if not PYTHON.exists() and shutil.disk_usage(ROOT).free < NEEDED_MB * 1_000_000:
        raise RefusalError(f"There is not enough room in {ROOT}. {room_advice()}")


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise explain(error) from error


def make_ready(lock: str = "requirements.lock") -> None:
    """Bring `.venv` to exactly what the lock says; does nothing when it is there already."""
    if VENV.exists() and not is_sound():
        print("  .venv is damaged or made by another Python: it is made anew.", flush=True)
        shutil.rmtree(VENV)
    if not VENV.exists():
        make_venv()
    if not is_installed(lock):
        if not UV.exists():
            install_uv()
        with step(f"Installing {lock}"):
            install(lock)
        remember(lock)


def is_sound() -> bool:
    """Tell whether the environment's Python starts and is the version that runs the launcher."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    said = capture([str(PYTHON), "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    return said is not None and said.strip() == version


def can_import_all() -> bool:
    """Tell whether the big parts can be imported: a file cut short by a power cut shows only here."""
    names = "argon2, babel, cryptography, django, granian, PIL, psycopg, shapely, uuid_utils, whitenoise"
    return capture([str(PYTHON), "-I", "-c", f"import {names}"]) is not None


def make_venv() -> None:
    """Make `.venv` with pip in it, or leave nothing behind."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
            raise RefusalError(
                f"This Python came without its module {module}. "
                f"Install it and start again (Debian, Ubuntu: sudo apt install {package})."
            )
    try:
        with step("Making .venv"):
            run([sys.executable, "-m", "venv", str(VENV)], log="install.log")
    except CommandError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise _refusal("The folder .venv could not be made", error) from error
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)  # half an environment would look whole at the next start
        raise


def install_uv() -> None:
    """Put a uv of known hash into the environment; where there is none, pip does its work."""
    try:
        with step("Installing uv"):
            run(_pip_install("requirements-bootstrap.lock"), log="install.log")
    except CommandError:
        print("  uv could not be installed; pip takes its place.", flush=True)


def install(lock: str) -> None:
    """Install a lock with uv; with pip where uv cannot run or cannot reach what pip can reach."""
    target = ["--python", str(PYTHON), "--require-hashes", "-r", str(ROOT / lock)]
    if capture([str(UV), "--version"]) is not None:
        try:
            options = ["--quiet", *_source(), *(["--offline"] if _source() else [])]
            run([str(UV), "pip", "install", *options, *target], log="install.log", extra=_index_of_pip())
        except CommandError as error:
            if _is_full(error):
                raise _refusal(f"{lock} could not be installed", error) from error
            print(" uv failed, pip tries ...", end="", flush=True)
        else:
            return
    try:
        run(_pip_install(lock), log="install.log")
    except CommandError as error:
        raise _refusal(f"{lock} could not be installed", error) from error


def _pip_install(lock: str) -> list[str]:
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--retries", "2", *_source()]
    return [str(PYTHON), "-m", "pip", "install", *options, "-r", str(ROOT / lock)]


def _source() -> list[str]:
    """Give the options for a release that brought its packages along: nothing is looked for elsewhere."""
    return ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []


def _index_of_pip() -> dict[str, str]:
    """Hand the package index that pip is set to on to uv, which does not read pip's settings.

    Where the public index is slow, as in most of China, people have set pip to a mirror and nothing else.
    """
    if {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & os.environ.keys():
        return {}
    said = capture([str(PYTHON), "-m", "pip", "config", "get", "global.index-url"])
    index = os.environ.get("PIP_INDEX_URL") or (said or "").strip()
    return {"UV_DEFAULT_INDEX": index} if index else {}


def _is_full(error: CommandError) -> bool:
    return any(word in error.tail.lower() for word in NO_SPACE_WORDS)


def _refusal(what: str, error: CommandError) -> RefusalError:
    if _is_full(error):
        return RefusalError(f"{what}: the disk is full. {room_advice()}")
    return RefusalError(
        f"{what}. Its last words:\n{error.tail}\n"
        "Check that this machine reaches its Python package index (pip config list shows which one, "
        "HTTPS_PROXY names a proxy) and start again; what is there already is kept."
    )


def installed_packages() -> list[str]:
    """Give the names and versions of what is installed whole, read from the folders that installers leave."""
    return sorted(record.parent.name for record in VENV.glob("lib/python*/site-packages/*.dist-info/RECORD"))


def is_installed(lock: str) -> bool:
    """Tell whether this very lock was installed, and all that it brought is still there."""
    try:
        stamp = json.loads((STAMPS / f"{lock}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp["sha256"] == digest(lock) and set(stamp["packages"]) <= set(installed_packages())


def remember(lock: str) -> None:
    """Write down that a lock has been installed."""
    STAMPS.mkdir(exist_ok=True)
    stamp = {"sha256": digest(lock), "packages": installed_packages()}
    (STAMPS / f"{lock}.json").write_text(json.dumps(stamp), encoding="utf-8")


def digest(name: str) -> str:
    """Give the hash of a file at the root of the repository."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
