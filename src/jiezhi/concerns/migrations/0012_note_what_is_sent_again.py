from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0011_fill_numbers_from_above'),
    ]

    operations = [
        migrations.AlterField(
            model_name='exchange',
            name='kind',
            field=models.CharField(choices=[('question', 'Question of the office'), ('addition', 'Addition of the reporter'), ('superior', 'Sent again from above')], max_length=12),
        ),
    ]
