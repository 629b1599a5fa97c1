import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0002_name_task_flow'),
        ('places', '0001_create_tables'),
        ('workorders', '0003_name_task_flow'),
    ]

    operations = [
        migrations.CreateModel(
            name='MeetingSeries',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=64)),
                ('rule_kind', models.CharField(choices=[('nth_weekday', 'A weekday of the month, such as the second Wednesday'), ('month_day', 'The same day of every month')], max_length=12)),
                ('nth', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'First'), (2, 'Second'), (3, 'Third'), (4, 'Fourth'), (5, 'Last')], null=True)),
                ('weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True)),
                ('month_day', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('begins', models.TimeField(help_text="On the office's clock")),
                ('place', models.CharField(max_length=128)),
                ('since_on', models.DateField(help_text='The first meeting is the first one on or after this day')),
                ('ended_on', models.DateField(blank=True, help_text='No meeting is planned from this day on', null=True)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'meeting series',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('sub_district', 'title'), name='series_title_once'), models.CheckConstraint(condition=models.Q(models.Q(('month_day', None), ('nth__range', (1, 5)), ('rule_kind', 'nth_weekday'), ('weekday__range', (0, 6))), models.Q(('month_day__range', (1, 31)), ('nth', None), ('rule_kind', 'month_day'), ('weekday', None)), _connector='OR'), name='series_rule_fits')],
            },
        ),
        migrations.CreateModel(
            name='JointMeeting',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('month_on', models.DateField(help_text='The first day of its month')),
                ('planned_on', models.DateField(help_text='What the rule says')),
                ('meets_on', models.DateField(help_text='The same, or the next workday')),
                ('begins', models.TimeField()),
                ('place', models.CharField(max_length=128)),
                ('state', models.CharField(choices=[('collecting', 'Agenda open for proposals'), ('agenda_closed', 'Agenda closed'), ('held', 'Held, minutes being written'), ('published', 'Minutes published')], default='collecting', max_length=16)),
                ('agenda_closed_at', models.DateTimeField(blank=True, null=True)),
                ('held_at', models.DateTimeField(blank=True, help_text='When its minutes were begun', null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.CharField(blank=True, default='', max_length=128)),
                ('version', models.PositiveIntegerField(default=1)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.meetingseries')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'series', 'month_on'), name='meeting_once_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('held_at__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='meeting_published_has_time')],
            },
        ),
        migrations.CreateModel(
            name='SeriesMember',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='meetings.meetingseries')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'series', 'department'), name='series_member_once')],
            },
        ),
        migrations.CreateModel(
            name='AgendaTopic',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=80)),
                ('words', models.TextField(blank=True, default='')),
                ('proposed_at', models.DateTimeField()),
                ('said', models.TextField(blank=True, default='')),
                ('decided', models.TextField(blank=True, default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('order', models.ForeignKey(blank=True, help_text='The work order that the topic is about', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='meetings.jointmeeting')),
            ],
            options={
                'indexes': [models.Index(fields=['meeting', 'position'], name='topic_in_agenda')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='MinutesNote',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('author', models.CharField(help_text='Department and post', max_length=128)),
                ('words', models.TextField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='meetings.jointmeeting')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('presence', models.CharField(choices=[('present', 'Present'), ('excused', 'Excused'), ('absent', 'Absent')], max_length=8)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='meetings.jointmeeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'meeting', 'department'), name='attendance_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('by_on', models.DateField(help_text="As the meeting set it; the order's own limit follows from it")),
                ('done_at', models.DateTimeField(blank=True, help_text="When the news of the order's end came", null=True)),
                ('not_accepted_note', models.TextField(blank=True, default='')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='meetings.agendatopic')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'topic'], name='assignment_by_topic')],
                'constraints': [],
            },
        ),
    ]
