from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "jiezhi.answers"
    label = "answers"
