import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('evidence', '0001_keep_evidence'), ('evidence', '0002_let_roles_keep_evidence'), ('evidence', '0003_note_parts_of_packs')]

    initial = True

    dependencies = [
        ('concerns', '0016_add_learnt_reading'),
        ('organisation', '0012_let_roles_work_together'),
        ('places', '0002_keep_buildings_and_facilities'),
        ('workorders', '0009_note_marks'),
    ]

    operations = [
        migrations.CreateModel(
            name='EvidencePack',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'In the making'), ('ready', 'Ready'), ('failed', 'Could not be made'), ('gone', 'Tidied away')], default='asked', max_length=8)),
                ('with_words', models.BooleanField(help_text="Whether whoever asked may read the residents' words")),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(help_text='Department and post', max_length=128)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('content_digest', models.CharField(blank=True, default='', help_text='Printed on each page', max_length=64)),
                ('file_digest', models.CharField(blank=True, default='', help_text='SHA-256 of the document', max_length=64)),
                ('trouble', models.CharField(blank=True, default='', max_length=300)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_packs', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('parts', models.JSONField(blank=True, db_default={}, default=dict, help_text='What else whoever asked could see of the order: ids of rows by the key of their part')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'order', '-asked_at'], name='pack_of_order'), models.Index(fields=['sub_district', 'state', 'made_at'], name='pack_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(models.Q(('content_digest', ''), _negated=True), models.Q(('file_digest', ''), _negated=True)), _connector='OR'), name='pack_ready_has_digests')],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(choices=[('other_route', 'Another legal route is open or taken (court, arbitration, petition, review)'), ('outside_duty', 'Outside the duty list'), ('unlawful', 'What is asked for is against the law')], max_length=16)),
                ('basis', models.CharField(help_text='Law, article and number; or the entry of the duty list', max_length=300)),
                ('words', models.TextField(help_text='What makes it so in this order')),
                ('state', models.CharField(choices=[('asked', 'Waits for a decision'), ('granted', 'Excluded'), ('refused', 'Counts as before'), ('withdrawn', 'Taken back')], default='asked', max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(help_text='Department and post', max_length=128)),
                ('asker_id', models.CharField(max_length=64)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=128)),
                ('decider_id', models.CharField(blank=True, default='', max_length=64)),
                ('answer', models.TextField(blank=True, default='')),
                ('duty_entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.dutyentry')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'state', 'asked_at'], name='exclusion_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'granted'])), fields=('sub_district', 'order'), name='exclusion_once'), models.CheckConstraint(condition=models.Q(('decider_id', models.F('asker_id')), _negated=True), name='exclusion_decided_by_another'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'withdrawn']), ('decided_at__isnull', False), _connector='OR'), name='exclusion_decided_says_when')],
            },
        ),
        migrations.CreateModel(
            name='SuperiorCallback',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('called_on', models.DateField()),
                ('was_reached', models.BooleanField()),
                ('was_solved', models.BooleanField(blank=True, null=True)),
                ('likes_service', models.BooleanField(blank=True, null=True)),
                ('likes_outcome', models.BooleanField(blank=True, null=True)),
                ('words', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(help_text='Department and post', max_length=128)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('superior', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='callbacks', to='concerns.superiororder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'superior', 'called_on'), name='superior_callback_once_a_day')],
                'indexes': [],
            },
        ),
    ]
