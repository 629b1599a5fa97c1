import django.db.models.deletion
import jiezhi.kit.search
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0004_mark_cross_department'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sub_district_id', models.UUIDField()),
                ('at', models.DateTimeField(help_text='By which the newest is found first')),
                ('terms', jiezhi.kit.search.TermsField()),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder')),
            ],
            options={
                'verbose_name_plural': 'order words',
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='orderwords',
            index=models.Index(fields=['sub_district_id', '-at', '-id'], name='orderwords_newest'),
        ),
        *jiezhi.kit.search.search_index('workorders_orderwords'),
    ]
