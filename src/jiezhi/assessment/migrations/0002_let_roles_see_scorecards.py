"""Who handles orders sees and objects, who dispatches sees and brings in; who decides what counts decides here too."""

from django.db import migrations

SEE, OBJECT, DECIDE, KEEP, BRING, READ = (
    f"assessment:{what}" for what in ("see", "object", "decide", "keep_weights", "bring", "read_briefs")
)
LENT_BY = {
    "workorders:handle": (SEE, OBJECT),
    "workorders:dispatch": (SEE, BRING),
    "evidence:decide_exclusion": (SEE, DECIDE, KEEP, BRING, READ),
}


def let_see(apps, schema_editor):
    for role in apps.get_model("organisation", "Role").objects.all():
        more = [code for by, codes in LENT_BY.items() if by in role.permissions for code in codes]
        wanted = list(dict.fromkeys([*role.permissions, *more]))
        if wanted != role.permissions:
            role.permissions = wanted
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_create_tables"),
        ("evidence", "0002_let_roles_keep_evidence"),
    ]

    operations = [migrations.RunPython(let_see, migrations.RunPython.noop)]
