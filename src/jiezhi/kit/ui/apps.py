from django.apps import AppConfig
from django.utils.translation import gettext_noop

_WORDS_OF_DJANGO = (gettext_noop("This field is required."),)
"""What Django says by itself and our catalogue says better: an app's translation goes before Django's own."""


class UiConfig(AppConfig):
    name = "jiezhi.kit.ui"
    label = "ui"
