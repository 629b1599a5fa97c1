"""Communities call departments by themselves, and chains of approvals are seen and started."""

from django.db import migrations

ADDED = {
    "community_worker": ("workorders:whistle", "chains:see"),
    "officer": ("chains:see",),
    "dispatcher": ("chains:see", "chains:start"),
    "leader": ("chains:see", "chains:start"),
}


def let_work_together(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.filter(code__in=ADDED):
        missing = [code for code in ADDED[role.code] if code not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0009_keep_office_members")]

    operations = [migrations.RunPython(let_work_together, migrations.RunPython.noop)]
