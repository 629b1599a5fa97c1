from django.apps import AppConfig


class ResidencyConfig(AppConfig):
    name = "jiezhi.residency"
    label = "residency"
