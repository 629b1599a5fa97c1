from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "jiezhi.gateway.webhooks"
    label = "webhooks"
