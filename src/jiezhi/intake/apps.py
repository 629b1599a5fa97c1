from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IntakeConfig(AppConfig):
    """Finds the kinds of files that apps above know."""

    name = "jiezhi.intake"
    label = "intake"

    def ready(self) -> None:
        autodiscover_modules("intakes")
