"""Whoever checks on site or calls departments to a community reports from patrol and writes visits down."""

from django.db import migrations

ADDED = ("fieldwork:report", "fieldwork:visit")
BY = {"workorders:check", "workorders:whistle"}


def let_work_outside(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        missing = [code for code in ADDED if code not in role.permissions]
        if missing and BY & set(role.permissions):
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0001_create_fieldwork"),
        ("organisation", "0013_let_roles_govern_property"),
    ]

    operations = [migrations.RunPython(let_work_outside, migrations.RunPython.noop)]
