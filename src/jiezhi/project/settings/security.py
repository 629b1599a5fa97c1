"""Keys, cookies, headers. The production profile assumes HTTPS in front; `./jiezhi up` speaks plain HTTP."""

from csp.constants import NONCE, NONE, SELF

from jiezhi.project.settings.environment import HOSTS, IS_PRODUCTION, OUTBOUND, read_or_make_key

DEBUG = False
SECRET_KEY = read_or_make_key("django")
# This machine's own names too: supervisors and metrics collectors ask by them.
ALLOWED_HOSTS = [*(HOSTS or ["testserver"]), "localhost", "127.0.0.1", "[::1]"]
OUTBOUND_HOSTS = OUTBOUND
"""Hosts with ports that `kit.outbound` may reach, and nothing else."""
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
PASSWORD_HASHERS = ["jiezhi.accounts.hashers.OfficeArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "jiezhi.places.passwords.OfficeWordsValidator"},
]

SESSION_ENGINE = "jiezhi.kit.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if IS_PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$", r"^metrics$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Lists that are built into browsers take a domain for years: that is for the owner of the domain to decide.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
