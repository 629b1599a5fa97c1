import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('clients', '0001_create_tables'), ('clients', '0002_let_keepers_of_sources_keep_programs')]

    initial = True

    dependencies = [
        ('organisation', '0008_know_how_often_written'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sub_district_id', models.UUIDField()),
                ('caller', models.CharField(max_length=64)),
                ('minute_at', models.DateTimeField()),
                ('calls', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['minute_at'], name='call_window_old')],
                'constraints': [models.UniqueConstraint(fields=('sub_district_id', 'caller', 'minute_at'), name='call_window_once')],
            },
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('purpose', models.CharField(help_text='What it is for, and who answers for it', max_length=200)),
                ('sees_whole_street', models.BooleanField(default=False)),
                ('scopes', models.JSONField(default=list, help_text='Codes such as orders:read; a token may have fewer')),
                ('calls_a_minute', models.PositiveIntegerField(default=120)),
                ('is_active', models.BooleanField(default=True)),
                ('registered_at', models.DateTimeField()),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'name'), name='program_name_once'), models.CheckConstraint(condition=models.Q(('calls_a_minute__gt', 0)), name='program_may_call'), models.CheckConstraint(condition=models.Q(('sees_whole_street', True), ('department__isnull', False), _connector='OR'), name='program_has_area')],
            },
        ),
        migrations.CreateModel(
            name='ProgramToken',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(help_text='Keyed digest of the token', max_length=64, unique=True)),
                ('ending', models.CharField(help_text='Its last characters, to tell tokens apart', max_length=4)),
                ('scopes', models.JSONField(default=list)),
                ('networks', models.JSONField(default=list, help_text='From where it may be used; empty: from anywhere')),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('last_used_on', models.DateField(blank=True, help_text='The day is enough to find idle ones', null=True)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='clients.program')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'program'], name='token_by_program')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='token_expires_after_issue')],
            },
        ),
    ]
