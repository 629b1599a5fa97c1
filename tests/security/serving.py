"""The web server as it runs in an office, on a database of its own, spoken to byte by byte."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher.start import web_server
from tests.architecture.source import ROOT

PATIENCE_S = 3


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def say(self, *pieces: bytes) -> bytes:
        """Send bytes as they are; give all that comes back until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as line:
            for piece in pieces:
                line.sendall(piece)
            heard = b""
            try:
                while more := line.recv(65536):
                    heard += more
                    line.settimeout(0.4)
            except (TimeoutError, ConnectionResetError):
                pass
            return heard

    def is_well(self) -> bool:
        """Whether an ordinary request is answered."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        line.request("GET", "/health/live")
        answer = line.getresponse().read() == b"ok"
        line.close()
        return answer


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'office.sqlite3'}",
        "JIEZHI_VAR": str(folder / "var"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Prepare an office in a folder and serve it."""
    (folder / "tmp").mkdir()
    settings = environment(folder)
    subprocess.run([sys.executable, "-m", "tests.faults.world", "prepare"], cwd=ROOT, env=settings, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(web_server(port), cwd=ROOT, env=settings, stdout=log, stderr=log)
    running = Served(port, folder, process)
    try:
        end = time.monotonic() + 60
        while True:
            try:
                assert running.is_well()
                break
            except OSError:
                assert time.monotonic() < end, (folder / "log").read_text()
                time.sleep(0.1)
        yield running
    finally:
        process.terminate()
        process.wait(10)


class Visitor:
    """A resident's browser that can also be cut off in the middle."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        self.token = ""

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        """Make one request; give the status and the page."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        line.request(method, path, body or None, self.heads(kind))
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                pair = value.partition(";")[0]
                self.cookies[pair.partition("=")[0]] = pair.partition("=")[2]
        page = answer.read().decode(errors="replace")
        line.close()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        self.token = found[1] if found else self.token
        return answer.status, page

    def heads(self, kind: str) -> dict[str, str]:
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        return given | ({"Content-Type": kind} if kind else {})
