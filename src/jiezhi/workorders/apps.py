from django.apps import AppConfig


class WorkOrdersConfig(AppConfig):
    name = "jiezhi.workorders"
    label = "workorders"
