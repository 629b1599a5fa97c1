"""An approved version stays approved when the next one follows; each line that a version ended names it."""

from django.db import migrations


def fill(apps, schema_editor):
    versions = apps.get_model("organisation", "ListVersion").objects
    entries = apps.get_model("organisation", "ResponsibilityEntry").objects
    versions.filter(state="superseded").update(state="in_force")
    for version in versions.filter(state="in_force").order_by("-number"):
        ended = entries.filter(sub_district_id=version.sub_district_id, in_force_until=version.effective_on)
        ended.exclude(version__number__gte=version.number).update(ended_by=version)


def empty(apps, schema_editor):
    versions = apps.get_model("organisation", "ListVersion").objects
    newest = {}
    for version in versions.filter(state="in_force").order_by("number"):
        newest[version.sub_district_id] = version.pk
    versions.filter(state="in_force").exclude(pk__in=newest.values()).update(state="superseded")


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_know_who_ended_entries")]

    operations = [migrations.RunPython(fill, empty)]
