from django.apps import AppConfig


class ChainsConfig(AppConfig):
    name = "jiezhi.chains"
    label = "chains"
