"""Who handles or dispatches orders may show their evidence; who decides on more time decides what does not count."""

from django.db import migrations

MAKE, ASK, DECIDE, RECORD = (f"evidence:{what}" for what in ("make", "ask_exclusion", "decide_exclusion", "record"))
LENT_BY = {
    "workorders:handle": (MAKE, ASK),
    "workorders:dispatch": (MAKE, ASK, RECORD),
    "supervision:supervise": (MAKE,),
    "organisation:approve_lists": (DECIDE,),
}


def let_keep(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        more = [code for by, codes in LENT_BY.items() if by in role.permissions for code in codes]
        wanted = list(dict.fromkeys([*role.permissions, *more]))
        if wanted != role.permissions:
            role.permissions = wanted
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_keep_evidence"),
        ("organisation", "0012_let_roles_work_together"),
    ]

    operations = [migrations.RunPython(let_keep, migrations.RunPython.noop)]
