"""District > sub-district > community > grid cell; estates, buildings, facilities.

Borders are GeoJSON in CGCS2000 (lon, lat).
"""

from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.places.choices import CommunityKind, FacilityKind


class District(models.Model):
    """The district that deploys the platform; one deployment may hold several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.name


class SubDistrict(models.Model):
    """A street office: the tenant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="sub_districts")
    name = models.CharField(max_length=64)
    slug = models.SlugField(max_length=32, unique=True, help_text="Names the street in addresses")
    area_km2 = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    residents = models.PositiveIntegerField(null=True, blank=True)
    phone = models.CharField(max_length=32, help_text="The number on every page for residents")
    service_point = models.CharField(max_length=128, help_text="Where residents are helped in person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="sub_district_name_once")]

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A community of the sub-district, with its residents' committee."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="communities")
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=24, choices=CommunityKind.choices)
    residents = models.PositiveIntegerField(null=True, blank=True)
    border = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon")

    class Meta:
        verbose_name_plural = "communities"
        constraints = [models.UniqueConstraint(fields=["sub_district", "name"], name="community_name_once")]

    def __str__(self) -> str:
        return self.name


class GridCell(models.Model):
    """The ground one grid worker looks after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="grid_cells")
    code = models.CharField(max_length=32)
    border = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "code"], name="grid_cell_code_once")]

    def __str__(self) -> str:
        return self.code


class Estate(models.Model):
    """A housing estate that residents know by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="estates")
    grid_cell = models.ForeignKey(
        GridCell, on_delete=models.PROTECT, related_name="estates", null=True, blank=True
    )
    name = models.CharField(max_length=64)
    is_old = models.BooleanField(default=False)
    property_company = models.CharField(
        max_length=64, blank=True, default="", help_text="Who runs it; empty where nobody does"
    )
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "name"], name="estate_name_once")]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building of an estate, with how many live in it: numbers for planning, nobody's name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="buildings")
    number = models.CharField(max_length=16, help_text="As painted on the wall")
    floors = models.PositiveSmallIntegerField()
    entrances = models.PositiveSmallIntegerField()
    households = models.PositiveSmallIntegerField()
    residents = models.PositiveIntegerField()
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "estate", "number"], name="building_number_once"),
            models.CheckConstraint(
                condition=models.Q(floors__gt=0, entrances__gt=0), name="building_has_floor_and_entrance"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Facility(models.Model):
    """A place where residents are served."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="facilities")
    kind = models.CharField(max_length=16, choices=FacilityKind.choices)
    name = models.CharField(max_length=64)
    area_m2 = models.PositiveIntegerField(help_text="Floor area that serves residents")
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        verbose_name_plural = "facilities"
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "name"], name="facility_name_once"),
            models.CheckConstraint(condition=models.Q(area_m2__gt=0), name="facility_area_positive"),
        ]

    def __str__(self) -> str:
        return self.name
