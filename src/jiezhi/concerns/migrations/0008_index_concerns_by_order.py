from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0007_fill_concern_words'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['sub_district', 'order', 'submitted_at'], name='concern_by_order'),
        ),
    ]
