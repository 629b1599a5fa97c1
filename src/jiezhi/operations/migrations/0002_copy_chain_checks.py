from django.db import migrations


def copy(apps, _editor):
    """Hand earlier walks over to the room that does them now. What they found then was always a broken row."""
    theirs = apps.get_model('witness', 'ChainCheck').objects
    for row in apps.get_model('operations', 'ChainCheck').objects.iterator():
        is_broken = row.fault_number is not None
        theirs.create(
            at=row.at, number=row.number, head=row.head, fault_number=row.fault_number,
            finding='broken' if is_broken else 'whole', chain='deeds' if is_broken else '',
        )


class Migration(migrations.Migration):

    dependencies = [
        ('witness', '0001_create_checks'),
        ('operations', '0001_create_tables'),
    ]

    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
    ]
