from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0004_call_anew'),
    ]

    operations = [
        migrations.AddField(
            model_name='emergencyresponse',
            name='called_off_reason',
            field=models.CharField(blank=True, choices=[('false_alarm', 'False alarm: there is no danger'), ('over', 'The danger is over already'), ('elsewhere', 'Police, fire brigade or another service sees to it'), ('other', 'Another reason')], db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='emergencyresponse',
            name='called_off_words',
            field=models.CharField(blank=True, db_default='', default='', help_text='Why else; without personal data', max_length=200),
        ),
        migrations.AddConstraint(
            model_name='emergencyresponse',
            constraint=models.CheckConstraint(condition=models.Q(('called_off_reason', ''), ('called_off_at__isnull', False), _connector='OR'), name='response_reason_of_calling_off'),
        ),
    ]
