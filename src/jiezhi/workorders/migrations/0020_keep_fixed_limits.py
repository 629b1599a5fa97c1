from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0019_fill_failed_checks'),
    ]

    operations = [
        migrations.AddField(
            model_name='support',
            name='is_limit_fixed',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether a person set the limit, which urgency then does not shorten'),
        ),
    ]
