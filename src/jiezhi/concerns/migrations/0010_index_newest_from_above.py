from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0009_keep_refused_orders'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='superiororder',
            index=models.Index(fields=['sub_district', '-issued_at', '-id'], name='superior_newest'),
        ),
    ]
