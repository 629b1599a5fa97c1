import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('intake', '0001_create_runs'), ('intake', '0002_keep_looked_with'), ('intake', '0003_count_completed')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='IntakeRun',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sub_district_id', models.UUIDField(db_index=True)),
                ('kind', models.CharField(help_text='What it holds: the name of an `IntakeKind`', max_length=64)),
                ('option', models.CharField(blank=True, help_text='What the kind asked for, such as a source', max_length=64)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size_bytes', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Being looked at'), ('checked', 'Ready to be brought in'), ('running', 'Being brought in'), ('done', 'Brought in'), ('refused', 'Cannot be read'), ('stopped', 'Stopped')], default='waiting', max_length=12)),
                ('trouble', models.CharField(blank=True, help_text='Why the file cannot be read', max_length=300)),
                ('titles', models.JSONField(default=list, help_text='Of the columns of the file')),
                ('found', models.JSONField(default=dict, help_text='The title that was found for each wanted column')),
                ('chosen', models.JSONField(default=dict, help_text='What a person chose instead; an empty title for none')),
                ('left_out', models.JSONField(default=list, help_text='Sheets that hold nothing of the kind')),
                ('read', models.PositiveIntegerField(default=0)),
                ('taken', models.PositiveIntegerField(default=0, help_text='How many rows were worked through')),
                ('imported', models.PositiveIntegerField(default=0)),
                ('already', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('opened_by', models.CharField(help_text='Department and post', max_length=128)),
                ('opened_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField(help_text='When it last came further')),
                ('version', models.PositiveIntegerField(default=1)),
                ('looked_with', models.JSONField(help_text='The choice it was looked at with, and is brought in with; null in older runs', null=True)),
                ('completed', models.PositiveIntegerField(default=0, help_text='How many brought what something here was lacking')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district_id', '-opened_at'], name='run_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'checked', 'running'))), fields=('sub_district_id', 'kind', 'option', 'sha256'), name='open_run_once')],
            },
        ),
        migrations.CreateModel(
            name='RememberedColumns',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sub_district_id', models.UUIDField()),
                ('kind', models.CharField(max_length=64)),
                ('titles_digest', models.CharField(max_length=64)),
                ('chosen', models.JSONField()),
            ],
            options={
                'verbose_name_plural': 'remembered columns',
                'constraints': [models.UniqueConstraint(fields=('sub_district_id', 'kind', 'titles_digest'), name='columns_remembered_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='RowRefusal',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sub_district_id', models.UUIDField()),
                ('sheet', models.CharField(blank=True, max_length=64)),
                ('row', models.PositiveIntegerField(help_text='As Excel shows it')),
                ('column', models.CharField(blank=True, help_text='Its title in the file', max_length=128)),
                ('reason', models.CharField(max_length=32)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='intake.intakerun')),
            ],
            options={
                'ordering': ['run', 'sheet', 'row'],
                'constraints': [models.UniqueConstraint(fields=('sub_district_id', 'run', 'sheet', 'row'), name='row_refused_once')],
                'indexes': [],
            },
        ),
    ]
