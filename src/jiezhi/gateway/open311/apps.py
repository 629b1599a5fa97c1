from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "jiezhi.gateway.open311"
    label = "open311"
