from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jiezhi.faces.desk"
    label = "desk"
