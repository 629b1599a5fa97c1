"""Who enters the systems that send orders down may also register programs."""

from django.db import migrations

SOURCES, PROGRAMS = "concerns:keep_sources", "clients:keep_programs"


def let_keep(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        if SOURCES in role.permissions and PROGRAMS not in role.permissions:
            role.permissions = [*role.permissions, PROGRAMS]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_create_tables"),
        ("organisation", "0008_know_how_often_written"),
    ]

    operations = [migrations.RunPython(let_keep, migrations.RunPython.noop)]
