from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0017_keep_changed_matters'),
    ]

    operations = [
        migrations.AddField(
            model_name='workorder',
            name='failed_check_count',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text='How often it was found not done on site'),
        ),
    ]
