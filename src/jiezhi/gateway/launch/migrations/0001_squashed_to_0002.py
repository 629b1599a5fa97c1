import django.db.models.deletion
import jiezhi.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('launch', '0001_create_tables'), ('launch', '0002_add_confirmation')]

    initial = True

    dependencies = [
        ('clients', '0002_let_keepers_of_sources_keep_programs'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='LaunchTerms',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('public_key', models.TextField(help_text='Ed25519, PEM')),
                ('frame_origin', models.CharField(blank=True, default='', help_text='May show the desk in a frame; empty: nobody', max_length=200)),
                ('does_second_factor', models.BooleanField(default=False, help_text='The platform has asked for a second factor itself')),
                ('program', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='launch_terms', to='clients.program')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='LaunchLink',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('external_index', models.CharField(help_text='Keyed digest of the id on the platform', max_length=32)),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='launch_links', to='clients.program')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_at', models.DateTimeField(blank=True, help_text='When the user agreed; until then it opens nothing', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('sub_district', 'program', 'external_index'), name='launch_link_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='SpentLaunch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program_id', models.UUIDField()),
                ('launch_digest', models.CharField(max_length=32)),
                ('expires_at', models.DateTimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='spent_launch_old')],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'program_id', 'launch_digest'), name='launch_once')],
            },
        ),
    ]
