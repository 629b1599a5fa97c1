"""The door for requests: shut while releases are switched, and where program and database do not fit.

The new release is started behind it, so that an upgrade sees it answer before anybody has worked with it. As long as it
is shut, going back to the old one takes nothing away from anybody.
"""

import sys
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, connection

from jiezhi.safekeeping.errors import UpgradeError
from jiezhi.safekeeping.journal import is_door_shut
from jiezhi.safekeeping.presence import be_present, refuse_mixture

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
OPEN_ALWAYS = ("/health/live", "/health/ready")
"""They write nothing; the second says that nobody may come yet."""
SHUT = "系统正在升级，请稍后再试。\nJiezhi is being upgraded. Try again in a minute.\n"


class ReleaseDoor:
    """Stands before an application."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._is_known_to_fit = False
        self.look()

    def look(self) -> bool:
        """Whether program and database fit; a database that does not answer is asked again at the next request.

        Raises:
            SystemExit: They do not; the sentence says what to do.
        """
        try:
            be_present()
            refuse_mixture()
        except DatabaseError:
            return False
        except UpgradeError as refusal:
            sys.stderr.write(f"{refusal.message}\n")
            sys.stderr.flush()
            sys.exit(1)
        finally:
            connection.close()
        self._is_known_to_fit = True
        return True

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer, or say that the door is shut."""
        is_free = environ.get("PATH_INFO", "") in OPEN_ALWAYS
        if is_free or not (is_door_shut() or self._misfits()):
            return self._application(environ, start_response)
        body = SHUT.encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Retry-After", "10"),
        ]
        status = HTTPStatus.SERVICE_UNAVAILABLE
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def _misfits(self) -> bool:
        """Whether a database that was away at the start turns out to be another release's."""
        if self._is_known_to_fit:
            return False
        try:
            refuse_mixture()
        except DatabaseError:
            return False  # The application says so in its own words.
        except UpgradeError:
            return True
        self._is_known_to_fit = True
        return False
