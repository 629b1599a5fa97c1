from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "jiezhi.gateway.clients"
    label = "clients"
