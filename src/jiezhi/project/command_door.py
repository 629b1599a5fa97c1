"""The door for commands: what changes records is not done while releases are switched."""

import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FREE = frozenset(
    {
        "adopt_archive",
        "check",
        "check_audit",
        "collectstatic",
        "compilemessages",
        "doctor",
        "help",
        "makemessages",
        "makemigrations",
        "restore",
        "run_worker",
        "smoke",
        "support_bundle",
        "test",
        "upgrade",
        "version",
    }
)
"""Commands that change no records, or that look after the switch themselves."""


def enter(words: list[str]) -> None:
    """Refuse a command that writes while an upgrade has not ended, and keep an upgrade away while one runs."""
    if not words or words[0] in FREE or words[0].startswith("-") or {"-h", "--help"} & set(words):
        return
    try:
        settings.RECORDS_FOLDER  # noqa: B018 - reads the settings
    except (ImproperlyConfigured, ValueError):
        return  # The command itself says what is wrong with the settings.
    from jiezhi.safekeeping.errors import UpgradeError  # noqa: PLC0415 - after the settings
    from jiezhi.safekeeping.presence import be_present, refuse_while_switching  # noqa: PLC0415 - the same

    try:
        refuse_while_switching()
        be_present()
    except UpgradeError as refusal:
        django.setup()
        sys.exit(str(refusal.message))
