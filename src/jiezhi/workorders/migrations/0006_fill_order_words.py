from django.db import migrations

from jiezhi.core.masking import without_numbers
from jiezhi.kit.search import fill_missing, terms_text

TEXTS = ('number', 'brief', 'matter__name', 'community__name', 'estate__name', 'grid_cell__code')


def fill(apps, _editor):
    """Write the entry of every order that has none; what was broken off goes on where it was."""

    def terms(order):
        texts = {name: order[name] or '' for name in TEXTS}
        texts['brief'] = without_numbers(texts['brief'])
        return terms_text(order['sub_district_id'], *texts.values())

    rows = apps.get_model('workorders', 'WorkOrder').objects.values('id', 'sub_district_id', 'opened_at', *TEXTS)
    fill_missing(apps.get_model('workorders', 'OrderWords'), rows, at='opened_at', terms=terms)


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('workorders', '0005_add_order_words'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
