import time
from threading import Thread

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from jiezhi.kit.vault import (
    BlindIndexField,
    SealedTextField,
    TamperedError,
    blind_index,
    key_provider,
    unseal,
)
from jiezhi.kit.vault.rotation import reseal_column, sealed_fields

with isolate_apps("jiezhi.kit"):

    class Neighbour(models.Model):
        phone = SealedTextField(null=True)
        phone_index = BlindIndexField(blank=True)
        note = SealedTextField(blank=True, default="")

        class Meta:
            app_label = "kit"

        def __str__(self):
            return f"Neighbour {self.pk}"


PHONE = "kit.Neighbour.phone"


@pytest.fixture(scope="module", autouse=True)
def neighbours_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Neighbour)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Neighbour)


pytestmark = pytest.mark.django_db


def stored(column="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM kit_neighbour ORDER BY id")  # noqa: S608
        return [value for (value,) in cursor.fetchall()]


def test_a_sealed_column_is_plain_in_python_and_sealed_in_the_database():
    Neighbour.objects.create(phone="13812345678")
    (sealed,) = stored()
    assert "12345678" not in sealed
    assert unseal(sealed, column=PHONE) == "13812345678"
    assert Neighbour.objects.get().phone == "13812345678"
    assert list(Neighbour.objects.values_list("phone", flat=True)) == ["13812345678"]


def test_nothing_stays_nothing_and_can_be_asked_for():
    Neighbour.objects.create(phone=None)
    Neighbour.objects.create(phone="")
    assert stored()[0] is None
    assert stored()[1]
    assert Neighbour.objects.get(phone__isnull=True).phone is None
    assert Neighbour.objects.get(phone__isnull=False).phone == ""


def test_bulk_writes_and_updates_seal_too():
    one, two = Neighbour.objects.bulk_create([Neighbour(phone="1"), Neighbour(phone="2")])
    one.phone, two.phone = "13800000001", None
    Neighbour.objects.bulk_update([one, two], ["phone"])
    assert unseal(stored()[0], column=PHONE) == "13800000001"
    assert stored()[1] is None
    Neighbour.objects.filter(pk=two.pk).update(phone="13800000002")
    assert unseal(stored()[1], column=PHONE) == "13800000002"


@pytest.mark.parametrize(
    "lookup", ["phone", "phone__exact", "phone__icontains", "phone__in", "phone__startswith"]
)
def test_filtering_by_a_sealed_column_says_what_to_do_instead(lookup):
    with pytest.raises(FieldError, match="blind_index"):
        Neighbour.objects.filter(**{lookup: "138"}).exists()


def test_a_neighbour_is_found_by_the_blind_index_beside_the_phone():
    found = blind_index("13812345678", column=PHONE)
    Neighbour.objects.create(phone="13812345678", phone_index=found)
    Neighbour.objects.create(phone="13900000000", phone_index=blind_index("13900000000", column=PHONE))
    assert Neighbour.objects.get(phone_index=found).phone == "13812345678"


def test_a_value_copied_to_another_column_does_not_open():
    Neighbour.objects.create(phone="13812345678")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_neighbour SET note = phone")
    with pytest.raises(TamperedError):
        Neighbour.objects.get()


def test_a_sealed_column_is_not_set_from_an_expression():
    Neighbour.objects.create(phone="13812345678")
    with pytest.raises(FieldError, match="not from an expression"), transaction.atomic():
        Neighbour.objects.create(phone=models.functions.Lower(models.Value("A")))
    for expression in (models.Value("plain"), models.F("phone_index"), models.F("note")):
        with pytest.raises(FieldError, match="not from an expression"), transaction.atomic():
            Neighbour.objects.update(phone=expression)
    assert Neighbour.objects.get().phone == "13812345678"


def test_a_sealed_column_is_not_written_to_fixtures():
    Neighbour.objects.create(phone="13812345678")
    with pytest.raises(FieldError, match="fixtures"):
        serializers.serialize("json", Neighbour.objects.all())


def test_migrations_can_rebuild_the_field():
    field = SealedTextField(column="old.Name.phone", null=True)
    _name, path, args, kwargs = field.deconstruct()
    assert path == "jiezhi.kit.vault.fields.SealedTextField"
    assert SealedTextField(*args, **kwargs).sealed_for == "old.Name.phone"
    assert kwargs == {"column": "old.Name.phone", "null": True}
    assert "column" not in Neighbour._meta.get_field("phone").deconstruct()[3]
    assert Neighbour._meta.get_field("phone").sealed_for == PHONE


@isolate_apps("jiezhi.kit")
def test_a_unique_sealed_column_is_reported_by_the_system_checks():
    class Wrong(models.Model):
        phone = SealedTextField(unique=True)

        class Meta:
            app_label = "kit"

        def __str__(self):
            return ""

    assert [fault.id for fault in Wrong._meta.get_field("phone").check()] == ["vault.E001"]
    assert [fault.id for fault in Neighbour._meta.get_field("phone").check()] == []


def test_rotation_reseals_what_an_older_key_sealed_and_nothing_else():
    Neighbour.objects.bulk_create(
        [Neighbour(phone=str(number)) for number in range(7)] + [Neighbour(phone=None)]
    )
    key_provider().add_key()
    Neighbour.objects.create(phone="new")
    before = stored()
    phone, note = sealed_fields(Neighbour)
    assert (phone.name, note.name) == ("phone", "note")
    assert reseal_column(Neighbour, phone, chunk=3) == 7
    after = stored()
    assert all(was != now for was, now in zip(before[:7], after[:7], strict=True))
    assert after[7:] == before[7:]
    assert [row.phone for row in Neighbour.objects.order_by("pk")] == [*"0123456", None, "new"]
    assert reseal_column(Neighbour, phone) == 0
    assert stored() == after


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="set DATABASE_URL to a PostgreSQL server")
@pytest.mark.django_db(transaction=True)
def test_rotation_leaves_a_value_that_somebody_changes_meanwhile():
    row = Neighbour.objects.create(phone="old")
    key_provider().add_key()
    done = []

    def rotate():
        done.append(reseal_column(Neighbour, Neighbour._meta.get_field("phone")))
        connection.close()

    with transaction.atomic():
        Neighbour.objects.filter(pk=row.pk).update(phone="changed")
        rotation = Thread(target=rotate)
        rotation.start()
        time.sleep(0.5)
        assert done == []
    rotation.join(10)
    assert done == [0]
    assert Neighbour.objects.get().phone == "changed"
    Neighbour.objects.all().delete()
