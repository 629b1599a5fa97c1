from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "jiezhi.assessment"
    label = "assessment"
