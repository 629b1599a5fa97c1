"""What roles may do together from now on: whistles, chains of approvals, marks on orders, the roster."""

from django.db import migrations

SEEN = ("chains:see", "supervision:see", "supervision:answer")
ADDED = {
    "community_worker": ("workorders:whistle", *SEEN),
    "officer": SEEN,
    "dispatcher": (*SEEN, "chains:start", "supervision:supervise", "supervision:keep_roster"),
    "leader": (*SEEN, "chains:start", "supervision:supervise"),
}


def let_work_together(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.filter(code__in=ADDED):
        missing = [code for code in ADDED[role.code] if code not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0011_leave_chain_checks")]

    operations = [migrations.RunPython(let_work_together, migrations.RunPython.noop)]
