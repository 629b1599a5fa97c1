from django.apps import AppConfig


class WallConfig(AppConfig):
    name = "jiezhi.faces.wall"
    label = "wall"
