from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KitConfig(AppConfig):
    """Finds what apps register: audit labels, permissions, handlers, timers, measures, navigation, panels."""

    name = "jiezhi.kit"
    label = "kit"

    def ready(self) -> None:
        autodiscover_modules("permissions", "audit", "handlers", "tasks", "measures", "navigation", "panels")
        autodiscover_modules("invariants", "tiles")
