from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_keep_looked_with'),
    ]

    operations = [
        migrations.AddField(
            model_name='intakerun',
            name='completed',
            field=models.PositiveIntegerField(default=0, help_text='How many brought what something here was lacking'),
        ),
    ]
