import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('supervision', '0001_create_supervision'), ('supervision', '0002_begin_responses_at_receipt'), ('supervision', '0003_note_which_danger'), ('supervision', '0004_call_anew'), ('supervision', '0005_say_why_called_off')]

    initial = True

    dependencies = [
        ('organisation', '0013_let_roles_govern_property'),
        ('places', '0002_keep_buildings_and_facilities'),
        ('workorders', '0019_fill_failed_checks'),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('turn', models.PositiveSmallIntegerField(default=1, help_text='1 is called first')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'ends_at'], name='shift_by_end')],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'begins_at', 'turn'), name='shift_turn_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at')), ('turn__gt', 0)), name='shift_forward')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyResponse',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField()),
                ('next_due_at', models.DateTimeField(blank=True, help_text='When the next on duty is called', null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('exhausted_at', models.DateTimeField(blank=True, help_text='When everybody had been called', null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('brief', models.TextField(blank=True, db_default='', default='', help_text='What came in says, without personal data')),
                ('called_off_at', models.DateTimeField(blank=True, help_text='When somebody said that it is no emergency', null=True)),
                ('called_off_by', models.CharField(blank=True, db_default='', default='', help_text='Department and post', max_length=128)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('number', models.CharField(blank=True, db_default='', default='', help_text='Of what came in; an order has its own', max_length=24)),
                ('origin_id', models.UUIDField(blank=True, null=True)),
                ('origin_kind', models.CharField(blank=True, db_default='', default='', help_text='What came in; empty: an order that went out', max_length=48)),
                ('danger', models.CharField(blank=True, choices=[('fire', 'Fire'), ('gas', 'Gas'), ('violence', 'Violence'), ('self_harm', 'Somebody may harm themselves')], db_default='', default='', help_text='What came in tells of; empty: an order that went out', max_length=12)),
                ('called_off_reason', models.CharField(blank=True, choices=[('false_alarm', 'False alarm: there is no danger'), ('over', 'The danger is over already'), ('elsewhere', 'Police, fire brigade or another service sees to it'), ('other', 'Another reason')], db_default='', default='', max_length=12)),
                ('called_off_words', models.CharField(blank=True, db_default='', default='', help_text='Why else; without personal data', max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'began_at'], name='response_by_start'), models.Index(condition=models.Q(('origin_id__isnull', False)), fields=['sub_district', 'origin_kind', 'origin_id'], name='response_by_origin')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_at', None), ('answered_at__gte', models.F('began_at')), _connector='OR'), name='response_forward'), models.CheckConstraint(condition=models.Q(('order__isnull', False), ('origin_id__isnull', False), _connector='OR'), name='response_about_something'), models.CheckConstraint(condition=models.Q(models.Q(('origin_id', None), ('origin_kind', '')), models.Q(('origin_id__isnull', False), models.Q(('origin_kind', ''), _negated=True)), _connector='OR'), name='response_origin_is_whole'), models.CheckConstraint(condition=models.Q(('called_off_at', None), ('next_due_at', None), _connector='OR'), name='response_called_off_calls_nobody'), models.UniqueConstraint(condition=models.Q(('answered_at', None), ('called_off_at', None), ('origin_id__isnull', False)), fields=('sub_district', 'origin_kind', 'origin_id'), name='response_open_once_an_origin'), models.UniqueConstraint(condition=models.Q(('called_off_at', None), ('origin_id', None)), fields=('sub_district', 'order'), name='response_own_once_an_order'), models.CheckConstraint(condition=models.Q(('called_off_reason', ''), ('called_off_at__isnull', False), _connector='OR'), name='response_reason_of_calling_off')],
            },
        ),
        migrations.CreateModel(
            name='OrderMark',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('reminder', 'Reminder'), ('yellow_card', 'Yellow card'), ('red_card', 'Red card'), ('raised', 'Raised')], max_length=12)),
                ('rule', models.CharField(choices=[('by_hand', 'By hand'), ('answer_late', 'The answer is overdue'), ('support_late', 'A department beside the lead is overdue'), ('late', 'The limit has passed'), ('long_late', 'The limit passed two working days ago'), ('sent_back', 'Sent back three times'), ('reworked', 'Found not done three times')], max_length=12)),
                ('round', models.PositiveSmallIntegerField(default=0, help_text='How often the order had been reopened')),
                ('note', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('put_by', models.CharField(help_text='Department and post; the system for a rule', max_length=128)),
                ('department', models.ForeignKey(blank=True, help_text='The lead then', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('entry', models.ForeignKey(blank=True, help_text='The line of the list by which the lead had it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.responsibilityentry')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', '-at'], name='mark_newest'), models.Index(fields=['sub_district', 'order'], name='mark_by_order')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('rule', 'by_hand'), _negated=True), fields=('sub_district', 'order', 'kind', 'rule', 'round'), name='mark_by_rule_once'), models.CheckConstraint(condition=models.Q(models.Q(('rule', 'by_hand'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='mark_by_hand_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='DutyCall',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('called_at', models.DateTimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.dutyshift')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='supervision.emergencyresponse')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'response', 'shift'), name='duty_called_once')],
            },
        ),
    ]
