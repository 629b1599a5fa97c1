import django.db.models.deletion
import jiezhi.kit.ids
import jiezhi.kit.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('fieldwork', '0001_create_fieldwork'), ('fieldwork', '0002_let_roles_work_outside'), ('fieldwork', '0003_forget_words_of_visits'), ('fieldwork', '0004_tell_what_visits_served')]

    initial = True

    dependencies = [
        ('batches', '0001_create_batches'),
        ('concerns', '0017_keep_moves_of_requests'),
        ('organisation', '0013_let_roles_govern_property'),
        ('places', '0002_keep_buildings_and_facilities'),
        ('workorders', '0011_let_orders_wait'),
    ]

    operations = [
        migrations.CreateModel(
            name='FieldReport',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField(help_text='As whoever reports it says; no limit runs on it')),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.CharField(help_text='Department and post', max_length=128)),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='TakenDeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_digest', models.CharField(help_text="Of the account and the key: it tells nobody's deeds", max_length=32)),
                ('body_digest', models.CharField(max_length=32)),
                ('answer', models.JSONField(help_text='Kind, number and id of what came of it')),
                ('taken_at', models.DateTimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['taken_at'], name='taken_deed_old')],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'key_digest'), name='taken_deed_once')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('door', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='', help_text='Building, entrance and door')),
                ('seen', jiezhi.kit.vault.fields.SealedTextField(help_text='What was seen')),
                ('next_step', models.CharField(choices=[('nothing', 'Nothing more'), ('again', 'Visit again'), ('community', 'The community goes on with it')], default='nothing', max_length=12)),
                ('next_on', models.DateField(blank=True, help_text='The day of the next visit', null=True)),
                ('visited_at', models.DateTimeField(help_text='As whoever was there says')),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.CharField(help_text='Department and post', max_length=128)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('concern', models.OneToOneField(blank=True, help_text='The request made of a wish', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concerns.concern')),
                ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate')),
                ('followed_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='fieldwork.visit')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('words_forgotten_at', models.DateTimeField(blank=True, help_text='When door and words were deleted, since their time was over', null=True)),
                ('batch', models.ForeignKey(blank=True, help_text='The joint visit that it was part of, with what else was done on the same way', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='batches.batch')),
                ('was_met', models.BooleanField(blank=True, help_text='Whether anybody was met; not known where nobody was asked', null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('followed_by__isnull', True), ('next_step', 'again')), fields=['sub_district', 'next_on'], name='visit_due'), models.Index(fields=['sub_district', 'community', '-noted_at'], name='visit_by_community'), models.Index(fields=['sub_district', '-noted_at'], name='visit_by_street'), models.Index(condition=models.Q(('words_forgotten_at__isnull', True)), fields=['noted_at'], name='visit_words_old')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('next_step', 'again'), _negated=True), ('next_on__isnull', False), _connector='OR'), name='visit_again_has_day')],
            },
        ),
    ]
