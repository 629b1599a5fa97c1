from django.apps import AppConfig


class PatrolConfig(AppConfig):
    name = "jiezhi.faces.patrol"
    label = "patrol"
