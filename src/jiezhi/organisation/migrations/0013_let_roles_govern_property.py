"""What roles may do from now on about property companies, and about disputes that are mediated."""

from django.db import migrations

SEEN = ("property:see", "mediation:see")
HANDLED = (*SEEN, "property:ask", "mediation:keep", "mediation:reveal")
ADDED = {
    "dispatcher": (*HANDLED, "property:keep"),
    "officer": HANDLED,
    "community_worker": HANDLED,
    "leader": (*SEEN, "property:keep"),
}


def let_govern_property(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.filter(code__in=ADDED):
        missing = [code for code in ADDED[role.code] if code not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0012_let_roles_work_together")]

    operations = [migrations.RunPython(let_govern_property, migrations.RunPython.noop)]
