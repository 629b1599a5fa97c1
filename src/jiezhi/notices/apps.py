from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "jiezhi.notices"
    label = "notices"
