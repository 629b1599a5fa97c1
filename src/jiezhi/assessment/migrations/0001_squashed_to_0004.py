import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('assessment', '0001_create_tables'), ('assessment', '0002_let_roles_see_scorecards'), ('assessment', '0003_mark_demonstration_sites'), ('assessment', '0004_let_roles_mark_sites')]

    initial = True

    dependencies = [
        ('concerns', '0018_tell_service_apart'),
        ('evidence', '0002_let_roles_keep_evidence'),
        ('organisation', '0013_let_roles_govern_property'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='SuperiorScore',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('month_on', models.DateField(help_text='First day of the month it is about')),
                ('version', models.PositiveSmallIntegerField(default=1, help_text='1 for the first file of the month')),
                ('file_name', models.CharField(max_length=200)),
                ('brought_at', models.DateTimeField()),
                ('brought_by', models.CharField(help_text='Department and post', max_length=128)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('taken_back_by', models.CharField(blank=True, default='', help_text='Department and post', max_length=128)),
                ('taken_back_why', models.CharField(blank=True, default='', max_length=300)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concerns.superiorsource')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'source', 'month_on', 'version'), name='superior_score_version_once'), models.CheckConstraint(condition=models.Q(('taken_back_at__isnull', True), models.Q(('taken_back_why', ''), _negated=True), _connector='OR'), name='superior_score_back_says_why')],
            },
        ),
        migrations.CreateModel(
            name='WeightVersion',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(help_text="1 for the street's first")),
                ('from_on', models.DateField(help_text='First day on which it holds: the first of a month')),
                ('decided_by', models.CharField(help_text='Which body decided it, such as a meeting', max_length=128)),
                ('basis', models.CharField(help_text='The document it rests on', max_length=300)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.CharField(help_text='Department and post', max_length=128)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'number'), name='weights_number_once'), models.UniqueConstraint(fields=('sub_district', 'from_on'), name='weights_from_once')],
            },
        ),
        migrations.CreateModel(
            name='LineObjection',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('subject_kind', models.CharField(choices=[('office', 'The office'), ('department', 'Each department'), ('community', 'Each community')], max_length=12)),
                ('subject_id', models.UUIDField(help_text='Of a department, a community or the office; never of a person')),
                ('indicator', models.CharField(choices=[('satisfied', 'Satisfied with the outcome'), ('served', 'Satisfied with the service'), ('solved', 'Solved'), ('taken_part', 'Residents who took part'), ('on_time', 'On time'), ('together', 'Supports in time'), ('above', 'Orders from above answered in time')], max_length=16)),
                ('first_on', models.DateField(help_text='First day of the month or quarter')),
                ('last_on', models.DateField(help_text='Its last day, also while it runs')),
                ('part', models.PositiveIntegerField(help_text='What the line said when it was objected to')),
                ('whole', models.PositiveIntegerField()),
                ('words', models.TextField()),
                ('state', models.CharField(choices=[('asked', 'Waits for a decision'), ('upheld', 'Upheld: the line is left out of the score'), ('refused', 'The line counts'), ('withdrawn', 'Taken back')], default='asked', max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(help_text='Department and post', max_length=128)),
                ('asker_id', models.CharField(max_length=64)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=128)),
                ('decider_id', models.CharField(blank=True, default='', max_length=64)),
                ('answer', models.TextField(blank=True, default='')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'first_on', 'last_on'], name='line_objection_by_period'), models.Index(fields=['sub_district', 'state', 'asked_at'], name='line_objection_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'upheld'])), fields=('sub_district', 'subject_id', 'indicator', 'first_on', 'last_on'), name='line_objection_once'), models.CheckConstraint(condition=models.Q(('decider_id', models.F('asker_id')), _negated=True), name='line_objection_by_another'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'withdrawn']), ('decided_at__isnull', False), _connector='OR'), name='line_objection_says_when')],
            },
        ),
        migrations.CreateModel(
            name='MonthlyBrief',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('month_on', models.DateField(help_text='First day of the month')),
                ('figures', models.JSONField(help_text='Frozen: names of bodies, places and matters, and counts')),
                ('frozen_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('asked', 'In the making'), ('ready', 'Ready'), ('failed', 'Could not be made')], default='asked', max_length=8)),
                ('document', models.BinaryField(blank=True, null=True)),
                ('file_digest', models.CharField(blank=True, default='', help_text='SHA-256 of the document', max_length=64)),
                ('trouble', models.CharField(blank=True, default='', max_length=300)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'month_on'), name='brief_once_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('document__isnull', False), models.Q(('file_digest', ''), _negated=True)), _connector='OR'), name='brief_ready_has_document')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='DemonstrationSite',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('marked_at', models.DateTimeField()),
                ('marked_by', models.CharField(help_text='Department and post', max_length=128)),
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='SuperiorLine',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(help_text="The superior's own", max_length=64)),
                ('was_answered', models.BooleanField(blank=True, help_text='Whether the resident was contacted', null=True)),
                ('was_solved', models.BooleanField(blank=True, null=True)),
                ('was_satisfied', models.BooleanField(blank=True, null=True)),
                ('is_left_out', models.BooleanField(default=False, help_text='Whether the superior itself leaves it out')),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('score', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='assessment.superiorscore')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'score', 'number'), name='superior_line_once_a_score')],
            },
        ),
        migrations.CreateModel(
            name='Weight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(choices=[('satisfied', 'Satisfied with the outcome'), ('served', 'Satisfied with the service'), ('solved', 'Solved'), ('taken_part', 'Residents who took part'), ('on_time', 'On time'), ('together', 'Supports in time'), ('above', 'Orders from above answered in time')], max_length=16)),
                ('hundredths', models.PositiveSmallIntegerField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weights', to='assessment.weightversion')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'version', 'indicator'), name='weight_once_a_version'), models.CheckConstraint(condition=models.Q(('hundredths__lte', 100)), name='weight_of_a_hundred')],
            },
        ),
    ]
