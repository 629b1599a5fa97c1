"""What the places in a gateway's shape are filled with."""

from jiezhi.core.gateway_shapes import fill, in_header, places_of
from jiezhi.notices.models import WayOut


def values_for(way: WayOut, *, phone: str, text: str, key: str) -> dict[str, str]:
    """Give what the places of a gateway's shape may name."""
    front = f"【{way.signature_text}】" if way.signature_text else ""
    pairs = [line.partition("=") for line in way.secrets.splitlines() if "=" in line]
    secrets = {f"secret.{name.strip()}": value.strip() for name, _sign, value in pairs}
    return {"phone": phone, "text": front + text, "key": key, **secrets}


def unknown_places(way: WayOut) -> frozenset[str]:
    """Give what the shape names and nothing fills."""
    wanted = places_of(way.address) | places_of(way.headers) | places_of(way.body)
    return wanted - set(values_for(way, phone="", text="", key=""))


def headers_of(way: WayOut, values: dict[str, str]) -> dict[str, str]:
    """Give the headers that the shape names, one line each."""
    pairs = [line.partition(":") for line in way.headers.splitlines() if ":" in line]
    return {name.strip(): fill(template.strip(), values, escape=in_header) for name, _sign, template in pairs}
