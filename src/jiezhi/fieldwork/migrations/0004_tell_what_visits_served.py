import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batches", "0001_create_batches"),
        ("fieldwork", "0003_forget_words_of_visits"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                help_text="The joint visit that it was part of, with what else was done on the same way",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="batches.batch",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="was_met",
            field=models.BooleanField(
                blank=True, help_text="Whether anybody was met; not known where nobody was asked", null=True
            ),
        ),
    ]
