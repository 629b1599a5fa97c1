from django.db import migrations
from django.db.models import Count


def fill(apps, _editor):
    """Count in the history how often each order was found not done on site; a second run writes the same."""
    failed = apps.get_model('workorders', 'OrderEntry').objects.filter(verb='fail_check')
    orders = apps.get_model('workorders', 'WorkOrder').objects
    by_count = {}
    for order_id, count in failed.order_by().values_list('order_id').annotate(n=Count('id')).iterator():
        by_count.setdefault(count, []).append(order_id)
    for count, ids in by_count.items():
        for first in range(0, len(ids), 500):
            orders.filter(pk__in=ids[first:first + 500]).update(failed_check_count=count)


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0018_count_failed_checks'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
