from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What whoever looks after the machine sees: health, metrics, logs, faults, one page."""

    name = "jiezhi.operations"
    label = "operations"
