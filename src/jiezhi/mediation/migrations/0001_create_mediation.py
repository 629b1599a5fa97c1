import django.db.models.deletion
import jiezhi.kit.ids
import jiezhi.kit.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0013_let_roles_govern_property'),
        ('places', '0002_keep_buildings_and_facilities'),
        ('workorders', '0011_let_orders_wait'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mediator',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(help_text="As the committee's public list has it", max_length=32)),
                ('since_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('sub_district', 'committee', 'name'), name='mediator_once')],
            },
        ),
        migrations.CreateModel(
            name='Mediation',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=24)),
                ('kind', models.CharField(choices=[('neighbours', 'Between neighbours'), ('family', 'In a family'), ('property', 'With a property company'), ('wages', 'Wages and work'), ('consumer', 'Consumer'), ('damage', 'Damage and compensation'), ('tenancy', 'Tenancy'), ('other', 'Other')], max_length=12)),
                ('brief', models.TextField(help_text='What it is about, without names')),
                ('state', models.CharField(choices=[('registered', 'Registered, to be taken on'), ('under_way', 'Being mediated'), ('agreed', 'Agreement reached'), ('confirming', 'Before the court for confirmation'), ('confirmed', 'Confirmed by the court'), ('kept', 'Agreement kept'), ('broken', 'Agreement not kept'), ('referred', 'Referred to another body'), ('ended', 'Ended without agreement')], default='registered', max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(help_text='Department and post', max_length=128)),
                ('begun_on', models.DateField(blank=True, null=True)),
                ('last_on', models.DateField(blank=True, help_text='The last day of its term', null=True)),
                ('outcome_at', models.DateTimeField(blank=True, help_text='Agreed, referred or ended', null=True)),
                ('followed_at', models.DateTimeField(blank=True, help_text='The agreement was followed up', null=True)),
                ('reminded_on', models.DateField(blank=True, help_text='The last day it was reminded of', null=True)),
                ('committee', models.ForeignKey(help_text='Whose mediation committee it is', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('order', models.ForeignKey(blank=True, help_text='It came from', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('mediators', models.ManyToManyField(related_name='+', to='mediation.mediator')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', '-opened_at', '-id'], name='mediation_newest'), models.Index(condition=models.Q(('state', 'under_way')), fields=['last_on'], name='mediation_by_term')],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'number'), name='mediation_number_once'), models.UniqueConstraint(condition=models.Q(('order__isnull', False), ('state__in', ['registered', 'under_way'])), fields=('sub_district', 'order'), name='mediation_of_order_once'), models.CheckConstraint(condition=models.Q(('last_on', None), models.Q(('begun_on__isnull', False), ('last_on__gte', models.F('begun_on'))), _connector='OR'), name='mediation_term_forward')],
            },
        ),
        migrations.CreateModel(
            name='MediationEntry',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(choices=[('begin', 'Taken on'), ('sit', 'Session held'), ('extend', 'Extended by agreement'), ('agree', 'Agreement reached'), ('apply', 'Court asked to confirm'), ('confirm', 'Confirmed by the court'), ('deny', 'Not confirmed by the court'), ('find_kept', 'Found kept'), ('find_broken', 'Found not kept'), ('refer', 'Referred'), ('end', 'Ended without agreement')], max_length=12)),
                ('from_state', models.CharField(choices=[('registered', 'Registered, to be taken on'), ('under_way', 'Being mediated'), ('agreed', 'Agreement reached'), ('confirming', 'Before the court for confirmation'), ('confirmed', 'Confirmed by the court'), ('kept', 'Agreement kept'), ('broken', 'Agreement not kept'), ('referred', 'Referred to another body'), ('ended', 'Ended without agreement')], max_length=12)),
                ('to_state', models.CharField(choices=[('registered', 'Registered, to be taken on'), ('under_way', 'Being mediated'), ('agreed', 'Agreement reached'), ('confirming', 'Before the court for confirmation'), ('confirmed', 'Confirmed by the court'), ('kept', 'Agreement kept'), ('broken', 'Agreement not kept'), ('referred', 'Referred to another body'), ('ended', 'Ended without agreement')], max_length=12)),
                ('who', models.CharField(help_text='Department and post', max_length=128)),
                ('note', models.TextField(blank=True, default='')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='mediation.mediation')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'mediation entries',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('applicant', 'Applicant'), ('respondent', 'Respondent'), ('third', 'Third party')], max_length=12)),
                ('kind', models.CharField(choices=[('person', 'Individual'), ('organisation', 'Organisation')], max_length=12)),
                ('position', models.PositiveSmallIntegerField(help_text='Within its side, from 1')),
                ('name', jiezhi.kit.vault.fields.SealedTextField()),
                ('phone', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='')),
                ('address', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='mediation.mediation')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'parties',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'mediation', 'side', 'position'), name='party_position_once')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('body', models.CharField(choices=[('court', 'Court'), ('arbitration', 'Arbitration commission'), ('labour', 'Labour inspection'), ('police', 'Police'), ('other', 'Another body')], max_length=12)),
                ('body_name', models.CharField(max_length=64)),
                ('referred_on', models.DateField()),
                ('receipt', models.CharField(blank=True, default='', help_text='Number under which it was taken', max_length=64)),
                ('mediation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='referral', to='mediation.mediation')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('held_at', models.DateTimeField()),
                ('place', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('agreed', 'They agree'), ('nearer', 'Nearer, another session follows'), ('apart', 'Still apart'), ('absent', 'One side did not come')], max_length=12)),
                ('notes', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='mediation.mediation')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='MediationAgreement',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=24)),
                ('form', models.CharField(choices=[('written', 'In writing, signed by all'), ('oral', 'By word, noted by the mediator')], max_length=8)),
                ('terms', jiezhi.kit.vault.fields.SealedTextField()),
                ('effective_on', models.DateField(help_text='Signed by all, or agreed by word')),
                ('perform_until', models.DateField(help_text='By when it is to be carried out')),
                ('confirm_until', models.DateField(help_text='The last day on which both can ask the court')),
                ('court', models.CharField(blank=True, default='', max_length=64)),
                ('applied_on', models.DateField(blank=True, null=True)),
                ('court_number', models.CharField(blank=True, default='', max_length=48)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('reminded_on', models.DateField(blank=True, help_text='Of the term for the court', null=True)),
                ('mediation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='mediation.mediation')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'number'), name='mediation_agreement_number_once'), models.CheckConstraint(condition=models.Q(('confirm_until__gte', models.F('effective_on')), ('perform_until__gte', models.F('effective_on'))), name='mediation_agreement_days_forward')],
                'indexes': [],
            },
        ),
    ]
