from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0020_let_roles_hear_callbacks'),
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
