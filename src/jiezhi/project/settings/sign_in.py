"""How staff sign in: second factor, length of a session, age of a password, proxies in front."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from jiezhi.project.settings.environment import (
    IDLE_MINUTES,
    IS_PRODUCTION,
    OIDC_AS,
    OIDC_AT,
    OIDC_CALLED,
    OIDC_SECRET_FILE,
    OIDC_TRUSTED,
    PASSWORD_CHANGED_EVERY,
    PROXIES,
    SECOND_FACTOR_WISH,
    SESSION_HOURS,
)

if IS_PRODUCTION and not PROXIES.isdigit():
    raise ImproperlyConfigured(
        "JIEZHI_TRUSTED_PROXIES must say how many of your own proxies stand in front of Jiezhi (0 for none). "
        "Without it, limits of tries would hold for everybody at once, or could be stepped around."
    )
if SECOND_FACTOR_WISH not in ("required", "offered"):
    raise ImproperlyConfigured("JIEZHI_SECOND_FACTOR is `required` or `offered`.")
if OIDC_AT and not OIDC_AT.startswith("https://") and IS_PRODUCTION:
    raise ImproperlyConfigured("JIEZHI_OIDC_ISSUER begins with https:// in production.")
TRUSTED_PROXY_COUNT = int(PROXIES or 0)
SECOND_FACTOR = SECOND_FACTOR_WISH
SESSION_IDLE_MINUTES = IDLE_MINUTES
SESSION_LONGEST_HOURS = SESSION_HOURS
PASSWORD_MONTHS = PASSWORD_CHANGED_EVERY
"""0: no password is changed without cause. ASVS 5.0 (6.2.10) forbids the change by calendar, since people then choose
weaker ones; GB/T 22239-2019 (8.1.4.1 a) asks for it. An office whose assessor insists sets the months."""

OIDC_ISSUER = OIDC_AT
OIDC_CLIENT = OIDC_AS
OIDC_SECRET = Path(OIDC_SECRET_FILE).read_text(encoding="utf-8").strip() if OIDC_SECRET_FILE else ""
OIDC_NAME = OIDC_CALLED or urlsplit(OIDC_AT).hostname or ""
OIDC_STRONG = OIDC_TRUSTED
