from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "jiezhi.fieldwork"
    label = "fieldwork"
