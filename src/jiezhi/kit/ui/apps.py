from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jiezhi.kit.ui"
    label = "ui"
