from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "jiezhi.batches"
    label = "batches"
