from django.apps import AppConfig

from jiezhi.kit.ui.office import set_office_provider


class PortalConfig(AppConfig):
    name = "jiezhi.faces.portal"
    label = "portal"

    def ready(self) -> None:
        from jiezhi.faces.portal.street import office_card_of  # noqa: PLC0415 - models are loaded only now

        set_office_provider(office_card_of)
