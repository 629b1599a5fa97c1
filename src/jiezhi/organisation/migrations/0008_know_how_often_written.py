from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0007_fill_who_ended_entries'),
    ]

    operations = [
        migrations.AddField(
            model_name='dutyentry',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='How often it was written'),
        ),
        migrations.AddField(
            model_name='matter',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='How often it was written'),
        ),
    ]
