from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0018_tell_service_apart'),
    ]

    operations = [
        migrations.AddField(
            model_name='callback',
            name='medium',
            field=models.CharField(blank=True, choices=[('code', 'By query code'), ('telephone', 'By telephone'), ('in_person', 'At the door')], db_default='', default='', help_text='By what it was heard; empty: before this was noted', max_length=12),
        ),
        migrations.AddField(
            model_name='callback',
            name='tried',
            field=models.TextField(blank=True, db_default='', default='', help_text='When somebody was at the door in vain, a line each'),
        ),
    ]
