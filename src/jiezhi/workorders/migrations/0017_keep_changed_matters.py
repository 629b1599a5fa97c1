import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A deed that changes an order's matter keeps both; until now nothing could change it."""

    dependencies = [
        ("organisation", "0001_create_tables"),
        ("workorders", "0016_keep_step_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="orderentry",
            name="new_matter",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The matter that this deed gave the order instead",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.matter",
            ),
        ),
        migrations.AddField(
            model_name="orderentry",
            name="old_matter",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The matter that this deed took off the order, if it changed it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.matter",
            ),
        ),
    ]
