from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "jiezhi.programme"
    label = "programme"
