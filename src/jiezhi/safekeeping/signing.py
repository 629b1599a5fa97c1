"""The installation's signature: whoever only knows the public keys can make an archive, but not one of ours."""

import base64
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from jiezhi.kit.durable import write_durably


def sign(content: bytes) -> bytes:
    """Give public key (32 bytes) and Ed25519 signature (64 bytes); the key is made with the first backup."""
    key = _key()
    return key.public_key().public_bytes_raw() + key.sign(content)


def signer_of(content: bytes, signature: bytes) -> str | None:
    """Give the name of the key that signed, or None when the signature does not fit."""
    public = signature[:32]
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature[32:], content)
    except (InvalidSignature, ValueError):
        return None
    return signer_name(public)


def own_signer() -> str | None:
    """Give the name of this installation's key, or None when it has made no backup yet."""
    return signer_name(_key().public_key().public_bytes_raw()) if _path().exists() else None


def signer_name(public: bytes) -> str:
    """Give 20 characters that people can compare: base32 of the first 100 bits of SHA-256."""
    return base64.b32encode(hashlib.sha256(public).digest())[:20].decode("ascii")


def _key() -> Ed25519PrivateKey:
    path = _path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_durably(path, Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def _path() -> Path:
    return Path(settings.BACKUP_KEY_FOLDER) / "signing.key"
