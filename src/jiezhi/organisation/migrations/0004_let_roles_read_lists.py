"""Who kept the lists until now may also read them on screen, and the leader's role approves versions."""

from django.db import migrations

SEE, KEEP, APPROVE = "organisation:see_lists", "organisation:keep_lists", "organisation:approve_lists"


def let_read(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        wanted = []
        if KEEP in role.permissions or role.code == "leader":
            wanted.append(SEE)
        if role.code == "leader":
            wanted.append(APPROVE)
        missing = [code for code in wanted if code not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_keep_versions_and_duties")]

    operations = [migrations.RunPython(let_read, migrations.RunPython.noop)]
