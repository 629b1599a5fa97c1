"""Letters through a server that may be slow: the whole talk with it ends in time, or a lease would run out meanwhile.

The limit of a socket holds for each step: a server that gives a byte every nine seconds would hold a talk open for
hours, another thread would begin the same letter anew, and both would arrive.
"""

import smtplib
import socket
from contextlib import suppress
from threading import Timer
from typing import Any

from django.core.mail.backends import smtp

from jiezhi.kit.outbound import WHOLE_S


class _Bounded:
    """Cuts the line after `WHOLE_S` seconds, whatever the talk is at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sock: socket.socket | None = None
        self._timer = Timer(WHOLE_S, self._cut)
        self._timer.daemon = True
        self._timer.start()
        try:
            super().__init__(*args, **kwargs)
        except BaseException:
            self._timer.cancel()
            raise

    def _cut(self) -> None:
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the talk."""
        self._timer.cancel()
        super().close()  # type: ignore[misc]


class BoundedSMTP(_Bounded, smtplib.SMTP):
    """A talk that is bounded as a whole."""


class BoundedSMTPS(_Bounded, smtplib.SMTP_SSL):
    """The same over TLS."""


class EmailBackend(smtp.EmailBackend):
    """Django's, with a bound."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Give the kind of talk that the settings ask for."""
        return BoundedSMTPS if self.use_ssl else BoundedSMTP
