import django.db.models.deletion
import jiezhi.kit.search
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0005_cite_duty_entry'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConcernWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sub_district_id', models.UUIDField()),
                ('at', models.DateTimeField(help_text='By which the newest is found first')),
                ('terms', jiezhi.kit.search.TermsField()),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concerns.concern')),
            ],
            options={
                'verbose_name_plural': 'concern words',
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='concernwords',
            index=models.Index(fields=['sub_district_id', '-at', '-id'], name='concernwords_newest'),
        ),
        *jiezhi.kit.search.search_index('concerns_concernwords'),
    ]
