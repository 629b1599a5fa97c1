import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('operations', '0001_create_tables'), ('operations', '0002_copy_chain_checks'), ('operations', '0003_leave_chain_checks')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChainCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('number', models.BigIntegerField(help_text='Last row of the chain; 0 for an empty one')),
                ('head', models.CharField(help_text='Hash of that row', max_length=64)),
                ('fault_number', models.BigIntegerField(blank=True, help_text='First row that is not as it was sealed', null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='chain_check_newest')],
                'constraints': [],
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(
                    name='ChainCheck',
                ),
            ],
        ),
        migrations.CreateModel(
            name='DiskDay',
            fields=[
                ('on', models.DateField(primary_key=True, serialize=False)),
                ('database_bytes', models.BigIntegerField()),
                ('used_bytes', models.BigIntegerField(help_text='Of the disk that holds our files')),
                ('free_bytes', models.BigIntegerField()),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='TileChange',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('tone', models.CharField(choices=[('ok', 'ok'), ('warn', 'warn'), ('bad', 'bad')], max_length=4)),
                ('since_at', models.DateTimeField()),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Fault',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(help_text='Over source, kind, place and route', max_length=64, unique=True)),
                ('source', models.CharField(choices=[('web', 'Web server'), ('worker', 'Worker'), ('command', 'Command line')], max_length=8)),
                ('kind', models.CharField(help_text='The class of the error', max_length=128)),
                ('place', models.CharField(help_text='file:line function, the innermost of ours', max_length=160)),
                ('route', models.CharField(blank=True, default='', help_text='Name of the address or handler', max_length=96)),
                ('count', models.PositiveIntegerField(default=1)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('last_request', models.CharField(blank=True, default='', help_text='As its error page shows it', max_length=64)),
                ('settled_at', models.DateTimeField(blank=True, help_text='Empty again when it is seen again', null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['-last_at'], name='fault_open')],
                'constraints': [],
            },
        ),
    ]
