from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "jiezhi.burden"
    label = "burden"
