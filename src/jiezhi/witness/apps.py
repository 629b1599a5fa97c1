from django.apps import AppConfig


class WitnessConfig(AppConfig):
    name = "jiezhi.witness"
    label = "witness"
