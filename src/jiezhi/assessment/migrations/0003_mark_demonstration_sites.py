import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0002_let_roles_see_scorecards'),
        ('places', '0002_keep_buildings_and_facilities'),
    ]

    operations = [
        migrations.CreateModel(
            name='DemonstrationSite',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('marked_at', models.DateTimeField()),
                ('marked_by', models.CharField(help_text='Department and post', max_length=128)),
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
        ),
    ]
