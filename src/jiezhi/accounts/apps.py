from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jiezhi.accounts"
    label = "accounts"
