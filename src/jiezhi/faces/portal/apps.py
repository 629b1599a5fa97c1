from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "jiezhi.faces.portal"
    label = "portal"
