from django.apps import AppConfig


class SafekeepingConfig(AppConfig):
    """Backups that were restored, the way back from them, and the way forward to a newer release."""

    name = "jiezhi.safekeeping"
    label = "safekeeping"
