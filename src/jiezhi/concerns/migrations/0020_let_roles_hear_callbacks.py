"""Whoever is at the door anyway may hear there what the reporter says: grid workers and community workers."""

from django.db import migrations

ADDED = "concerns:hear_callback"
ROLES = ("grid_worker", "community_worker")


def let_hear(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.filter(code__in=ROLES):
        if ADDED not in role.permissions:
            role.permissions = [*role.permissions, ADDED]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0019_note_how_callbacks_were_heard"),
        ("organisation", "0013_let_roles_govern_property"),
    ]

    operations = [migrations.RunPython(let_hear, migrations.RunPython.noop)]
