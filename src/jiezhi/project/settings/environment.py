"""Everything the environment may say about this installation, read once.

| variable | meaning | default |
|---|---|---|
| `JIEZHI_PROFILE` | `local` (plain HTTP on this machine) or `production` | `local` |
| `JIEZHI_VAR` | folder for the database, keys, uploads and logs | `var` beside the source |
| `DATABASE_URL` | `sqlite:///path` or `postgresql://user:password@host/name` | SQLite in `JIEZHI_VAR` |
| `JIEZHI_HOSTS` | host names to answer to, separated by commas | this machine |
| `JIEZHI_WITNESS` | folder for the signed heads of the audit, best on another machine | `witness` in `JIEZHI_VAR` |
| `JIEZHI_OUTBOUND` | other systems that may be reached, such as `hotline.example:443,platform.example:80` | none |
| `JIEZHI_BACKUPS` | folder for backups, best on another disk | `backups` in `JIEZHI_VAR` |
| `JIEZHI_BACKUP_EVERY_MIN` | the worker makes a backup that often; 0 leaves it to a timer of the system | 0 |
| `JIEZHI_TRUSTED_PROXIES` | how many of our own proxies stand in front; must be said in production | 0 |
| `JIEZHI_SECOND_FACTOR` | `required` (nobody works without) or `offered` | `required` in production, else `offered` |
| `JIEZHI_IDLE_MINUTES`, `JIEZHI_SESSION_HOURS` | how long a session lives unused, and at most | 30, 12 |
| `JIEZHI_PASSWORD_MONTHS` | after how many months a password must be changed; 0 for never | 0 |
| `JIEZHI_OIDC_ISSUER`, `JIEZHI_OIDC_CLIENT` | the system that vouches for staff, and our name there | none |
| `JIEZHI_OIDC_SECRET_FILE` | file that holds our secret at that system | none |
| `JIEZHI_OIDC_NAME` | what the button calls it | its host |
| `JIEZHI_OIDC_STRONG` | values of its `acr` or `amr` that count as a second factor, separated by commas | none |
| `JIEZHI_MESSAGE_URL` | gateway that takes short messages as JSON | messages are written to files in `JIEZHI_VAR` |
| `JIEZHI_EMAIL_URL` | `smtp://user:password@host:port` | mails are written to files in `JIEZHI_VAR` |
| `JIEZHI_LOG` | `json` (a line for each event, for programs) or `words` (for a person) | `json` in production |
| `JIEZHI_KEEP` | days for which the machine's own records are kept, such as `letters:30,faults:90` | as below |
| `JIEZHI_CERTIFICATE` | file of the certificate that the proxy shows, to warn before it ends | none |
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
BACKUPS = Path(os.environ.get("JIEZHI_BACKUPS", VAR / "backups"))
BACKUP_EVERY_MIN = int(os.environ.get("JIEZHI_BACKUP_EVERY_MIN", "0"))
LOG_STYLE = os.environ.get("JIEZHI_LOG") or ("json" if IS_PRODUCTION else "words")
CERTIFICATE = os.environ.get("JIEZHI_CERTIFICATE", "")
WITNESS = Path(os.environ.get("JIEZHI_WITNESS", VAR / "witness"))
KEEP = [wish for wish in os.environ.get("JIEZHI_KEEP", "").split(",") if wish]
MESSAGE_URL = os.environ.get("JIEZHI_MESSAGE_URL", "")
EMAIL_URL = os.environ.get("JIEZHI_EMAIL_URL", "")
PROXIES = os.environ.get("JIEZHI_TRUSTED_PROXIES", "")
SECOND_FACTOR_WISH = os.environ.get("JIEZHI_SECOND_FACTOR", "required" if IS_PRODUCTION else "offered")
IDLE_MINUTES = int(os.environ.get("JIEZHI_IDLE_MINUTES", "30"))
SESSION_HOURS = int(os.environ.get("JIEZHI_SESSION_HOURS", "12"))
PASSWORD_CHANGED_EVERY = int(os.environ.get("JIEZHI_PASSWORD_MONTHS", "0"))
OIDC_AT = os.environ.get("JIEZHI_OIDC_ISSUER", "")
OIDC_AS = os.environ.get("JIEZHI_OIDC_CLIENT", "")
OIDC_SECRET_FILE = os.environ.get("JIEZHI_OIDC_SECRET_FILE", "")
OIDC_CALLED = os.environ.get("JIEZHI_OIDC_NAME", "")
OIDC_TRUSTED = [word for word in os.environ.get("JIEZHI_OIDC_STRONG", "").split(",") if word]


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
