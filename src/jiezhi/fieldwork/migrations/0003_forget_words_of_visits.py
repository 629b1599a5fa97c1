from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0002_let_roles_work_outside")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="words_forgotten_at",
            field=models.DateTimeField(
                blank=True, help_text="When door and words were deleted, since their time was over", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["sub_district", "-noted_at"], name="visit_by_street"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("words_forgotten_at__isnull", True)),
                fields=["noted_at"],
                name="visit_words_old",
            ),
        ),
    ]
