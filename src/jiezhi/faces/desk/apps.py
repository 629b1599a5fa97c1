from django.apps import AppConfig

from jiezhi.kit.ui.office import set_staff_provider


class DeskConfig(AppConfig):
    name = "jiezhi.faces.desk"
    label = "desk"

    def ready(self) -> None:
        from jiezhi.faces.desk.staff_card import staff_card  # noqa: PLC0415 - models are loaded only now

        set_staff_provider(staff_card)
