import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0002_keep_buildings_and_facilities'),
        ('workorders', '0011_let_orders_wait'),
    ]

    operations = [
        migrations.CreateModel(
            name='PropertyCompany',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('credit_code', models.CharField(blank=True, default='', help_text='Of the organisation, GB 32100; not of a person', max_length=18)),
                ('phone', models.CharField(blank=True, default='', help_text='Of its office, day and night', max_length=32)),
                ('entered_at', models.DateTimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'property companies',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'name'), name='property_company_name_once')],
            },
        ),
        migrations.CreateModel(
            name='StandardDuty',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=32)),
                ('limit_amount', models.PositiveSmallIntegerField()),
                ('limit_unit', models.CharField(choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], max_length=16)),
                ('matter_codes', models.JSONField(default=list, help_text='Matters whose orders are about it')),
                ('keywords', models.JSONField(default=list, help_text='Words in a brief that point to it')),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'standard duties',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('sub_district', 'name'), name='standard_duty_once'), models.CheckConstraint(condition=models.Q(('limit_amount__gt', 0)), name='standard_duty_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='OwnersCommittee',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('committee', "Owners' committee"), ('management', 'Property management committee')], max_length=12)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(help_text='The last day of its term')),
                ('ended_on', models.DateField(blank=True, help_text='When it ended before', null=True)),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('sub_district', 'estate'), name='owners_committee_one_serves'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='owners_committee_days_forward')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='OwnersVote',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('topic', models.CharField(choices=[('procedure', "(1) Rules of the owners' assembly"), ('covenant', '(2) Covenant of the estate'), ('committee', "(3) Owners' committee elected or changed"), ('company', '(4) Property company engaged or dismissed'), ('use_fund', '(5) Use of the maintenance fund'), ('raise_fund', '(6) Raising of the maintenance fund'), ('rebuild', '(7) Alteration or rebuilding'), ('common_parts', '(8) Other use of common parts, or business with them'), ('other', '(9) Other weighty matters')], max_length=16)),
                ('ended_on', models.DateField(help_text='The day on which the vote ended: its law holds')),
                ('heads', models.PositiveIntegerField()),
                ('area_dm2', models.PositiveBigIntegerField()),
                ('heads_by', models.JSONField(help_text='Owners by what they said')),
                ('area_by', models.JSONField(help_text='Area in square decimetres by what was said for it')),
                ('counted_from', models.CharField(blank=True, default='', help_text='SHA-256 of the list that was counted; empty for totals', max_length=64)),
                ('is_carried', models.BooleanField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(help_text='Department and post', max_length=128)),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'estate', '-ended_on'], name='vote_by_estate')],
                'constraints': [models.CheckConstraint(condition=models.Q(('area_dm2__gt', 0), ('heads__gt', 0)), name='vote_has_owners'), models.UniqueConstraint(fields=('sub_district', 'estate', 'title', 'ended_on'), name='vote_recorded_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceContract',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('preliminary', 'Preliminary contract of the builder'), ('service', 'Contract of the owners'), ('interim', 'Interim service')], max_length=12)),
                ('document', models.CharField(blank=True, default='', help_text='Number of the document', max_length=64)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(help_text='The last day it was agreed for')),
                ('fee_fen', models.PositiveIntegerField(blank=True, help_text='A month for a square metre', null=True)),
                ('ended_on', models.DateField(blank=True, help_text='The first day on which it no longer held', null=True)),
                ('end_reason', models.CharField(blank=True, default='', max_length=120)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.CharField(help_text='Department and post', max_length=128)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='property.propertycompany')),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'estate', '-from_on'], name='contract_by_estate')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='contract_days_forward'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('from_on')), _connector='OR'), name='contract_end_forward'), models.UniqueConstraint(fields=('sub_district', 'estate', 'company', 'from_on'), name='contract_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderDuty',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_by', models.CharField(help_text='Department and post', max_length=128)),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='property_duty', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('contract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='property.servicecontract')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='property.standardduty')),
            ],
            options={
                'verbose_name_plural': 'order duties',
                'indexes': [models.Index(fields=['sub_district', 'estate', '-confirmed_at'], name='order_duty_by_estate')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='ContractDuty',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('limit_amount', models.PositiveSmallIntegerField()),
                ('limit_unit', models.CharField(choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], max_length=16)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='property.servicecontract')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='property.standardduty')),
            ],
            options={
                'verbose_name_plural': 'contract duties',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'contract', 'duty'), name='contract_duty_once'), models.CheckConstraint(condition=models.Q(('limit_amount__gt', 0)), name='contract_duty_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='CompanyCall',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'Asked, no answer yet'), ('answered', 'Answered'), ('withdrawn', 'No longer asked')], default='asked', max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(help_text='Department and post', max_length=128)),
                ('due_at', models.DateTimeField()),
                ('code_digest', models.CharField(db_index=True, help_text='Of the code that opens it once', max_length=32)),
                ('answered_at', models.DateTimeField(blank=True, help_text='When the company said it', null=True)),
                ('answered_by', models.CharField(blank=True, default='', help_text='Its post, never a name', max_length=64)),
                ('way', models.CharField(blank=True, choices=[('paper', 'In writing'), ('telephone', 'By telephone'), ('page', 'On its own page, with its code')], default='', max_length=12)),
                ('word', models.CharField(blank=True, choices=[('done', 'Done'), ('under_way', 'Under way, with a day'), ('not_ours', 'Not among the duties of the contract')], default='', max_length=12)),
                ('answer', models.TextField(blank=True, default='')),
                ('promised_on', models.DateField(blank=True, null=True)),
                ('late_noted_at', models.DateTimeField(blank=True, null=True)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('order_duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='property.orderduty')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='property.servicecontract')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'contract', '-asked_at'], name='call_by_contract'), models.Index(condition=models.Q(('state', 'asked')), fields=['due_at'], name='call_open_by_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('sub_district', 'order_duty'), name='company_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='company_answer_has_time')],
            },
        ),
    ]
