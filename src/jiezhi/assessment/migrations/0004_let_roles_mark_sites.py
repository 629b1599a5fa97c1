"""Who enters the weights says which communities are demonstration sites."""

from django.db import migrations

KEEP_WEIGHTS, MARK_SITES = "assessment:keep_weights", "assessment:mark_sites"


def let_mark(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        if KEEP_WEIGHTS in role.permissions and MARK_SITES not in role.permissions:
            role.permissions = [*role.permissions, MARK_SITES]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0003_mark_demonstration_sites"),
        ("organisation", "0013_let_roles_govern_property"),
    ]

    operations = [migrations.RunPython(let_mark, migrations.RunPython.noop)]
