import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0003_note_which_danger'),
        ('workorders', '0019_fill_failed_checks'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='emergencyresponse', name='response_once_an_origin'),
        migrations.AlterField(
            model_name='emergencyresponse',
            name='order',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder'),
        ),
        migrations.AddConstraint(
            model_name='emergencyresponse',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('called_off_at', None), ('origin_id__isnull', False)), fields=('sub_district', 'origin_kind', 'origin_id'), name='response_open_once_an_origin'),
        ),
        migrations.AddConstraint(
            model_name='emergencyresponse',
            constraint=models.UniqueConstraint(condition=models.Q(('called_off_at', None), ('origin_id', None)), fields=('sub_district', 'order'), name='response_own_once_an_order'),
        ),
        migrations.AddIndex(
            model_name='emergencyresponse',
            index=models.Index(condition=models.Q(('origin_id__isnull', False)), fields=['sub_district', 'origin_kind', 'origin_id'], name='response_by_origin'),
        ),
    ]
