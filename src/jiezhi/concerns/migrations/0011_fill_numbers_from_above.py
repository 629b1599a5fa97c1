from django.db import migrations

from jiezhi.core.masking import without_numbers
from jiezhi.kit.search import terms_text

PART = 1000


def fill(apps, _editor):
    """Write the entries of requests from above anew, with the superior's number; done twice, it changes nothing."""
    entries = apps.get_model('concerns', 'ConcernWords').objects
    orders = apps.get_model('concerns', 'SuperiorOrder').objects.order_by('id').values(
        'id', 'number', 'concern_id', 'concern__sub_district_id', 'concern__number', 'concern__words'
    )
    last = None
    while found := list((orders if last is None else orders.filter(id__gt=last))[:PART]):
        last = found[-1]['id']
        told = {order['concern_id']: order for order in found}
        fresh = list(entries.filter(row_id__in=list(told)))
        for entry in fresh:
            order = told[entry.row_id]
            words = without_numbers(order['concern__words'])
            entry.terms = terms_text(order['concern__sub_district_id'], order['concern__number'], order['number'], words)
        entries.bulk_update(fresh, ['terms'])


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('concerns', '0010_index_newest_from_above'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
