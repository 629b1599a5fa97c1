"""A mail server that answers drop by drop is left in time: its letter waits, and is not sent twice."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage

from jiezhi.notices import smtp

ANSWERS = {
    b"EHLO": b"250 here\r\n",
    b"MAIL": b"250 ok\r\n",
    b"RCPT": b"250 ok\r\n",
    b"DATA": b"354 go on\r\n",
}
"""What a server says before it has the letter."""


class Server:
    """A mail server on this machine that drips from one of its answers on."""

    def __init__(self, *, drips_at: str) -> None:
        self.drips_at = drips_at
        self.letters = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._is_over = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def end(self) -> None:
        self._is_over.set()
        self._listener.close()

    def _listen(self) -> None:
        while not self._is_over.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                try:
                    self._talk(line)
                except OSError:
                    continue

    def _talk(self, line: socket.socket) -> None:
        self._say(line, "greeting", b"220 here\r\n")
        lines = line.makefile("rb")
        while words := lines.readline():
            if words.upper().startswith(b"DATA"):
                self._say(line, "data", ANSWERS[b"DATA"])
                while lines.readline() not in (b".\r\n", b""):
                    continue
                self.letters += 1
                self._say(line, "end", b"250 taken\r\n")
            else:
                self._say(line, "", ANSWERS.get(words[:4].upper(), b"221 bye\r\n"))

    def _say(self, line: socket.socket, where: str, words: bytes) -> None:
        if where != self.drips_at:
            line.sendall(words)
            return
        while not self._is_over.wait(0.05):
            line.sendall(b"2")


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    made = Server(drips_at=request.param)
    yield made
    made.end()


def send(port: int) -> int:
    backend = smtp.EmailBackend(host="127.0.0.1", port=port, timeout=5)
    return backend.send_messages([EmailMessage("关于", "内容", "office@example.test", ["one@example.test"])])


@pytest.mark.parametrize("server", ["greeting", "data", "end"], indirect=True)
def test_a_talk_that_drips_is_cut(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE_S", 0.6)
    began = time.monotonic()
    with pytest.raises((smtplib.SMTPException, OSError)):
        send(server.port)
    assert time.monotonic() - began < 3
    assert server.letters == (1 if server.drips_at == "end" else 0)


@pytest.mark.parametrize("server", ["never"], indirect=True)
def test_a_letter_gets_through_and_its_watch_ends(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE_S", 5)
    before = threading.active_count()
    assert send(server.port) == 1
    assert server.letters == 1
    time.sleep(0.1)
    assert threading.active_count() == before
