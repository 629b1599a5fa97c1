import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0012_let_roles_work_together'),
        ('places', '0002_keep_buildings_and_facilities'),
        ('workorders', '0008_add_supports'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainTemplate',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('entered_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.matter')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('sub_district', 'name'), name='chain_template_once')],
            },
        ),
        migrations.CreateModel(
            name='ApprovalChain',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=80)),
                ('started_at', models.DateTimeField()),
                ('started_by', models.CharField(help_text='Department and post', max_length=128)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.matter')),
                ('order', models.ForeignKey(blank=True, help_text='What it serves', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='chains.chaintemplate')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', '-started_at'], name='chain_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('order__isnull', False), ('estate__isnull', False), _connector='OR'), name='chain_serves_something'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('order__isnull', False)), fields=('sub_district', 'template', 'order'), name='chain_of_order_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('order', None)), fields=('sub_district', 'template', 'estate'), name='chain_of_estate_once')],
            },
        ),
        migrations.CreateModel(
            name='TemplateStep',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=64)),
                ('department_kind', models.CharField(blank=True, choices=[('section', 'Section of the office'), ('outpost', 'Outpost'), ('bureau', 'District bureau'), ('utility', 'Utility'), ('community', 'Community')], default='', help_text='Where none is named', max_length=16)),
                ('limit_days', models.PositiveSmallIntegerField(help_text='Working days')),
                ('after', models.JSONField(default=list, help_text='Positions of the steps that must be done before')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='chains.chaintemplate')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'template', 'position'), name='template_step_once'), models.CheckConstraint(condition=models.Q(('limit_days__gt', 0)), name='template_step_takes_time'), models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('department_kind', '')), models.Q(('department__isnull', True), models.Q(('department_kind', ''), _negated=True)), _connector='OR'), name='template_step_has_department')],
            },
        ),
        migrations.CreateModel(
            name='ChainStep',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=64)),
                ('limit_days', models.PositiveSmallIntegerField(help_text='Working days')),
                ('after', models.JSONField(default=list, help_text='Positions of the steps that must be done before')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('chain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='chains.approvalchain')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('order', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'chain', 'position'), name='chain_step_once'), models.CheckConstraint(condition=models.Q(('done_at', None), models.Q(('opened_at__isnull', False), ('order__isnull', False)), _connector='OR'), name='chain_step_done_was_open')],
                'indexes': [],
            },
        ),
    ]
