import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A deed keeps the limit of the step that it ended. Steps that ended before have none: it was not kept."""

    dependencies = [
        ("organisation", "0001_create_tables"),
        ("workorders", "0015_index_what_waits"),
    ]

    operations = [
        migrations.AddField(
            model_name="orderentry",
            name="step_due_at",
            field=models.DateTimeField(
                blank=True, help_text="The limit of the step that this deed ended, if it had one", null=True
            ),
        ),
        migrations.AddField(
            model_name="orderentry",
            name="step_lead",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The department that had the order in that step, if one had it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.department",
            ),
        ),
    ]
