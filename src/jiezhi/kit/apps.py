from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "jiezhi.kit"
    label = "kit"
