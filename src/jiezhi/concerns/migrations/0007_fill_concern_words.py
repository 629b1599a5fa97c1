from django.db import migrations

from jiezhi.core.masking import without_numbers
from jiezhi.kit.search import fill_missing, terms_text


def fill(apps, _editor):
    """Write the entry of every request that has none; what was broken off goes on where it was."""

    def terms(concern):
        return terms_text(concern['sub_district_id'], concern['number'], without_numbers(concern['words']))

    rows = apps.get_model('concerns', 'Concern').objects.values('id', 'sub_district_id', 'submitted_at', 'number', 'words')
    fill_missing(apps.get_model('concerns', 'ConcernWords'), rows, at='submitted_at', terms=terms)


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('concerns', '0006_add_concern_words'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
