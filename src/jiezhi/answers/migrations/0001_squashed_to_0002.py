import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('answers', '0001_create_answers'), ('answers', '0002_let_roles_write_answers')]

    initial = True

    dependencies = [
        ('organisation', '0013_let_roles_govern_property'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='StandardAnswer',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=32)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.matter')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'matter', 'department'], name='answer_by_matter')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('sub_district', 'department', 'matter', 'name'), name='answer_name_once')],
            },
        ),
        migrations.CreateModel(
            name='AnswerVersion',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('proposed', 'Waiting for approval'), ('in_use', 'In use'), ('replaced', 'Replaced'), ('refused', 'Not approved')], default='proposed', max_length=10)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.CharField(help_text='Department and post', max_length=128)),
                ('writer_id', models.CharField(help_text='Who may not approve it', max_length=64)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=128)),
                ('decider_id', models.CharField(blank=True, default='', max_length=64)),
                ('note', models.CharField(blank=True, default='', help_text='Why it was not approved', max_length=200)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='answers.standardanswer')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'answer', 'number'), name='answer_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'in_use')), fields=('sub_district', 'answer'), name='answer_in_use_once'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('sub_district', 'answer'), name='answer_proposed_once'), models.CheckConstraint(condition=models.Q(('decider_id', models.F('writer_id')), _negated=True), name='answer_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), models.Q(('decided_at', None), _negated=True)), _connector='OR'), name='answer_decided_has_time')],
            },
        ),
    ]
