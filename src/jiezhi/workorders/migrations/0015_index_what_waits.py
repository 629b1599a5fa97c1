from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0014_tell_service_apart'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='workorder',
            index=models.Index(fields=['sub_district', 'community', 'state'], name='order_by_place'),
        ),
        migrations.AddIndex(
            model_name='workorder',
            index=models.Index(condition=models.Q(('step_due_at__isnull', False)), fields=['sub_district', 'step_due_at'], name='order_by_step_limit'),
        ),
    ]
