from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The outermost room: settings, addresses, and the commands that load and show the demo street."""

    name = "jiezhi.project"
    label = "project"
