"""One-way values under the index key: what can be compared, but not read back without the key."""

from jiezhi.kit.vault.keys import hmac_sm3
from jiezhi.kit.vault.providers import key_provider

BLIND_INDEX_LENGTH = 32


def derive_code(secret: str, *, purpose: str, size: int) -> bytes:
    """Give `size` bytes that follow from `secret` and `purpose`; nobody computes them without the key."""
    if "\0" in purpose:
        raise ValueError("A purpose is a plain name without NUL.")
    key = key_provider().index_key()
    message = purpose.encode() + b"\0" + secret.encode("utf-8", "surrogatepass")
    blocks = [hmac_sm3(key, counter.to_bytes(4, "big") + message) for counter in range(-(-size // 32))]
    return b"".join(blocks)[:size]


def blind_index(plain: str, *, column: str) -> str:
    """Give 32 hexadecimal characters by which equal values of one column can be found.

    The caller brings the value into its one normal form first (digits only for a phone, say).
    """
    return derive_code(plain, purpose=f"blind index {column}", size=BLIND_INDEX_LENGTH // 2).hex()
