from django.db import migrations

from jiezhi.core.bigrams import terms_of
from jiezhi.core.masking import without_numbers

PART = 1000
REPLY = '~ '


def add_replies(apps, _editor):
    """Add the words of its reply to the entry of every order; what was broken off goes on where it was."""
    entries = apps.get_model('workorders', 'OrderWords').objects.exclude(terms__contains=f' {REPLY}')
    last = None
    while True:
        rows = entries.exclude(row__reply='').select_related('row').order_by('id')
        found = list((rows if last is None else rows.filter(id__gt=last))[:PART])
        if not found:
            return
        last = found[-1].id
        for entry in found:
            entry.terms += f"{REPLY}{' '.join(terms_of(without_numbers(entry.row.reply)))} "
        type(found[0]).objects.bulk_update(found, ['terms'])


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('workorders', '0012_add_saved_filters'),
    ]

    operations = [
        migrations.RunPython(add_replies, migrations.RunPython.noop),
    ]
