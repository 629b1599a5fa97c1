"""The one door to other systems leads nowhere but to hosts that the operator listed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from jiezhi.kit.outbound import OutboundError, ask

pytestmark = pytest.mark.sqlite  # asks no database

FORGED = """
http://127.0.0.1/ http://127.1/ http://0x7f.1/ http://0x7f000001/ http://2130706433/ http://017700000001/
http://127.0.0.1.nip.example/ http://0/ http://0.0.0.0/ http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/ http://[0:0:0:0:0:ffff:127.0.0.1]/ http://[fe80::1]/ http://169.254.169.254/latest/meta-data/
http://169.254.169.254.:80/ http://[fd00:ec2::254]/ http://100.100.100.200/ http://localhost/ http://LOCALHOST/
http://localhost./ http://localhost.localdomain/ http://metadata.google.internal/ http://10.0.0.1/ http://192.168.1.1/
http://partner.example@127.0.0.1/ http://partner.example:80@127.0.0.1/ http://127.0.0.1#partner.example
http://127.0.0.1?partner.example http://127.0.0.1\\@partner.example:8080/ http://partner.example.127.0.0.1.example/
http://partner.example%00.example/ http://partner.example%2eexample/ http://partner.example:81/ http://partner.example:0/
https://partner.example/ http://xpartner.example/ http://partner.example.evil.example/ http://ｐartner.example/
http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ http:///etc/passwd http:/partner.example/ //partner.example/ partner.example
file:///etc/passwd file://partner.example/etc/passwd gopher://partner.example:80/_GET ftp://partner.example/
dict://partner.example:11211/stat ldap://partner.example/ jar:http://partner.example!/ data:text/plain,x javascript:1
""".split()
"""None of these is `http://partner.example:80/`, whatever they try to look like."""


@pytest.fixture(autouse=True)
def listed(settings) -> None:
    settings.OUTBOUND_HOSTS = ["partner.example:80"]


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every connection that is tried; none is made."""
    tried: list[object] = []

    def refuse(self: socket.socket, address: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


@pytest.mark.parametrize("url", FORGED)
def test_an_address_that_is_not_listed_is_not_even_looked_up(url: str, no_connection, monkeypatch):
    looked_up: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_kw: looked_up.append(args) or [])
    with pytest.raises(OutboundError):
        ask("GET", url)
    assert no_connection == []
    assert looked_up == []


INSIDE = (
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "169.254.169.254", "::1", "::", "fe80::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "224.0.0.1", "255.255.255.255", "ff02::1",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_a_listed_name_that_leads_to_this_machine_is_refused(address: str, no_connection, monkeypatch):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kw: found)
    with pytest.raises(OutboundError, match="address of this machine"):
        ask("GET", "http://partner.example/")
    assert no_connection == []


class Elsewhere(BaseHTTPRequestHandler):
    """Answers with a redirect, without end, or with what was asked."""

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path))
        if self.path.startswith("/away"):
            self.send_response(int(self.path[-3:]))
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/secret")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def elsewhere() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(settings, status: int):
    with elsewhere() as server:
        settings.OUTBOUND_HOSTS = [f"127.0.0.1:{server.server_port}"]
        with pytest.raises(OutboundError, match="not followed"):
            ask("GET", f"http://127.0.0.1:{server.server_port}/away/{status}")
        assert [path for _, path in server.asked] == [f"/away/{status}"]


def test_a_name_that_changes_its_address_in_between_gains_nothing(settings, monkeypatch):
    """DNS rebinding: the first answer of the name server is connected to, and no other is asked for."""
    asked, connected = [], []

    def answer(host: str, port: int, *_args: object, **_kw: object):
        asked.append(host)
        address = "203.0.113.5" if len([h for h in asked if h == "partner.example"]) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host if host[0].isdigit() else address, port))]

    def refuse(self: socket.socket, address: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(OutboundError):
        ask("GET", "http://partner.example/")
    assert asked.count("partner.example") == 1
    assert connected == [("203.0.113.5", 80)]


@pytest.mark.parametrize("path", ["/%0d%0aHost:%20inside", "/a b", "/\r\nX-Injected: 1", "/\tx"])
def test_a_path_puts_no_lines_into_the_head(settings, path: str):
    with elsewhere() as server:
        settings.OUTBOUND_HOSTS = [f"127.0.0.1:{server.server_port}"]
        ask("GET", f"http://127.0.0.1:{server.server_port}{path}")
        ((host, asked),) = server.asked
        assert host == f"127.0.0.1:{server.server_port}"
        assert "\n" not in asked
        assert " " not in asked
