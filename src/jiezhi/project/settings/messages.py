"""E-mail and short messages: a server if the environment names one, files on this machine otherwise."""

from urllib.parse import unquote, urlsplit

from jiezhi.project.settings.environment import EMAIL_URL, IS_PRODUCTION, MESSAGE_URL, VAR

_url = urlsplit(EMAIL_URL)
if EMAIL_URL:
    EMAIL_BACKEND = "jiezhi.notices.smtp.EmailBackend"
    EMAIL_HOST = _url.hostname or "localhost"
    EMAIL_PORT = _url.port or 25
    EMAIL_HOST_USER = unquote(_url.username or "")
    EMAIL_HOST_PASSWORD = unquote(_url.password or "")
    EMAIL_USE_SSL = _url.scheme == "smtps"
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = "jiezhi@localhost"

_trial = "" if IS_PRODUCTION else "jiezhi.residency.senders.FileSender"
MESSAGE_SENDER = "jiezhi.residency.senders.HttpSender" if MESSAGE_URL else _trial
"""The adapter that brings codes to telephones; without one nobody is offered to sign in by telephone."""
MESSAGE_GATEWAY = MESSAGE_URL
MESSAGE_FOLDER = VAR / "messages"
