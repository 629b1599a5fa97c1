"""A target on this machine that misbehaves as targets do: it is slow, resets, answers half, drips or hangs."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

GOOD = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


@dataclass
class Target:
    """What arrived, and how it answers from now on."""

    port: int
    mode: str = "good"
    received: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def target(mode: str = "good") -> Iterator[Target]:
    """Listen until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Target(listener.getsockname()[1], mode)
    is_over = threading.Event()

    def listen() -> None:
        while not is_over.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(line, made, is_over), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield made
    finally:
        is_over.set()
        listener.close()


def answer(line: socket.socket, made: Target, is_over: threading.Event) -> None:
    with line:
        line.settimeout(30)
        try:
            request = read_request(line)
            made.received.append(request)
            MODES[made.mode](line, is_over)
        except OSError:
            return


def read_request(line: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        if not (more := line.recv(65536)):
            return request
        request += more
    head, _, body = request.partition(b"\r\n\r\n")
    sizes = [row for row in head.split(b"\r\n") if row.lower().startswith(b"content-length")]
    length = int(sizes[0].split(b":")[1]) if sizes else 0
    while len(body) < length and (more := line.recv(65536)):
        body += more
    return head + b"\r\n\r\n" + body


def good(line, _over) -> None:
    line.sendall(GOOD)


def slow(line, _over) -> None:
    time.sleep(0.3)
    line.sendall(GOOD)


def reset(line, _over) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def half(line, over) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    over.wait(60)


def drip(line, over) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000:
        if over.wait(0.05):
            return
        line.sendall(bytes([byte]))


def hang(_line, over) -> None:
    over.wait(60)


def broken(line, _over) -> None:
    line.sendall(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def redirect(line, _over) -> None:
    line.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n")
    line.sendall(b"Content-Length: 0\r\nConnection: close\r\n\r\n")


MODES = {each.__name__: each for each in (good, slow, reset, half, drip, hang, broken, redirect)}
