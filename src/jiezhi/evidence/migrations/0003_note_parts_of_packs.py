"""A document tells of property, mediation, chains and marks only where whoever asked for it may see them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_let_roles_keep_evidence")]

    operations = [
        migrations.AddField(
            model_name="evidencepack",
            name="parts",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What else whoever asked may see of the order: keys of parts, with commas",
                max_length=64,
            ),
        ),
    ]
