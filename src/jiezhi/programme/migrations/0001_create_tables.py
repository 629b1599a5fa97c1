import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_create_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=32)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(help_text='The last day, included')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'ordering': ['begins_on', 'id'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'name'), name='phase_name_once'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('begins_on'))), name='phase_ends_after_beginning')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(help_text='The key of a registered measure', max_length=32)),
                ('baseline', models.FloatField(blank=True, help_text="In the measure's unit; null when not measured", null=True)),
                ('value', models.FloatField(help_text="In the measure's unit; a share is 0..1")),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='programme.phase')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'phase', 'measure'), name='target_once'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='target_not_negative')],
            },
        ),
    ]
