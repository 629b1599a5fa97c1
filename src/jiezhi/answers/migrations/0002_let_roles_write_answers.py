"""Whoever handles orders may write standard answers; whoever keeps or approves the lists approves them."""

from django.db import migrations

WRITE, APPROVE = "answers:write", "answers:approve"
LENT_BY = {
    "workorders:handle": (WRITE,),
    "organisation:keep_lists": (WRITE, APPROVE),
    "organisation:approve_lists": (WRITE, APPROVE),
}


def let_write(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        more = [code for by, codes in LENT_BY.items() if by in role.permissions for code in codes]
        wanted = list(dict.fromkeys([*role.permissions, *more]))
        if wanted != role.permissions:
            role.permissions = wanted
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0001_create_answers"),
        ("organisation", "0013_let_roles_govern_property"),
    ]

    operations = [migrations.RunPython(let_write, migrations.RunPython.noop)]
