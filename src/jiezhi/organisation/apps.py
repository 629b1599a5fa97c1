from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "jiezhi.organisation"
    label = "organisation"
