from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("kit", "0003_chain_looks"),
    ]

    operations = [
        migrations.AddField(
            model_name="sealedsession",
            name="owner_digest",
            field=models.CharField(db_index=True, default="", help_text="Of the user; or empty", max_length=32),
        ),
    ]
