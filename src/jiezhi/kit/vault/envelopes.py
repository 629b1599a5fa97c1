"""Sealed values as text, and sealed files as bytes.

An envelope is base64url without padding of: version (1 byte), cipher (1), key id (4), nonce (12), ciphertext,
tag (16).
The first six bytes are exactly the first eight characters, so the database can find what an old key sealed.
They and the column's name are authenticated: a value that was moved to another column does not open.
"""

import base64
import binascii
import secrets

from django.conf import settings

from jiezhi.kit.vault.ciphers import CIPHERS, CIPHERS_BY_NUMBER, NONCE_SIZE, TAG_SIZE, SealingCipher
from jiezhi.kit.vault.errors import NotSealedError
from jiezhi.kit.vault.keys import KEY_ID_SIZE, sealing_key
from jiezhi.kit.vault.providers import key_provider

VERSION = 1
HEAD_SIZE = 2 + KEY_ID_SIZE
PREFIX_LENGTH = HEAD_SIZE * 4 // 3


def seal(plain: str, *, column: str) -> str:
    """Give the envelope of `plain` for `column`; each call gives another one.

    Nonces are random: one key may seal 2**32 values before the chance of a repetition reaches 2**-33.
    """
    # Half of a surrogate pair is text to Python, and what is text must survive.
    return _to_text(seal_bytes(plain.encode("utf-8", "surrogatepass"), column=column))


def unseal(sealed: str, *, column: str) -> str:
    """Give what was sealed for `column`.

    Raises:
        NotSealedError: the text is no envelope.
        UnknownKeyError: the key that sealed it is not here.
        WrongKeyError: under its id lies another key.
        TamperedError: it was altered, or sealed for another column.
    """
    return unseal_bytes(_from_text(sealed), column=column).decode("utf-8", "surrogatepass")


def seal_bytes(plain: bytes, *, column: str) -> bytes:
    """Give the envelope of a file's content, as bytes."""
    cipher = CIPHERS[settings.VAULT_CIPHER]
    provider = key_provider()
    key_id = provider.current_id()
    head = _head(cipher, key_id)
    nonce = secrets.token_bytes(NONCE_SIZE)
    key = sealing_key(provider, key_id, cipher.name, cipher.key_size)
    return head + nonce + cipher.encrypt(key, nonce, plain, head + column.encode())


def unseal_bytes(envelope: bytes, *, column: str) -> bytes:
    """Give what was sealed for `column` as bytes; raises what `unseal` raises."""
    if len(envelope) < HEAD_SIZE + NONCE_SIZE + TAG_SIZE:
        raise NotSealedError("This is not a sealed value: it is plain, or it was cut off.")
    head, nonce, content = (
        envelope[:HEAD_SIZE],
        envelope[HEAD_SIZE:][:NONCE_SIZE],
        envelope[HEAD_SIZE + NONCE_SIZE :],
    )
    cipher = CIPHERS_BY_NUMBER.get(head[1])
    if head[0] != VERSION or cipher is None:
        raise NotSealedError(
            "This is not a sealed value, or one of a newer release: it has no known version and cipher."
        )
    key = sealing_key(key_provider(), head[2:].hex(), cipher.name, cipher.key_size)
    return cipher.decrypt(key, nonce, content, head + column.encode())


def reseal(sealed: str, column: str) -> str:
    """Give the same value sealed with the current key and cipher."""
    return seal(unseal(sealed, column=column), column=column)


def current_prefix() -> str:
    """Give the eight characters every envelope begins with that is sealed with the current key and cipher."""
    return _to_text(_head(CIPHERS[settings.VAULT_CIPHER], key_provider().current_id()))


def _head(cipher: SealingCipher, key_id: str) -> bytes:
    return bytes((VERSION, cipher.number)) + bytes.fromhex(key_id)


def _to_text(envelope: bytes) -> str:
    return base64.urlsafe_b64encode(envelope).rstrip(b"=").decode("ascii")


def _from_text(sealed: str) -> bytes:
    try:
        envelope = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        envelope = b""
    # The last character may carry bits that decode to nothing: only one spelling of an envelope is valid.
    if len(envelope) < HEAD_SIZE + NONCE_SIZE + TAG_SIZE or _to_text(envelope) != sealed:
        raise NotSealedError("This is not a sealed value: it is plain text, or it was cut off.")
    return envelope
