from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0013_let_roles_govern_property'),
    ]

    operations = [
        migrations.AddField(
            model_name='draftsupport',
            name='task',
            field=models.CharField(blank=True, db_default='', default='', help_text='What it does, in words', max_length=200),
        ),
        migrations.AddField(
            model_name='responsibilitysupport',
            name='task',
            field=models.CharField(blank=True, db_default='', default='', help_text='What it does, in words', max_length=200),
        ),
    ]
