import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChainCheck',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('number', models.BigIntegerField(help_text='Last sealed row of the deeds; 0 for an empty chain')),
                ('head', models.CharField(blank=True, default='', help_text='Hash of that row', max_length=64)),
                ('finding', models.CharField(choices=[('whole', 'Whole'), ('broken', 'a row was changed or taken out'), ('remade', 'a row is another one than was noted outside the database'), ('cut', 'the newest rows, which were noted before, are gone'), ('heads', 'the file of heads outside the database was changed')], default='whole', max_length=8)),
                ('chain', models.CharField(blank=True, default='', help_text='In which chain the fault is', max_length=8)),
                ('fault_number', models.BigIntegerField(blank=True, help_text='First row that is not as it was sealed', null=True)),
                ('put_back_at', models.DateTimeField(blank=True, help_text='When a backup that ends before rows that were noted was put back last', null=True)),
                ('put_back_by', models.CharField(blank=True, default='', help_text='Who confirmed it', max_length=64)),
                ('given_up_from', models.BigIntegerField(blank=True, help_text='First deed that gave way to it', null=True)),
                ('given_up_until', models.BigIntegerField(blank=True, help_text='Last deed that gave way to it', null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='witness_newest_check')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('fault_number', None), ('finding__in', ('whole', 'heads'))), models.Q(('fault_number__isnull', False), ('finding__in', ('broken', 'remade', 'cut'))), _connector='OR'), name='chain_check_names_fault')],
            },
        ),
    ]
