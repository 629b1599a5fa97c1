"""Where the launcher reads and writes, and the environment it gives to the programs that it starts."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".jiezhi"
"""What was installed when, so that a second start has nothing to do; it goes when the environment goes."""

WHEELS = ROOT / "wheels"
"""There only in a release that came as one file: every package, so that no network is needed."""

RELEASE = ROOT / "release.json"
"""There only in such a release: what it is, and which of its wheels were run."""

NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
VAR = Path(os.environ.get("JIEZHI_VAR", ROOT / "var"))
"""The same rule as in the product's settings: database, keys, uploads and logs."""

LOGS = VAR / "logs"


NOT_HANDED_ON = {"PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}
"""Traces of another environment; and compiled modules are kept, or each start takes seconds longer."""


def child_environment() -> dict[str, str]:
    """Give the environment for our own Python: the source on its path, and no traces of another one."""
    environment = {name: text for name, text in os.environ.items() if name not in NOT_HANDED_ON}
    environment["PYTHONPATH"] = str(SOURCE)
    environment["PYTHONUNBUFFERED"] = "1"
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return environment
