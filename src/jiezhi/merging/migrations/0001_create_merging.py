import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0012_let_roles_work_together'),
        ('places', '0002_keep_buildings_and_facilities'),
        ('workorders', '0010_link_merged_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('proposed', 'To be decided'), ('merged', 'Merged'), ('apart', 'Two things')], default='proposed', max_length=12)),
                ('wording', models.FloatField(help_text='Share of the wording, 0..1')),
                ('is_same_estate', models.BooleanField()),
                ('distance_m', models.FloatField(blank=True, null=True)),
                ('found_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, default='', help_text='Department and post', max_length=128)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'state', '-wording'], name='pair_by_state')],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'one', 'other'), name='pair_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='pair_in_order'), models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('decided_at__isnull', False), _connector='OR'), name='pair_decided_has_time')],
            },
        ),
        migrations.CreateModel(
            name='MergeRules',
            fields=[
                ('sub_district', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='places.subdistrict')),
                ('near_m', models.PositiveSmallIntegerField(default=100, help_text='Metres within which points are one place')),
                ('alike_percent', models.PositiveSmallIntegerField(default=45, help_text='Share of the wording that counts by itself')),
                ('days', models.PositiveSmallIntegerField(default=30, help_text='How far apart two reports may lie')),
                ('finished_days', models.PositiveSmallIntegerField(default=14, help_text='How long what was reported done is still shown to the dispatcher')),
                ('undo_days', models.PositiveSmallIntegerField(default=7, help_text='How long a merge can be undone')),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=128)),
                ('offered', models.ManyToManyField(blank=True, help_text='Public matters: residents are told that one of them is known', related_name='+', to='organisation.matter')),
            ],
            options={
                'verbose_name_plural': 'merge rules',
                'constraints': [models.CheckConstraint(condition=models.Q(('alike_percent__gte', 10), ('alike_percent__lte', 100), ('days__gte', 1), ('undo_days__gte', 1)), name='merge_rules_sensible')],
                'indexes': [],
            },
        ),
    ]
