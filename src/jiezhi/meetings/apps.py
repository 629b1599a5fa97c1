from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "jiezhi.meetings"
    label = "meetings"
