from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    name = "jiezhi.gateway.openapi"
    label = "openapi"
