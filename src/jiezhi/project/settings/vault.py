"""Sealed values and pictures: keys, cipher, limits."""

from jiezhi.project.settings.environment import VAR, WITNESS, read_or_make_key

VAULT_KEY_PROVIDER = "jiezhi.kit.vault.folder.FolderKeys"
"""The class that keeps the keys; it is called with `VAULT_KEY_FOLDER` and fulfils `kit.vault.KeyProvider`."""

VAULT_KEY_FOLDER = VAR / "keys" / "vault"
VAULT_CIPHER = "sm4-gcm"
"""`sm4-gcm` or `aes-256-gcm`. Values sealed with the other one still open."""

PICTURE_MAX_BYTES = 10 * 1024 * 1024
PICTURE_MAX_PIXELS = 50_000_000
PICTURE_MAX_SIDE_PX = 2048
"""A larger picture is scaled down: its longer side is this long afterwards."""

WITNESS_ROOT = WITNESS
"""Where `witness` notes how far the audit's chains go; best on another machine."""
WITNESS_KEY = read_or_make_key("witness")
"""Signs those notes; it is never in the database."""
