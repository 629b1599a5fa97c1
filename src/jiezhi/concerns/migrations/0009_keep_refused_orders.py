import django.db.models.deletion
import jiezhi.kit.ids
import jiezhi.kit.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0008_index_concerns_by_order'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.AlterField(
            model_name='superiorsource',
            name='trouble',
            field=models.CharField(blank=True, default='', help_text='Why it did not; empty while it does', max_length=300),
        ),
        migrations.CreateModel(
            name='RefusedOrder',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(help_text="The superior's number; where it is of no use, a keyed digest of what was told", max_length=64)),
                ('number', models.CharField(blank=True, default='', help_text='As far as it was told', max_length=64)),
                ('adapter', models.CharField(choices=[('http_json', 'JSON over HTTP')], help_text='Which reads it again', max_length=16)),
                ('told', jiezhi.kit.vault.fields.SealedTextField(blank=True, default='', help_text='What is needed to take it; empty once it is here')),
                ('reason', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('waiting', 'To be decided'), ('taken', 'Taken after all'), ('set_aside', 'Set aside')], default='waiting', max_length=12)),
                ('refused_at', models.DateTimeField(help_text='Since when it waits for a decision')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.CharField(blank=True, default='', max_length=128)),
                ('note', models.TextField(blank=True, default='', help_text='Why it was set aside')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concerns.superiorsource')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('superior', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concerns.superiororder')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'state', 'refused_at'], name='refused_by_state')],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'source', 'key'), name='refused_order_once'), models.CheckConstraint(condition=models.Q(('state', 'waiting'), ('settled_at__isnull', False), _connector='OR'), name='refused_settled_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), ('superior__isnull', False), _connector='OR'), name='refused_taken_has_order')],
            },
        ),
    ]
