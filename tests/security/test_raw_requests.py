"""Requests that no browser makes: two in one, cut off in the middle, far too large. The server stays well."""

import random
import re
import sqlite3
import time

import pytest

from tests.pictures.uploads import photo_with_place
from tests.security.serving import Served, Visitor, served

pytestmark = [pytest.mark.faults, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


HOST = b"Host: localhost\r\n"
HIDDEN = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED_HIDDEN = b"0\r\n\r\n" + HIDDEN


def post(*heads: bytes, body: bytes = b"") -> bytes:
    return b"POST /sign-in/ HTTP/1.1\r\n" + HOST + b"".join(head + b"\r\n" for head in heads) + b"\r\n" + body


BOTH = b"Transfer-Encoding: chunked"
SMUGGLED = {
    "length and chunks": post(b"Content-Length: 6", BOTH, body=CHUNKED_HIDDEN),
    "chunks and length": post(BOTH, b"Content-Length: 6", body=CHUNKED_HIDDEN),
    "two lengths": post(b"Content-Length: 0", b"Content-Length: 60", body=HIDDEN),
    "two lengths in one": post(b"Content-Length: 0, 60", body=HIDDEN),
    "negative length": post(b"Content-Length: -1", body=HIDDEN),
    "length with a plus": post(b"Content-Length: +0", body=HIDDEN),
    "hexadecimal length": post(b"Content-Length: 0x0", body=HIDDEN),
    "length with a space inside": post(b"Content-Length: 0 0", body=HIDDEN),
    "length over 64 bits": post(b"Content-Length: 18446744073709551616", body=HIDDEN),
    "space before the colon": post(b"Content-Length : 0", b"Content-Length: 60", body=HIDDEN),
    "chunked twice": post(BOTH, b"Transfer-Encoding: identity", b"Content-Length: 6", body=CHUNKED_HIDDEN),
    "chunks by another name": post(b"Transfer-Encoding: xchunked", b"Content-Length: 0", body=HIDDEN),
    "chunked with a tab": post(b"Transfer-Encoding:\tchunked", b"Content-Length: 6", body=CHUNKED_HIDDEN),
    "chunked with a line feed": post(
        b"X: y\nTransfer-Encoding: chunked", b"Content-Length: 6", body=CHUNKED_HIDDEN
    ),
    "folded line": post(b"Content-Length:\r\n 0", b"Content-Length: 60", body=HIDDEN),
    "bad chunk size": post(BOTH, body=b"zz\r\n\r\n" + HIDDEN),
    "negative chunk": post(BOTH, body=b"-1\r\n\r\n" + HIDDEN),
    "chunk over 64 bits": post(BOTH, body=b"10000000000000000\r\n" + HIDDEN),
    "chunk without its end": post(BOTH, body=b"1\r\nAB0\r\n\r\n" + HIDDEN),
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere.example\r\n\r\n",
    "strange host": b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "NUL in a head": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
    "carriage return in a head": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\rContent-Length: 9\r\n\r\n",
}


def answers_in(heard: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", heard)]


@pytest.mark.parametrize("name", SMUGGLED)
def test_a_request_hidden_in_another_is_not_answered(server: Served, name: str):
    heard = server.say(SMUGGLED[name])
    given = answers_in(heard)
    assert b"\r\n\r\nok" not in heard, given
    assert len(given) <= 1
    assert all(400 <= status < 500 for status in given)
    assert server.is_well()


def test_the_hidden_request_would_be_seen(server: Served):
    heard = server.say(HIDDEN + HIDDEN)
    assert answers_in(heard) == [200, 200]
    assert b"\r\n\r\nok" in heard


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 2_000_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 2_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
        b"\0" * 10_000,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 100,
    ],
    ids=["long head", "long address", "many heads", "zeros", "TLS", "broken HTTP/2"],
)
def test_what_is_no_request_is_refused(server: Served, raw: bytes):
    try:
        heard = server.say(raw)
    except (BrokenPipeError, ConnectionResetError):
        heard = b""
    assert all(status >= 400 for status in answers_in(heard))
    assert server.is_well()


def upload(visitor: Visitor) -> bytes:
    """A whole request with a photo, as a browser sends it."""
    border = b"----border"
    fields = (
        b'name="csrfmiddlewaretoken"\r\n\r\n' + visitor.token.encode(),
        b'name="album"; filename="lamp.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + photo_with_place(),
    )
    body = b"".join(
        b"--" + border + b"\r\nContent-Disposition: form-data; " + field + b"\r\n" for field in fields
    )
    body += b"--" + border + b"--\r\n"
    heads = visitor.heads("multipart/form-data; boundary=" + border.decode())
    lines = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return (
        f"POST /s/qingshi/request/photos/ HTTP/1.1\r\nHost: localhost\r\n{lines}"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode() + body


def left_by(server: Served) -> tuple[int, int, int]:
    """Rows of pictures, files of pictures, and files in the scratch folder."""
    with sqlite3.connect(server.folder / "office.sqlite3") as database:
        (rows,) = database.execute("SELECT count(*) FROM kit_storedpicture").fetchone()
    files = list((server.folder / "var" / "uploads").glob("??/??/*"))
    return rows, len(files), len(list((server.folder / "tmp").iterdir()))


def test_an_upload_that_breaks_off_at_any_byte_leaves_nothing(server: Served):
    seed = random.randrange(2**31)
    chance = random.Random(seed)
    visitor = Visitor(server)
    visitor.ask("GET", "/s/qingshi/request/words/")
    typed = f"csrfmiddlewaretoken={visitor.token}&words=lamp".encode()
    visitor.ask("POST", "/s/qingshi/request/words/", typed, "application/x-www-form-urlencoded")
    visitor.ask("GET", "/s/qingshi/request/place/")
    typed = f"csrfmiddlewaretoken={visitor.token}&place_note=gate".encode()
    assert (
        visitor.ask("POST", "/s/qingshi/request/place/", typed, "application/x-www-form-urlencoded")[0] == 302
    )
    visitor.ask("GET", "/s/qingshi/request/photos/")
    whole = upload(visitor)
    before = left_by(server)
    for _ in range(20):
        cut = chance.randrange(1, len(whole) - 1)
        heard = cut_off(server, whole[:cut])
        assert not any(status < 400 for status in answers_in(heard)), f"seed {seed}, byte {cut}"
    assert server.is_well()
    time.sleep(0.5)
    assert left_by(server) == before, f"seed {seed}"
    assert answers_in(server.say(whole))[0] == 302
    assert left_by(server) == (before[0] + 1, before[1] + 1, before[2])


def test_words_that_broke_off_are_not_taken_for_the_whole(server: Served):
    visitor = Visitor(server)
    visitor.ask("GET", "/s/qingshi/request/words/")
    typed = f"csrfmiddlewaretoken={visitor.token}&words=The%20lamp%20is%20broken%20since%20Monday".encode()
    heads = visitor.heads("application/x-www-form-urlencoded") | {"Content-Length": str(len(typed))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    whole = f"POST /s/qingshi/request/words/ HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode() + typed
    assert not any(status < 400 for status in answers_in(cut_off(server, whole[:-14])))
    assert "place" not in visitor.ask("GET", "/s/qingshi/request/check/")[1]
    assert answers_in(server.say(whole))[0] == 302


def cut_off(server: Served, part: bytes) -> bytes:
    import socket

    with socket.create_connection(("127.0.0.1", server.port), timeout=3) as line:
        line.sendall(part)
        line.shutdown(socket.SHUT_WR)
        try:
            return line.recv(65536)
        except (TimeoutError, ConnectionResetError):
            return b""


def test_nothing_of_all_this_was_a_fault_of_the_program(server: Served):
    assert server.process.poll() is None
    log = (server.folder / "log").read_text(errors="replace")
    assert "Traceback" not in log
    assert "panicked" not in log
