from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0005_say_why_called_off'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='emergencyresponse',
            name='response_own_once_an_order',
        ),
        migrations.AddConstraint(
            model_name='emergencyresponse',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('called_off_at', None), ('origin_id', None)), fields=('sub_district', 'order'), name='response_own_once_an_order'),
        ),
    ]
