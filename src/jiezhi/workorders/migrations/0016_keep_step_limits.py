import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A deed keeps the limit of the step that it ended, a part who did it. Orders that are there already do not count."""

    dependencies = [
        ("organisation", "0001_create_tables"),
        ("workorders", "0015_index_what_waits"),
    ]

    operations = [
        migrations.AddField(
            model_name="workorder",
            name="keeps_steps",
            field=models.BooleanField(
                db_default=False,
                default=True,
                help_text="Whether its deeds keep the limits of the steps that they ended",
            ),
        ),
        migrations.AddField(
            model_name="support",
            name="taker_id",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Which person of the department took it on",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="support",
            name="doer_id",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Which one reported it done", max_length=64
            ),
        ),
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
