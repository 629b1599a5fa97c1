from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class InboxConfig(AppConfig):
    """Finds what apps bring to a worker's inbox: each says so in its `waiting.py`."""

    name = "jiezhi.inbox"
    label = "inbox"

    def ready(self) -> None:
        autodiscover_modules("waiting")
