from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_create_runs'),
    ]

    operations = [
        migrations.AddField(
            model_name='intakerun',
            name='looked_with',
            field=models.JSONField(help_text='The choice it was looked at with, and is brought in with; null in older runs', null=True),
        ),
    ]
