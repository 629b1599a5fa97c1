import django.db.models.deletion
import jiezhi.kit.ids
import jiezhi.kit.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('residency', '0001_create_tries'), ('residency', '0002_create_phone_codes')]

    initial = True

    dependencies = [
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='WrongTry',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('aim', models.CharField(help_text='Keyed digest of a code, or of a network address', max_length=64)),
                ('at', models.DateTimeField()),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'wrong tries',
                'indexes': [models.Index(fields=['sub_district', 'aim', 'at'], name='wrong_try_by_aim')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='PhoneCode',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('phone', jiezhi.kit.vault.fields.SealedTextField()),
                ('phone_index', models.CharField(max_length=64)),
                ('browser', models.CharField(help_text='Keyed digest of what the browser holds', max_length=64)),
                ('address', models.CharField(help_text='Keyed digest of the network address', max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('is_to_send', models.BooleanField(help_text='Not over the limits of number and address')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [models.Index(fields=['sub_district', 'phone_index', 'asked_at'], name='phone_code_by_phone'), models.Index(fields=['sub_district', 'address', 'asked_at'], name='phone_code_by_address')],
                'constraints': [],
            },
        ),
    ]
