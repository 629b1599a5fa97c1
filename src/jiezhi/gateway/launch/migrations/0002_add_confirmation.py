from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("launch", "0001_create_tables")]

    operations = [
        migrations.AddField(
            model_name="launchlink",
            name="confirmed_at",
            field=models.DateTimeField(
                blank=True, help_text="When the user agreed; until then it opens nothing", null=True
            ),
        ),
    ]
