"""The only door through which the program opens connections of its own to other systems.

Only hosts that the operator has listed are reached; the name is resolved once and the connection goes to that address,
so that an answer of the name server cannot lead elsewhere in between. Redirects are not followed, answers are bounded.
"""

import ipaddress
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Timer
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

CONNECT_S, READ_S = 5, 20
WHOLE_S = 20
"""The time limits of a connection hold for each step; this one for all together, or a drop a second held it open.

A delivery's lease (`kit.worker.LEASE`) is three times as long, with room for the name server and the handler's own
writing: a call that outlives its lease would be made again beside itself.
"""
MOST_BYTES = 8 << 20
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
BROADCAST = ipaddress.IPv4Address("255.255.255.255")


class OutboundError(Exception):
    """Another system was not reached, or did not answer as agreed. The words hold no content of either side."""


@dataclass(frozen=True)
class Answer:
    """What another system answered."""

    status: int
    body: bytes


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    whole_s: float = WHOLE_S,
) -> Answer:
    """Send one request to a listed host and give its answer, whatever its status.

    Args:
        method: Such as `GET`.
        url: http or https; its host and port must be listed in `OUTBOUND_HOSTS`.
        headers: Besides those that are always sent.
        body: To be sent.
        whole_s: Seconds after which the connection is cut, whatever it is at.

    Raises:
        OutboundError: The host is not listed, was not reached, redirects, or answers with more than 8 MB.
    """
    scheme, host, port, target, netloc = _parts(url)
    if scheme not in ("https", "http") or f"{host}:{port}" not in settings.OUTBOUND_HOSTS:
        raise OutboundError(f"{host}:{port} is not listed in JIEZHI_OUTBOUND")
    pool = _pool(scheme, host, port)
    try:
        with _cut_after(whole_s, pool):
            answer = pool.urlopen(
                method,
                target,
                body=body,
                headers={"Host": netloc, "User-Agent": "jiezhi", **(headers or {})},
                redirect=False,
                retries=False,
                assert_same_host=False,
                preload_content=False,
            )
            try:
                content = answer.read(MOST_BYTES + 1, decode_content=True)
            finally:
                answer.close()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise OutboundError(f"{host}:{port} was not reached: {type(error).__name__}") from error
    finally:
        pool.close()
    if 300 <= answer.status < 400:
        raise OutboundError(f"{host}:{port} leads elsewhere ({answer.status}), which is not followed")
    if len(content) > MOST_BYTES:
        raise OutboundError(f"{host}:{port} answers with more than {MOST_BYTES >> 20} MB")
    return Answer(answer.status, content)


def _parts(url: str) -> tuple[str, str, int, str, str]:
    try:
        parts = urlsplit(url)
        port = {"https": 443, "http": 80}.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError as error:
        raise OutboundError("the address cannot be read") from error
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname or "", port, target, parts.netloc.rpartition("@")[2]


@contextmanager
def _cut_after(seconds: float, pool: urllib3.HTTPConnectionPool) -> Iterator[None]:
    lines: list[Any] = []
    made = pool.ConnectionCls

    def kept(*args: Any, **kwargs: Any) -> Any:
        lines.append(made(*args, **kwargs))
        return lines[-1]

    has_cut = Event()

    def cut() -> None:
        has_cut.set()
        for line in lines:
            with suppress(OSError):
                if line.sock is not None:
                    line.sock.shutdown(socket.SHUT_RDWR)

    pool.ConnectionCls = kept  # type: ignore[assignment]
    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
        if has_cut.is_set():  # An answer that was cut off may still look whole.
            raise TimeoutError
    finally:
        timer.cancel()


def _pool(scheme: str, host: str, port: int) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=CONNECT_S, read=READ_S)
    address = _address(host, port)
    if scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address,
            port,
            timeout=timeout,
            cert_reqs="CERT_REQUIRED",
            server_hostname=host,
            assert_hostname=host,
        )
    return urllib3.HTTPConnectionPool(address, port, timeout=timeout)


def _address(host: str, port: int) -> str:
    try:
        found = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    except OSError as error:
        raise OutboundError(f"{host} is not known to the name server") from error
    # A listed name must not be turned into a door to this machine or to its neighbours' metadata.
    if host not in (found, "localhost") and _is_inside(ipaddress.ip_address(found)):
        raise OutboundError(f"{host} resolves to an address of this machine")
    return found


def _is_inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        # Of ::ffff:127.0.0.1 Python 3.11 does not say that it is a loopback; 64:ff9b::/96 is NAT64 (RFC 6052).
        carried = address.ipv4_mapped or (
            address in NAT64 and ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        )
        if carried:
            return _is_inside(carried)
    return (
        address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or address.is_multicast
        or address == BROADCAST
    )
