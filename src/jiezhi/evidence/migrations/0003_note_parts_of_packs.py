"""A document tells of property, mediation, chains and marks only where whoever asked for it may see them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_let_roles_keep_evidence")]

    operations = [
        migrations.AddField(
            model_name="evidencepack",
            name="parts",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text="What else whoever asked could see of the order: ids of rows by the key of their part",
            ),
        ),
    ]
