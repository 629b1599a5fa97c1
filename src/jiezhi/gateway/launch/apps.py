from django.apps import AppConfig


class LaunchConfig(AppConfig):
    name = "jiezhi.gateway.launch"
    label = "launch"
