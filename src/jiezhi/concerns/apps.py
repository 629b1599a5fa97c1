from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "jiezhi.concerns"
    label = "concerns"
