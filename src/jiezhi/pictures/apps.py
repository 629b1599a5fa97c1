from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "jiezhi.pictures"
    label = "pictures"
