"""A table or column goes one release after the code that used it: while both run, the old one must still work.

A release that stops using a column takes it out of the model with `SeparateDatabaseAndState(state_operations=...)`; the
next one drops it with `database_operations`. What earlier releases used stands in `tests/releases/VERSION/tables.json`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

import jiezhi
from tests.releases.make import HERE
from tests.releases.test_upgrades import VERSIONS

Tables = dict[str, list[str]]


def last_release() -> Tables:
    return json.loads((HERE / VERSIONS[-1] / "tables.json").read_text())


def hurts(app: str, operations: list[Operation], used: Tables) -> Iterator[str]:
    """What these operations take from the code of the last release."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from hurts(app, operation.database_operations, used)
        elif (named := taken(app, operation, used)) is not None:
            yield f"{named}: {type(operation).__name__}"


def taken(app: str, operation: Operation, used: Tables) -> str | None:
    """The table or column that the last release uses and that goes, or is demanded of it."""
    if isinstance(operation, migrations.RenameModel | migrations.DeleteModel | migrations.AlterModelTable):
        name = operation.old_name if isinstance(operation, migrations.RenameModel) else operation.name
        return name if f"{app}.{name.lower()}" in used else None
    if isinstance(operation, migrations.RemoveField | migrations.RenameField):
        name = operation.old_name if isinstance(operation, migrations.RenameField) else operation.name
        return name if name in used.get(f"{app}.{operation.model_name.lower()}", []) else None
    if isinstance(operation, migrations.AddField) and f"{app}.{operation.model_name.lower()}" in used:
        return operation.name if is_demanding(operation.field) else None
    return None


def is_demanding(field: models.Field) -> bool:
    """Whether the last release cannot write a row without this column."""
    has_default = field.db_default is not models.NOT_PROVIDED
    return not (field.null or has_default or field.many_to_many)


def test_nothing_that_the_last_release_uses_is_taken_from_it() -> None:
    used, loader = last_release(), MigrationLoader(None)
    wrong = [
        f"{app}.{name}: {hurt}"
        for (app, name), migration in loader.disk_migrations.items()
        if f"{app}.{name}" not in used["migrations"] and f"{app}.0001_create_tables" in used["migrations"]
        for hurt in hurts(app, migration.operations, used)
    ]
    assert wrong == []


def test_no_migration_of_a_release_has_been_changed_away() -> None:
    disk = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    for version in VERSIONS:
        released = json.loads((HERE / version / "tables.json").read_text())["migrations"]
        assert set(released) <= disk, version


USED = {"workorders.workorder": ["brief", "number"], "migrations": []}
TAKING = [
    migrations.RemoveField("WorkOrder", "brief"),
    migrations.RenameField("WorkOrder", "brief", "words"),
    migrations.RenameModel("WorkOrder", "Job"),
    migrations.DeleteModel("WorkOrder"),
    migrations.AlterModelTable("WorkOrder", "jobs"),
    migrations.AddField("WorkOrder", "colour", models.CharField(max_length=9)),
    migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("WorkOrder", "brief")]),
]
LEAVING = [
    migrations.AddField("WorkOrder", "colour", models.CharField(max_length=9, null=True)),
    migrations.AddField("WorkOrder", "colour", models.CharField(max_length=9, db_default="")),
    migrations.RemoveField("WorkOrder", "gone_before"),
    migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("WorkOrder", "brief")]),
    migrations.DeleteModel("New"),
]


@pytest.mark.parametrize("operation", TAKING, ids=lambda operation: type(operation).__name__)
def test_what_takes_is_found(operation: Operation) -> None:
    assert list(hurts("workorders", [operation], USED))


@pytest.mark.parametrize("operation", LEAVING, ids=lambda operation: type(operation).__name__)
def test_what_leaves_everything_in_place_passes(operation: Operation) -> None:
    assert list(hurts("workorders", [operation], USED)) == []


RELEASED = {"notices/migrations/0002_add_sendings.py", "notices/migrations/0001_squashed_to_0004.py"}
"""Written before the rule, and what stands for it in a fresh installation; their import only names a default."""


def test_a_migration_uses_no_code_of_its_app_which_changes_under_it() -> None:
    root = Path(jiezhi.__file__).parent
    imports = re.compile(r"^\s*(?:from|import) jiezhi\.(?!core\b|kit\b)", re.MULTILINE)
    found = {
        str(path.relative_to(root))
        for path in root.rglob("migrations/*.py")
        if imports.search(path.read_text())
    }
    assert found == RELEASED
