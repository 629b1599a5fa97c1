from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "jiezhi.supervision"
    label = "supervision"
