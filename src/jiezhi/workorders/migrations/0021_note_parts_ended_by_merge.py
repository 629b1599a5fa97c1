from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0020_keep_fixed_limits'),
    ]

    operations = [
        migrations.AddField(
            model_name='support',
            name='ended_by_merge',
            field=models.BooleanField(db_default=False, default=False, help_text='Called off by a merge that stands; undone, it is asked anew'),
        ),
    ]
