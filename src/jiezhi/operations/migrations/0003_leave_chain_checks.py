from django.db import migrations


class Migration(migrations.Migration):
    """The table itself goes a release later: the release before this one still writes to it while both run."""

    dependencies = [
        ('operations', '0002_copy_chain_checks'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name='ChainCheck')]),
    ]
