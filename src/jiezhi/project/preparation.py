"""`python -m jiezhi.project.preparation`: what has to be done between installing and serving.

One process, because each one that imports Django costs a second of the start.
"""

import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection

from jiezhi.project.settings.environment import DATABASE_URL, ROOT

EXPLAINED = 3
"""Exit code for what has been said in words; the launcher adds nothing to it."""


def check_address(url: str) -> None:
    """Refuse the address of a database that is neither of ours.

    Raises:
        ValueError: The text names the two that are.
    """
    kind = url.partition(":")[0]
    if kind not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError(f"Jiezhi runs on SQLite and on PostgreSQL, not on {kind[:20]}.")


@contextmanager
def step(sentence: str) -> Iterator[None]:
    """Print a step and its seconds, in the launcher's form."""
    sys.stdout.write(f"  {sentence} ...")
    sys.stdout.flush()
    start = time.monotonic()
    try:
        yield
    except BaseException:
        sys.stdout.write("\n")
        raise
    sys.stdout.write(f" {time.monotonic() - start:.1f} s\n")
    sys.stdout.flush()


def database_in_words() -> str:
    """Name the database without its password."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"the SQLite file {settings['NAME']}"
    where = f"{settings['HOST'] or 'this machine'}:{settings['PORT'] or 5432}"
    return f"the PostgreSQL database {settings['NAME']} at {where}, user {settings['USER'] or '(none)'}"


def what_to_do() -> str:
    """Say what usually helps when the database does not answer."""
    if connection.vendor == "sqlite":
        return (
            "Check that its folder exists, is yours to write and has room, or name another with JIEZHI_VAR."
        )
    return "Check that the server runs and that DATABASE_URL names the right host, port, user and password."


def prepare(*, is_empty: bool) -> None:
    """Bring the tables up to date, collect static files in production, load the demo street if empty."""
    from django.conf import settings  # noqa: PLC0415 - after the environment has been read

    from jiezhi.safekeeping.presence import (  # noqa: PLC0415 - the same
        be_present,
        refuse_mixture,
        refuse_while_switching,
    )

    with step("Bringing the database up to date"):
        # Before the database is touched: it may be on its way to another release.
        refuse_while_switching()
        be_present()
        connection.ensure_connection()
        refuse_mixture(is_migrated=False)
        call_command("migrate", interactive=False, verbosity=0)
    # A release that came as one file brings them along, and its folder may be read-only.
    if not settings.WHITENOISE_USE_FINDERS and not (ROOT / "release.json").exists():
        with step("Collecting static files"):
            call_command("collectstatic", interactive=False, verbosity=0)
    if not is_empty and "demo" in get_commands():
        with step("Looking for the demo street"):
            call_command("demo", "--if-empty", stdout=io.StringIO())


def main(words: list[str]) -> int:
    """Prepare, and turn what an installer can mend into a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    try:
        check_address(DATABASE_URL)
        django.setup()
    except (ValueError, ImproperlyConfigured) as error:
        sys.stderr.write(
            f"The settings do not hold together: {error}\n"
            "DATABASE_URL looks like sqlite:////folder/file.sqlite3 or "
            "postgresql://user:password@host:5432/name; special signs "
            "in a password are written as in a web address (@ is %40).\n"
        )
        return EXPLAINED
    from jiezhi.kit.errors import DomainError  # noqa: PLC0415 - after the settings

    try:
        prepare(is_empty="--empty" in words)
    except DomainError as refusal:
        sys.stderr.write(f"{refusal.message}\n")
        return EXPLAINED
    except DatabaseError as error:
        if not is_about_reaching(error):
            raise
        sys.stderr.write(f"Jiezhi cannot use {database_in_words()}:\n    {error}\n{what_to_do()}\n")
        return EXPLAINED
    return 0


def is_about_reaching(error: DatabaseError) -> bool:
    """Tell a database that cannot be reached or written from a mistake in a migration."""
    words = ("unable to open", "readonly", "disk", "full", "locked", "not a database", "malformed")
    if connection.vendor == "sqlite":
        return any(word in str(error) for word in words)
    return connection.connection is None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
