"""Everything the environment may say about this installation, read once.

| variable | meaning | default |
|---|---|---|
| `JIEZHI_PROFILE` | `local` (plain HTTP on this machine) or `production` | `local` |
| `JIEZHI_VAR` | folder for the database, keys, uploads and logs | `var` beside the source |
| `DATABASE_URL` | `sqlite:///path` or `postgresql://user:password@host/name` | SQLite in `JIEZHI_VAR` |
| `JIEZHI_HOSTS` | host names to answer to, separated by commas | this machine |
| `JIEZHI_OUTBOUND` | other systems that may be reached, such as `hotline.example:443,platform.example:80` | none |
| `JIEZHI_PROXIES` | how many proxies of ours stand in front, each adding to `X-Forwarded-For` | 0 |
| `JIEZHI_MESSAGE_URL` | gateway that takes short messages as JSON | messages are written to files in `JIEZHI_VAR` |
| `JIEZHI_EMAIL_URL` | `smtp://user:password@host:port` | mails are written to files in `JIEZHI_VAR` |
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PROFILE = os.environ.get("JIEZHI_PROFILE", "local")
IS_PRODUCTION = PROFILE == "production"
VAR = Path(os.environ.get("JIEZHI_VAR", ROOT / "var"))
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'jiezhi.sqlite3'}"
HOSTS = [host for host in os.environ.get("JIEZHI_HOSTS", "").split(",") if host]
OUTBOUND = [host for host in os.environ.get("JIEZHI_OUTBOUND", "").split(",") if host]
PROXIES = int(os.environ.get("JIEZHI_PROXIES", "0"))
MESSAGE_URL = os.environ.get("JIEZHI_MESSAGE_URL", "")
EMAIL_URL = os.environ.get("JIEZHI_EMAIL_URL", "")


def read_or_make_key(name: str) -> str:
    """Give the secret kept in `VAR/keys/<name>`, making it on the first start.

    Two processes that start together agree: a finished draft is linked to its name, and the loser reads the winner's.
    """
    path = VAR / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
