from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "jiezhi.insight"
    label = "insight"
