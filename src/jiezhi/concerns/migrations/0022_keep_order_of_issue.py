import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0021_index_what_waits'),
        ('workorders', '0021_note_parts_ended_by_merge'),
    ]

    operations = [
        migrations.AddField(
            model_name='hotissue',
            name='order',
            field=models.ForeignKey(blank=True, help_text='The one order that was opened for it; goes with most of its requests into the next night', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workorders.workorder'),
        ),
    ]
