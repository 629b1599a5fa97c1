import django.db.models.deletion
import jiezhi.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('organisation', '0001_create_tables'), ('organisation', '0002_name_task_flow'), ('organisation', '0003_keep_versions_and_duties'), ('organisation', '0004_let_roles_read_lists'), ('organisation', '0005_keep_complaint_causes'), ('organisation', '0006_know_who_ended_entries'), ('organisation', '0007_fill_who_ended_entries'), ('organisation', '0008_know_how_often_written'), ('organisation', '0009_keep_office_members'), ('organisation', '0010_copy_chain_checks'), ('organisation', '0011_leave_chain_checks'), ('organisation', '0012_let_roles_work_together'), ('organisation', '0013_let_roles_govern_property'), ('organisation', '0014_say_what_supports_do')]

    initial = True

    dependencies = [
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditCheck',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('checked_at', models.DateTimeField()),
                ('until_number', models.BigIntegerField(help_text='Number of the last sealed row')),
                ('head', models.CharField(blank=True, default='', help_text='Hash of that row', max_length=64)),
                ('fault_number', models.BigIntegerField(blank=True, help_text='Where the chain is broken first', null=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(
                    name='AuditCheck',
                ),
            ],
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('section', 'Section of the office'), ('outpost', 'Outpost'), ('bureau', 'District bureau'), ('utility', 'Utility'), ('community', 'Community')], max_length=16)),
                ('phone', models.CharField(blank=True, default='', max_length=32)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'name'), name='department_name_once'), models.CheckConstraint(condition=models.Q(models.Q(('community__isnull', False), ('kind', 'community')), models.Q(models.Q(('kind', 'community'), _negated=True), ('community__isnull', True)), _connector='OR'), name='department_community_fits')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=32)),
                ('name', models.CharField(max_length=64)),
                ('permissions', models.JSONField(default=list, help_text='Codes such as workorders:dispatch')),
                ('sees_whole_street', models.BooleanField(default=False)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'code'), name='role_code_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'working hours',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'opens'), name='working_hours_once'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='working_hours_forward')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('workday', 'Make-up workday')], max_length=8)),
                ('name', models.CharField(blank=True, default='', max_length=32)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'on'), name='calendar_day_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ListVersion',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('draft', 'Being drafted'), ('submitted', 'Waiting for approval'), ('in_force', 'Approved'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12)),
                ('effective_on', models.DateField(blank=True, help_text='The first day on which it holds', null=True)),
                ('note', models.TextField(blank=True, default='', help_text='What it changes and why')),
                ('gaps_note', models.TextField(blank=True, default='', help_text='Why gaps are left')),
                ('return_reason', models.TextField(blank=True, default='', help_text='Why it was given back')),
                ('drafted_by', models.CharField(help_text='Department and post', max_length=128)),
                ('drafted_at', models.DateTimeField()),
                ('submitted_by', models.CharField(blank=True, default='', max_length=128)),
                ('submitter', models.CharField(blank=True, default='', help_text='Who may not approve it', max_length=64)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.CharField(blank=True, default='', max_length=128)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1, help_text='Counts the changes of its draft')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'number'), name='list_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'submitted'))), fields=('sub_district',), name='list_draft_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), models.Q(('approved_at__isnull', False), ('effective_on__isnull', False)), _connector='OR'), name='list_version_in_force_has_day')],
            },
        ),
        migrations.CreateModel(
            name='ComplaintCause',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=32)),
                ('name', models.CharField(max_length=64)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Where it stands in tables')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'code'), name='complaint_cause_code_once')],
            },
        ),
        migrations.CreateModel(
            name='AccountRecovery',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'Waits for a second keeper'), ('approved', 'Approved'), ('refused', 'Not approved')], default='asked', max_length=12)),
                ('reason', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'account recoveries',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('sub_district', 'user'), name='recovery_one_open'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(models.Q(('decided_by', models.F('asked_by')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='recovery_by_two_persons'), models.CheckConstraint(condition=models.Q(('asked_by', models.F('user')), _negated=True), name='recovery_not_for_oneself')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='OfficeMember',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('entered_at', models.DateTimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'user'), name='office_member_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=32)),
                ('name', models.CharField(max_length=64)),
                ('flow', models.CharField(choices=[('enquiry', 'Enquiry: an answer is enough'), ('concern', 'Request: handled, then called back'), ('event', 'Urban-management event: all seven steps'), ('task', 'Assigned task: done when reported, taken up again if not accepted')], max_length=16)),
                ('limit_amount', models.PositiveSmallIntegerField(help_text='Overall limit, from dispatch to done')),
                ('limit_unit', models.CharField(choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], max_length=16)),
                ('keywords', models.JSONField(default=list, help_text='Words of residents that point to this matter')),
                ('needs_photo', models.BooleanField(default=False, help_text='Done is shown by a picture')),
                ('is_in_use', models.BooleanField(default=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisation.matter')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('cause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='organisation.complaintcause')),
                ('version', models.PositiveIntegerField(default=1, help_text='How often it was written')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'code'), name='matter_code_once'), models.CheckConstraint(condition=models.Q(('limit_amount__gt', 0)), name='matter_limit_positive')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=64)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.role')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'department', 'title'), name='post_once')],
            },
        ),
        migrations.CreateModel(
            name='PostHolding',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('since_on', models.DateField()),
                ('until_on', models.DateField(blank=True, help_text='The first day on which the post is not held', null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='organisation.post')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('sub_district', 'post', 'user'), name='holding_once')],
            },
        ),
        migrations.CreateModel(
            name='ResponsibilityEntry',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('limit_amount', models.PositiveSmallIntegerField(blank=True, help_text="Instead of the matter's limit", null=True)),
                ('limit_unit', models.CharField(blank=True, choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], default='', max_length=16)),
                ('basis', models.CharField(blank=True, default='', help_text='Document the line rests on', max_length=200)),
                ('in_force_from', models.DateField()),
                ('in_force_until', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='organisation.matter')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('level', models.CharField(blank=True, choices=[('normal', 'Normal'), ('urgent', 'Urgent'), ('emergency', 'Emergency')], default='', max_length=16)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='organisation.listversion')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended_entries', to='organisation.listversion')),
            ],
            options={
                'verbose_name_plural': 'responsibility entries',
                'indexes': [models.Index(fields=['sub_district', 'matter'], name='responsibility_by_matter')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='StepLimit',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('step', models.CharField(help_text='A state of the flow, such as dispatched', max_length=24)),
                ('amount', models.PositiveSmallIntegerField()),
                ('unit', models.CharField(choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], max_length=16)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='step_limits', to='organisation.matter')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'matter', 'step'), name='step_limit_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='step_limit_positive')],
            },
        ),
        migrations.CreateModel(
            name='DraftLine',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('level', models.CharField(blank=True, choices=[('normal', 'Normal'), ('urgent', 'Urgent'), ('emergency', 'Emergency')], default='', max_length=16)),
                ('limit_amount', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('limit_unit', models.CharField(blank=True, choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], default='', max_length=16)),
                ('basis', models.CharField(blank=True, default='', max_length=200)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.matter')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='organisation.listversion')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'version'], name='draft_line_by_version')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='DutyEntry',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(help_text='As the district numbers it', max_length=32)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('basic', 'Basic: the office does it'), ('cooperative', 'Cooperative: the office helps'), ('taken_back', 'Taken back: the office no longer does it')], max_length=12)),
                ('owner', models.CharField(blank=True, default='', help_text='Whose duty it is, in words', max_length=64)),
                ('basis_title', models.CharField(help_text='The document it rests on', max_length=200)),
                ('basis_number', models.CharField(blank=True, default='', max_length=64)),
                ('basis_on', models.DateField(blank=True, null=True)),
                ('in_force_from', models.DateField()),
                ('in_force_until', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.matter')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('version', models.PositiveIntegerField(default=1, help_text='How often it was written')),
            ],
            options={
                'verbose_name_plural': 'duty entries',
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'code'), name='duty_code_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ResponsibilitySupport',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('limit_amount', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('limit_unit', models.CharField(blank=True, choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], default='', max_length=16)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='organisation.responsibilityentry')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('task', models.CharField(blank=True, db_default='', default='', help_text='What it does, in words', max_length=200)),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'entry', 'department'), name='responsibility_support_once')],
            },
        ),
        migrations.CreateModel(
            name='DraftSupport',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('limit_amount', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('limit_unit', models.CharField(blank=True, choices=[('working_hours', 'working hours'), ('working_days', 'working days'), ('natural_hours', 'hours'), ('natural_days', 'natural days')], default='', max_length=16)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='organisation.draftline')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('task', models.CharField(blank=True, db_default='', default='', help_text='What it does, in words', max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'line', 'department'), name='draft_support_once')],
                'indexes': [],
            },
        ),
    ]
