from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "jiezhi.mediation"
    label = "mediation"
