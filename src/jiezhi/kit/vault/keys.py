"""From a key as it is kept to the keys that are used: one purpose, one key."""

from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac

from jiezhi.kit.vault.errors import WrongKeyError
from jiezhi.kit.vault.providers import KeyProvider

KEY_SIZE = 32
KEY_ID_SIZE = 4


def hmac_sm3(key: bytes, message: bytes) -> bytes:
    """Give the 32-byte HMAC of `message` with SM3 (GB/T 32905)."""
    digest = hmac.HMAC(key, hashes.SM3())
    digest.update(message)
    return digest.finalize()


def key_id_of(key: bytes) -> str:
    """Give the id of a sealing key, computed from the key, so that one under a wrong name is noticed."""
    return hmac_sm3(key, b"jiezhi key id")[:KEY_ID_SIZE].hex()


@lru_cache(maxsize=64)
def sealing_key(provider: KeyProvider, key_id: str, purpose: str, size: int) -> bytes:
    """Give the key of one cipher, derived from the kept key with the id `key_id`.

    Raises:
        UnknownKeyError: the provider does not have it.
        WrongKeyError: the provider has another key under this id.
    """
    kept = provider.sealing_key(key_id)
    if key_id_of(kept) != key_id:
        raise WrongKeyError(
            f"What is kept as key {key_id} is another key ({key_id_of(kept)}). Put the right one back."
        )
    return hmac_sm3(kept, f"jiezhi seal {purpose}".encode())[:size]
