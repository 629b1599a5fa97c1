"""Where keys come from: what the vault asks of a provider, and which one this installation uses."""

from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class KeyProvider(Protocol):
    """Keeps 32-byte keys. Another one (a security module, a key service) is named by `VAULT_KEY_PROVIDER`.

    A sealing key's id is `keys.key_id_of(key)`: the vault checks it, so a provider cannot hand out a
    wrong key unnoticed.
    """

    def __hash__(self) -> int:
        """Derived keys are remembered per provider."""
        ...

    def current_id(self) -> str:
        """Give the id of the key that seals from now on; the first call makes it."""
        ...

    def key_ids(self) -> list[str]:
        """Give the ids of all sealing keys that can be opened with."""
        ...

    def sealing_key(self, key_id: str) -> bytes:
        """Give one sealing key. Raises `UnknownKeyError`."""
        ...

    def index_key(self) -> bytes:
        """Give the key of blind indexes and codes. It is never rotated: that would void every index."""
        ...

    def add_key(self) -> str:
        """Make a new sealing key, mark it as current and give its id. Older keys still open."""
        ...


@lru_cache(maxsize=8)
def _provider_in(path: str, folder: str) -> KeyProvider:
    return cast("KeyProvider", import_string(path)(folder))


def key_provider() -> KeyProvider:
    """Give this installation's provider, one object per process."""
    return _provider_in(settings.VAULT_KEY_PROVIDER, str(settings.VAULT_KEY_FOLDER))
