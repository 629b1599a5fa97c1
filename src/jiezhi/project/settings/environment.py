"""Everything the environment may say about this installation, read once.

| variable | meaning | default |
|---|---|---|
| `JIEZHI_PROFILE` | `local` (plain HTTP on this machine) or `production` | `local` |
| `JIEZHI_VAR` | folder for the database, keys, uploads and logs | `var` beside the source |
| `DATABASE_URL` | `sqlite:///path` or `postgresql://user:password@host/name` | SQLite in `JIEZHI_VAR` |
| `JIEZHI_HOSTS` | host names to answer to, separated by commas | this machine |
| `JIEZHI_EMAIL_URL` | `smtp://user:password@host:port` | mails are written to files in `JIEZHI_VAR` |
"""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PROFILE = os.environ.get("JIEZHI_PROFILE", "local")
IS_PRODUCTION = PROFILE == "production"
VAR = Path(os.environ.get("JIEZHI_VAR", ROOT / "var"))
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'jiezhi.sqlite3'}"
HOSTS = [host for host in os.environ.get("JIEZHI_HOSTS", "").split(",") if host]
EMAIL_URL = os.environ.get("JIEZHI_EMAIL_URL", "")


def read_or_make_key(name: str) -> str:
    """Give the secret kept in `VAR/keys/<name>`, making it on the first start.

    Two processes that start together agree: the file is made exclusively, and the loser reads the winner's.
    """
    path = VAR / "keys" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
