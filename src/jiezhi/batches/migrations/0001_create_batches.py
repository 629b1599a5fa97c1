import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('dispatch', 'Dispatched together'), ('accept', 'Accepted together'), ('reply', 'Reported done together'), ('merge', 'Merged together'), ('visit', 'A joint visit')], max_length=12)),
                ('press', models.CharField(help_text='Names the page that was sent, so that it is sent once', max_length=64)),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.CharField(help_text='Department and post', max_length=128)),
                ('beginner_id', models.CharField(max_length=64)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'batches',
                'indexes': [models.Index(fields=['sub_district', 'beginner_id', '-begun_at'], name='batch_own_newest')],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'beginner_id', 'press'), name='batch_of_a_press_is_one')],
            },
        ),
        migrations.CreateModel(
            name='BatchLine',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('subject_kind', models.CharField(help_text='`app.noun`', max_length=48)),
                ('subject_id', models.UUIDField()),
                ('label', models.CharField(help_text='Its number, as it stood on the page', max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'Not carried out'), ('done', 'Carried out'), ('refused', 'Not possible')], default='waiting', max_length=8)),
                ('reason', models.TextField(blank=True, default='', help_text='Why it was not possible, as it was told')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='batches.batch')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'batch', 'subject_kind', 'subject_id'), name='batch_takes_a_thing_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('settled_at', None), _negated=True)), _connector='OR'), name='batch_line_settled_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='batch_refusal_has_reason')],
            },
        ),
    ]
