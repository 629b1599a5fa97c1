from django.apps import AppConfig


class MergingConfig(AppConfig):
    name = "jiezhi.merging"
    label = "merging"
