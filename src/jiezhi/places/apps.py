from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jiezhi.places"
    label = "places"
