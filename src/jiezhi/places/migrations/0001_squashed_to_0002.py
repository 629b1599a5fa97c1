import django.db.models.deletion
import jiezhi.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('places', '0001_create_tables'), ('places', '0002_keep_buildings_and_facilities')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='SubDistrict',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('slug', models.SlugField(help_text='Names the street in addresses', max_length=32, unique=True)),
                ('area_km2', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('residents', models.PositiveIntegerField(blank=True, null=True)),
                ('phone', models.CharField(help_text='The number on every page for residents', max_length=32)),
                ('service_point', models.CharField(help_text='Where residents are helped in person', max_length=128)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sub_districts', to='places.district')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('district', 'name'), name='sub_district_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('mixed', 'Mixed'), ('old', 'Old estates'), ('new', 'New estates'), ('converted_village', 'Converted village')], max_length=24)),
                ('residents', models.PositiveIntegerField(blank=True, null=True)),
                ('border', models.JSONField(help_text='GeoJSON Polygon or MultiPolygon')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communities', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'communities',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'name'), name='community_name_once')],
            },
        ),
        migrations.CreateModel(
            name='GridCell',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=32)),
                ('border', models.JSONField(help_text='GeoJSON Polygon or MultiPolygon')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grid_cells', to='places.community')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'code'), name='grid_cell_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Facility',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('service_centre', 'Service centre'), ('elder_station', 'Elder station'), ('community_room', 'Community rooms')], max_length=16)),
                ('name', models.CharField(max_length=64)),
                ('area_m2', models.PositiveIntegerField(help_text='Floor area that serves residents')),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='places.community')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'verbose_name_plural': 'facilities',
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'name'), name='facility_name_once'), models.CheckConstraint(condition=models.Q(('area_m2__gt', 0)), name='facility_area_positive')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Estate',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('is_old', models.BooleanField(default=False)),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='estates', to='places.community')),
                ('grid_cell', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='estates', to='places.gridcell')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
                ('property_company', models.CharField(blank=True, default='', help_text='Who runs it; empty where nobody does', max_length=64)),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'name'), name='estate_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.UUIDField(default=jiezhi.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(help_text='As painted on the wall', max_length=16)),
                ('floors', models.PositiveSmallIntegerField()),
                ('entrances', models.PositiveSmallIntegerField()),
                ('households', models.PositiveSmallIntegerField()),
                ('residents', models.PositiveIntegerField()),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='buildings', to='places.estate')),
                ('sub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.subdistrict')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sub_district', 'estate', 'number'), name='building_number_once'), models.CheckConstraint(condition=models.Q(('entrances__gt', 0), ('floors__gt', 0)), name='building_has_floor_and_entrance')],
                'indexes': [],
            },
        ),
    ]
