"""Sealed values: what the database, its backups and its thieves see of personal data is envelopes."""

from jiezhi.kit.vault.digests import blind_index, derive_code
from jiezhi.kit.vault.envelopes import reseal, seal, seal_bytes, unseal, unseal_bytes
from jiezhi.kit.vault.errors import (
    LostKeyError,
    NotSealedError,
    TamperedError,
    UnknownKeyError,
    VaultError,
    WrongKeyError,
)
from jiezhi.kit.vault.fields import BlindIndexField, SealedTextField
from jiezhi.kit.vault.providers import KeyProvider, key_provider

__all__ = [
    "BlindIndexField",
    "KeyProvider",
    "LostKeyError",
    "NotSealedError",
    "SealedTextField",
    "TamperedError",
    "UnknownKeyError",
    "VaultError",
    "WrongKeyError",
    "blind_index",
    "derive_code",
    "key_provider",
    "reseal",
    "seal",
    "seal_bytes",
    "unseal",
    "unseal_bytes",
]
