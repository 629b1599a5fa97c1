"""Gateways and robots to talk to: they check signature, shape and limit as their makers' pages describe them."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

WECOM_KEY = "11111111-2222-4333-8444-555555555555"
DINGTALK_TOKEN, DINGTALK_SECRET = "made-up-token", "SECmade-up-secret"
SMS_TOKEN = "made-up-bearer"
HOUR_MS = 3_600_000


class GatewayServer(ThreadingHTTPServer):
    """A WeCom robot, a DingTalk robot and a gateway for short messages on one port."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_port}"
        self.taken: list[tuple[str, Any]] = []
        self.by_key: dict[str, str] = {}
        self.answers: list[tuple[int, dict[str, Any]]] = []
        """What is answered first, whatever is asked; each once."""

    def address(self, path: str) -> str:
        return f"http://{self.host}{path}"

    @property
    def wecom(self) -> str:
        return self.address(f"/cgi-bin/webhook/send?key={WECOM_KEY}")

    @property
    def dingtalk(self) -> str:
        return self.address(f"/robot/send?access_token={DINGTALK_TOKEN}")


class _Handler(BaseHTTPRequestHandler):
    server: GatewayServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.answers:
            return self._answer(*self.server.answers.pop(0))
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        doors = {"/cgi-bin/webhook/send": self._wecom, "/robot/send": self._dingtalk, "/sms": self._sms}
        return self._answer(*doors[parts.path](asked, body))

    def _wecom(self, asked: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        if asked.get("key") != WECOM_KEY:
            return 200, {"errcode": 93000, "errmsg": "invalid webhook url"}
        return self._text(body)

    def _dingtalk(self, asked: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        if asked.get("access_token") != DINGTALK_TOKEN:
            return 200, {"errcode": 300001, "errmsg": "token is not exist"}
        stamp = asked.get("timestamp", "0")
        told = f"{stamp}\n{DINGTALK_SECRET}".encode()
        wanted = base64.b64encode(hmac.new(DINGTALK_SECRET.encode(), told, hashlib.sha256).digest()).decode()
        if abs(time.time() * 1000 - int(stamp)) > HOUR_MS or asked.get("sign") != wanted:
            return 200, {"errcode": 310000, "errmsg": "sign not match"}
        return self._text(body)

    def _text(self, body: bytes) -> tuple[int, dict[str, Any]]:
        told = json.loads(body)
        if self.headers["Content-Type"].split(";")[0] != "application/json" or told["msgtype"] != "text":
            return 200, {"errcode": 40008, "errmsg": "invalid message type"}
        self.server.taken.append((urlsplit(self.path).path, told["text"]["content"]))
        return 200, {"errcode": 0, "errmsg": "ok"}

    def _sms(self, _asked: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        if self.headers["Authorization"] != f"Bearer {SMS_TOKEN}":
            return 401, {"code": "E401"}
        told = json.loads(body)
        if set(told) != {"mobile", "content", "key"}:
            return 200, {"code": "E001"}
        if told["key"] not in self.server.by_key:  # a key that is known is the same message, not another one
            self.server.by_key[told["key"]] = f"M{len(self.server.by_key) + 1}"
            self.server.taken.append(("/sms", told))
        return 200, {"code": "0", "data": {"id": self.server.by_key[told["key"]]}}

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def gateways(settings: Any) -> Iterator[GatewayServer]:
    """Run the server and list it as reachable."""
    server = GatewayServer()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.OUTBOUND_HOSTS = [server.host]
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
