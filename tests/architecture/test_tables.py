"""Every table belongs to a street, and its history of migrations is one line."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import SRC

TENANTLESS = {
    "safekeeping.BackupRun": "a backup is of the whole installation",
    "safekeeping.Restoration": "the same",
    "places.District": "above the streets",
    "places.SubDistrict": "the street itself",
    "accounts.User": "a person may work in several streets; posts say where",
    "operations.Fault": "a fault is of the program, which serves every street",
    "operations.TileChange": "about the machine",
    "operations.DiskDay": "about the machine",
    "witness.ChainCheck": "the audit chain is one for all streets",
    "accounts.SecondFactor": "belongs to a user",
    "accounts.RecoveryCode": "belongs to a user",
    "accounts.EntryCode": "belongs to a user",
    "accounts.OutsideIdentity": "belongs to a user",
    "accounts.SignInTries": "counts tries before anybody is known",
}
"""Tables of the business that belong to no street, and why."""


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("jiezhi.")]


def business_models() -> list[type[models.Model]]:
    return [m for m in our_models() if m._meta.app_label != "kit" and m._meta.label not in TENANTLESS]


def is_street(name: str) -> bool:
    return name.lstrip("-") in {"sub_district", "sub_district_id"}


def test_every_business_table_names_its_street():
    wrong = []
    for model in business_models():
        columns = {field.name: field for field in model._meta.fields}
        column = columns.get("sub_district") or columns.get("sub_district_id")
        if column is None or column.null:
            wrong.append(model._meta.label)
    assert wrong == []


def test_the_list_of_tables_without_a_street_is_true():
    labels = {model._meta.label for model in our_models()}
    assert set(TENANTLESS) <= labels


CHILDREN = {"order_entry_in_order", "exchange_in_concern", "topic_in_agenda"}
"""Indexes that serve the rows of one parent: the parent's id is unique over all streets."""


def test_the_street_comes_first_in_every_index_of_several_columns():
    wrong = []
    for model in business_models():
        for index in model._meta.indexes:
            if len(index.fields) > 1 and not is_street(index.fields[0]) and index.name not in CHILDREN:
                wrong.append(f"{model._meta.label} {index.name}")
        for rule in model._meta.constraints:
            if isinstance(rule, models.UniqueConstraint) and rule.fields and not is_street(rule.fields[0]):
                wrong.append(f"{model._meta.label} {rule.name}")
    assert wrong == []


def test_no_history_is_cut_by_deleting_what_it_hangs_on():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in business_models()
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and model._meta.app_label
        in {
            "workorders",
            "batches",
            "answers",
            "concerns",
            "notices",
            "meetings",
            "chains",
            "supervision",
            "merging",
            "property",
            "mediation",
            "fieldwork",
        }
    ]
    assert wrong == []


def test_migrations_are_named_for_what_they_do():
    names = [path.stem for path in SRC.rglob("migrations/*.py") if path.stem != "__init__"]
    assert len(names) > 6
    assert [
        name for name in names if not re.fullmatch(r"\d{4}_[a-z]+(_[a-z0-9]+)+", name) or "_auto_" in name
    ] == []


def test_migrations_of_an_app_are_one_line():
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("jiezhi.")}
    for label in ours & loader.migrated_apps:
        assert len(loader.graph.leaf_nodes(label)) == 1, label
        # What stands for others in a fresh installation has the number of the first of them.
        own = [(app, name) for (app, name), step in loader.disk_migrations.items() if not step.replaces]
        numbers = sorted(name[:4] for app, name in own if app == label)
        assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)], label


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
