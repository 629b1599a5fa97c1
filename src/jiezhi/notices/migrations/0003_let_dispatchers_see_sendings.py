"""Who registers programs of others may set up robots and gateways; who supervises orders sees what was sent."""

from django.db import migrations

SEE, KEEP = "notices:see_sendings", "notices:keep_ways"
LENT_BY = {"clients:keep_programs": (SEE, KEEP), "supervision:supervise": (SEE,)}


def let_see(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        more = [code for by, codes in LENT_BY.items() if by in role.permissions for code in codes]
        wanted = list(dict.fromkeys([*role.permissions, *more]))
        if wanted != role.permissions:
            role.permissions = wanted
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_add_sendings"),
        ("organisation", "0012_let_roles_work_together"),
    ]

    operations = [migrations.RunPython(let_see, migrations.RunPython.noop)]
