from django.apps import AppConfig


class PropertyConfig(AppConfig):
    name = "jiezhi.property"
    label = "property"
