import datetime
import django.db.models.deletion
import jiezhi.kit.ids
import jiezhi.kit.vault.fields
import jiezhi.notices.models.wishes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notices', '0001_create_tables'), ('notices', '0002_add_sendings'), ('notices', '0003_let_dispatchers_see_sendings'), ('notices', '0004_know_more_ends')]

    initial = True

    dependencies = [
        ('organisation', '0012_let_roles_work_together'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='A kind of `notices.kinds`; the words come from there', max_length=48)),
                ('about_kind', models.CharField(max_length=48)),
                ('about_id', models.UUIDField()),
                ('facts', models.JSONField(default=dict, help_text="Numbers and dates for the words; never a resident's data")),
                ('told_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mail_state', models.CharField(choices=[('none', 'No e-mail'), ('waiting', 'To be sent'), ('sent', 'Sent'), ('failed', 'Could not be sent')], default='none', max_length=8)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'reader', '-told_at'], name='notice_newest'), models.Index(condition=models.Q(('read_at', None)), fields=['sub_district', 'reader'], name='notice_unread')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='TextWish',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('about_kind', models.CharField(max_length=48)),
                ('about_id', models.UUIDField()),
                ('phone', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='', help_text='Emptied when the wish ends')),
                ('phone_index', jiezhi.kit.vault.fields.BlindIndexField(blank=True, default='', editable=False, max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, choices=[('', ''), ('own', 'Asked to end it'), ('stop_word', 'Answered with a word to stop'), ('settled', 'The matter is settled'), ('erased', 'Their number was deleted')], default='', max_length=12)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['sub_district', 'phone_index'], name='wish_of_number')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('sub_district', 'about_kind', 'about_id'), name='one_wish_a_thing')],
            },
        ),
        migrations.CreateModel(
            name='WayOut',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('sms', 'Short message'), ('wecom', 'WeCom group robot'), ('dingtalk', 'DingTalk group robot')], max_length=12)),
                ('name', models.CharField(max_length=64, verbose_name='Name')),
                ('address', jiezhi.kit.vault.fields.SealedTextField(help_text='Sealed: the address of a robot is its key')),
                ('host', models.CharField(help_text='Of the address, for screens', max_length=200)),
                ('secret', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='', help_text="Signs a DingTalk robot's messages")),
                ('method', models.CharField(default='POST', max_length=8)),
                ('headers', models.TextField(blank=True, default='', help_text='`Name: value` a line, with places')),
                ('body', models.TextField(blank=True, default='')),
                ('body_kind', models.CharField(choices=[('application/json', 'JSON'), ('application/x-www-form-urlencoded', 'Form')], default='application/json', max_length=40)),
                ('secrets', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='', help_text='`name=value` a line, for places `secret.name`')),
                ('code_path', models.CharField(blank=True, default='', max_length=64)),
                ('taken_codes', models.JSONField(default=list)),
                ('later_codes', models.JSONField(default=list)),
                ('id_path', models.CharField(blank=True, default='', max_length=64)),
                ('signature_text', models.CharField(blank=True, default='', help_text='【sender】 in front', max_length=32)),
                ('receipt_key', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='', help_text='Signs what the gateway reports back')),
                ('groups', models.JSONField(default=list)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('resting_until', models.DateTimeField(blank=True, null=True)),
                ('busy_until', models.DateTimeField(blank=True, help_text='One message at a time is under way, at most until then', null=True)),
                ('last_code', models.CharField(blank=True, default='', max_length=32)),
                ('last_sent_at', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['sub_district', 'kind'], name='way_in_use')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('kind', 'sms')), fields=('sub_district',), name='one_gateway_a_street')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('phone', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='')),
                ('phone_index', jiezhi.kit.vault.fields.BlindIndexField(blank=True, default='', editable=False, max_length=32)),
                ('mail_groups', models.JSONField(default=jiezhi.notices.models.wishes.every_group)),
                ('sms_groups', models.JSONField(default=list)),
                ('quiet_begins', models.TimeField(default=datetime.time(21, 0))),
                ('quiet_ends', models.TimeField(default=datetime.time(8, 0))),
                ('rests_on_days_off', models.BooleanField(default=True)),
                ('gather_min', models.PositiveSmallIntegerField(default=60, help_text='0: each for itself')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'user'), name='one_preference_a_person')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='StoppedNumber',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('phone_index', jiezhi.kit.vault.fields.BlindIndexField(editable=False, max_length=32)),
                ('stopped_at', models.DateTimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'phone_index'), name='one_stop_a_number')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('way_kind', models.CharField(choices=[('sms', 'Short message'), ('wecom', 'WeCom group robot'), ('dingtalk', 'DingTalk group robot')], max_length=12)),
                ('is_urgent', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
                ('send_after', models.DateTimeField()),
                ('gathers_until', models.DateTimeField(blank=True, help_text='Further notices join it until then', null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('sent', 'Sent'), ('delivered', 'Arrived'), ('refused', 'Refused there'), ('uncertain', 'May have gone out'), ('given_up', 'Given up'), ('stopped', 'Not sent: no longer wanted')], default='waiting', max_length=12)),
                ('reason', models.CharField(blank=True, choices=[('', ''), ('quiet', 'quiet hours'), ('gathered', 'gathered into one message'), ('limit', 'the robot takes 20 a minute'), ('away', 'the other side was not reached; tried again by itself'), ('busy', 'the other side asked to try later'), ('address', 'the other side does not know the address or its key: see whether they are right'), ('signature', 'the other side refuses signature, key word or sender: compare its settings'), ('shape', 'the other side does not understand the message: compare the way with its manual'), ('other', 'the other side refuses; its code tells why in its manual'), ('not_arrived', 'the network reports that it did not arrive'), ('cut', 'cut off while it was sent; not repeated by itself, since it may have arrived'), ('too_often', 'tried for a day in vain'), ('no_way', 'the way was taken out of use'), ('no_number', 'there is no number any more'), ('ended', 'the person asked for no more')], default='', max_length=16)),
                ('code', models.CharField(blank=True, default='', help_text="The other side's own code", max_length=32)),
                ('gateway_id', models.CharField(blank=True, default='', max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('is_under_way', models.BooleanField(default=False, help_text='A try began and nothing is known of its end')),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('wish', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='notices.textwish')),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='notices.wayout')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', '-written_at'], name='sending_newest'), models.Index(fields=['sub_district', 'state', '-written_at'], name='sending_by_state'), models.Index(fields=['sub_district', 'way', '-tried_at'], name='sending_of_way'), models.Index(fields=['sub_district', 'way', 'gateway_id'], name='sending_by_receipt'), models.Index(condition=models.Q(('state', 'waiting')), fields=['sub_district', 'reader'], name='sending_gathering')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'delivered']), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sending_says_when_sent'), models.CheckConstraint(condition=models.Q(('reader', None), ('wish', None), _connector='OR'), name='sending_has_one_recipient')],
            },
        ),
        migrations.CreateModel(
            name='SendingLine',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='A kind of `notices.kinds`', max_length=48)),
                ('about_kind', models.CharField(max_length=48)),
                ('about_id', models.UUIDField()),
                ('facts', models.JSONField(default=dict)),
                ('sending', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='notices.sending')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'about_kind', 'about_id'], name='sending_line_about')],
                'constraints': [],
            },
        ),
    ]
