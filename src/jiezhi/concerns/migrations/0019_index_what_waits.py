from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0018_tell_service_apart'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(condition=models.Q(('state', 'submitted'), models.Q(('channel', 'file'), _negated=True)), fields=['sub_district', 'state', '-danger', 'submitted_at', 'id'], name='concern_live_waiting'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(condition=models.Q(('channel', 'file'), ('state', 'submitted')), fields=['sub_district', '-submitted_at', '-id', 'community'], name='concern_file_waiting'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(condition=models.Q(('channel', 'file'), ('state', 'submitted')), fields=['sub_district', 'community', '-submitted_at', '-id'], name='concern_file_by_place'),
        ),
    ]
