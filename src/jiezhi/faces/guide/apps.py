from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "jiezhi.faces.guide"
    label = "guide"
