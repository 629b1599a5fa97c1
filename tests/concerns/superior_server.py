"""A superior's system to talk to: JSON over HTTP, as docs/reference/superior-adapters.md describes it.

Run `python -m tests.concerns.superior_server [PORT]` to try the adapter by hand; the orders in it are made up.
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SECRET = "made-up-secret"
PAGE = 2


class SuperiorServer(ThreadingHTTPServer):
    """Holds orders, and the replies it was given by their keys."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.orders: list[Any] = []
        self.replies: dict[str, tuple[str, dict[str, Any]]] = {}
        self.status = 200
        self.asked = 0

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.server_port}/api"

    @property
    def host(self) -> str:
        """How it is listed."""
        return f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: SuperiorServer

    def do_GET(self) -> None:
        self.server.asked += 1
        if self._is_refused():
            return
        parts = urlsplit(self.path)
        since = int(parse_qs(parts.query).get("after", ["0"])[0] or 0)
        until = min(since + PAGE, len(self.server.orders))
        self._answer(
            200,
            {
                "orders": self.server.orders[since:until],
                "cursor": str(until),
                "more": until < len(self.server.orders),
            },
        )

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._is_refused():
            return
        number = unquote(urlsplit(self.path).path.split("/")[-2])
        key = self.headers["Idempotency-Key"]
        if key in self.server.replies:
            self._answer(409, {})
            return
        self.server.replies[key] = (number, told)
        self._answer(201, {})

    def _is_refused(self) -> bool:
        status = self.server.status
        if self.headers.get("Authorization") != f"Bearer {SECRET}":
            status = 401
        if status == 302:
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
        elif status != 200:
            self._answer(status, {})
        return status != 200

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


def order(number: object, **changes: Any) -> dict[str, Any]:
    """One order as the system tells it."""
    return {
        "number": number,
        "issued_at": "2026-10-30T09:00:00+08:00",
        "due_at": "2026-11-06T18:00:00+08:00",
        "words": f"东门的路灯不亮，第{number}次反映",
        "place": "东门",
        "phone": "13800001111",
    } | changes


@contextmanager
def running() -> Iterator[SuperiorServer]:
    """Let the system answer for as long as the block lasts."""
    server = SuperiorServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    by_hand = SuperiorServer(int(sys.argv[1]) if sys.argv[1:] else 8090)
    by_hand.orders = [order(f"RX{number:04}") for number in range(1, 4)]
    sys.stdout.write(f"{by_hand.address}  secret: {SECRET}\n")
    by_hand.serve_forever()
