import django.db.models.deletion
import jiezhi.kit.ids
import jiezhi.kit.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clients', '0002_let_keepers_of_sources_keep_programs'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventSubscription',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('url', models.URLField(max_length=300)),
                ('kinds', models.JSONField(default=list)),
                ('key', jiezhi.kit.vault.fields.SealedTextField(help_text='With which messages are signed')),
                ('key_before', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='', help_text='Signs besides while the key is changed')),
                ('key_before_until', models.DateTimeField(blank=True, null=True)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='In a row')),
                ('resting_until', models.DateTimeField(blank=True, help_text='After failures nothing is sent until then', null=True)),
                ('busy_until', models.DateTimeField(blank=True, help_text='One message at a time is under way, at most until then', null=True)),
                ('last_delivered_at', models.DateTimeField(blank=True, null=True)),
                ('last_answer', models.CharField(blank=True, default='', max_length=200)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='clients.program')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['sub_district', 'program'], name='subscription_in_force')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('order.opened', 'A work order was opened'), ('order.dispatched', 'A work order went out to a department'), ('order.sent_back', 'A department sent a work order back'), ('order.done', 'A work order was reported done'), ('order.reopened', 'A work order was taken up again'), ('order.closed', 'A work order was closed'), ('concern.submitted', 'A request came in'), ('concern.answered', 'The office answered a request')], max_length=32)),
                ('facts', models.JSONField()),
                ('written_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'On its way'), ('delivered', 'Delivered'), ('dead', 'Given up')], default='waiting', max_length=12)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('last_answer', models.CharField(blank=True, default='', max_length=200)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='webhooks.eventsubscription')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'subscription', 'state', '-written_at'], name='letter_by_state')],
                'constraints': [],
            },
        ),
    ]
