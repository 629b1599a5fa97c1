from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "jiezhi.evidence"
    label = "evidence"
