from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "jiezhi.intake"
    label = "intake"
