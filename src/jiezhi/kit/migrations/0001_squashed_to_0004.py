import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('kit', '0001_create_tables'), ('kit', '0002_add_dropped_deliveries'), ('kit', '0003_chain_looks'), ('kit', '0004_name_session_owners')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Beat',
            fields=[
                ('name', models.CharField(max_length=96, primary_key=True, serialize=False)),
                ('last_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='SealedSession',
            fields=[
                ('key_digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('payload', models.TextField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('owner_digest', models.CharField(db_index=True, default='', help_text='Of the user; or empty', max_length=32)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('sub_district_id', models.UUIDField(null=True)),
                ('trace_id', models.UUIDField()),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.CharField(max_length=64)),
                ('verb', models.CharField(max_length=64)),
                ('subject_kind', models.CharField(max_length=48)),
                ('subject_id', models.UUIDField()),
                ('facts', models.JSONField(default=dict)),
                ('chain_number', models.BigIntegerField(help_text='Place in the order of sealing', null=True, unique=True)),
                ('chain_hash', models.CharField(default='', help_text='SM3 over the row and the hash before it', max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district_id', 'subject_id', 'id'], name='audit_by_subject'), models.Index(condition=models.Q(('chain_number', None)), fields=['id'], name='audit_unsealed')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sub_district_id', models.UUIDField()),
                ('series', models.CharField(max_length=32)),
                ('value', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district_id', 'series'), name='counter_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('sub_district_id', models.UUIDField(null=True)),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.CharField(max_length=64)),
                ('subject_kind', models.CharField(max_length=48)),
                ('subject_id', models.UUIDField()),
                ('columns', models.JSONField(default=list)),
                ('purpose', models.CharField(max_length=200)),
                ('chain_hash', models.CharField(default='', help_text='SM3 over the row and the hash before it', max_length=64)),
                ('chain_number', models.BigIntegerField(help_text='Place in the order of sealing', null=True, unique=True)),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district_id', 'subject_id', 'at'], name='look_by_subject'), models.Index(condition=models.Q(('chain_number', None)), fields=['id'], name='look_unsealed')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='OutboxDelivery',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sub_district_id', models.UUIDField(null=True)),
                ('trace_id', models.UUIDField()),
                ('occurrence', models.CharField(help_text='app.ClassName of the event', max_length=96)),
                ('handler', models.CharField(max_length=128)),
                ('payload', models.JSONField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('leased', 'Leased'), ('done', 'Done'), ('dead', 'Dead'), ('dropped', 'Dropped')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('lease_token', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(default='', max_length=500)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'leased'])), fields=['next_at', 'id'], name='outbox_due'), models.Index(condition=models.Q(('state', 'dead')), fields=['handler', 'created_at'], name='outbox_dead')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='StoredPicture',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sub_district_id', models.UUIDField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('width_px', models.PositiveIntegerField()),
                ('height_px', models.PositiveIntegerField()),
                ('size_bytes', models.PositiveIntegerField()),
                ('content_type', models.CharField(max_length=40)),
                ('owner_kind', models.CharField(blank=True, max_length=80)),
                ('owner_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district_id', 'owner_kind', 'owner_id'], name='picture_by_owner'), models.Index(condition=models.Q(('owner_id__isnull', True)), fields=['created_at'], name='picture_unattached')],
                'constraints': [],
            },
        ),
    ]
