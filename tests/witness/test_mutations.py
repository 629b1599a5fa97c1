"""Ten thousand ways to change the audit afterwards, in every column of every kind of row: each one shows."""

import copy
import json
import os
import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from jiezhi.kit import audit
from jiezhi.kit.models import AuditEntry, Look
from jiezhi.kit.sealing import CHAINS, COLUMNS, START, chain_hash, find_chain_fault, seal_audit, sealed_rows
from jiezhi.witness import heads
from tests.architecture.access_rows import things_of
from tests.factories import make_office, settle

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
MUTATIONS = int(os.environ.get("JIEZHI_MUTATIONS", "10000"))
Rows = list[AuditEntry | Look]


@pytest.fixture(scope="module")
def chains(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, Rows]:
    """What a whole street leaves, and one row of every verb that it did not come to; sealed and read back."""
    from django.db import transaction
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("var")
    block = transaction.atomic()
    block._from_testcase = True  # deeds inside may be durable
    with (
        django_db_blocker.unblock(),
        override_settings(VAULT_KEY_FOLDER=folder / "keys", UPLOAD_ROOT=folder / "uploads"),
        block,
    ):
        office = make_office()
        things_of(office)
        settle()
        done = set(AuditEntry.objects.values_list("verb", flat=True))
        assert len(done) > 15
        for number, verb in enumerate(sorted(audit.known_verbs() - done)):
            leave(verb, number)
        for number in range(40):
            look(number)
        while seal_audit():
            continue
        found = {name: list(sealed_rows(name)) for name in CHAINS}
        transaction.set_rollback(True)
    return found


def leave(verb: str, number: int) -> None:
    AuditEntry.objects.create(
        at=NOW + timedelta(microseconds=number),
        sub_district_id=uuid4(),
        trace_id=uuid4(),
        actor_kind="staff",
        actor_id=str(uuid4()),
        verb=verb,
        subject_kind="tests.mark",
        subject_id=uuid4(),
        facts={"count": number, "is_known": True, "note": None, "kind": "一"},
    )


def look(number: int) -> None:
    Look.objects.create(
        at=NOW + timedelta(seconds=number),
        sub_district_id=uuid4(),
        actor_kind="staff",
        actor_id=str(uuid4()),
        subject_kind="concerns.concern",
        subject_id=uuid4(),
        columns=["phone", "name"],
        purpose="回访",
    )


def changed(value: object, chance: random.Random) -> object:
    """Another value of the same kind, often hardly different."""
    while (other := _other(value, chance)) == value:
        continue
    return other


def _other(value: object, chance: random.Random) -> object:
    if isinstance(value, datetime):
        return value + timedelta(microseconds=chance.choice([1, -1, 3_600_000_000]))
    if isinstance(value, dict):
        return chance.choice([value | {"added": 1}, dict(list(value.items())[1:]), {"": value}])
    if isinstance(value, list):
        return chance.choice([value[1:], [*value, "id_number"], [*value, value[0] if value else ""]])
    if isinstance(value, str):
        return chance.choice([value + " ", value[:-1] + "\u200b", value.swapcase() + "x", value[1:]])
    return chance.choice([uuid4(), None if value is not None else uuid4()])


def mutate(rows: Rows, place: int, chance: random.Random) -> tuple[str, int, Rows]:
    """One deed of somebody who may write to the database: what it was, where it begins, and the rows from there on."""
    kind = chance.choice(["change"] * 6 + ["hash", "number", "delete", "swap", "insert", "double", "redo"])
    row, rest = copy.copy(rows[place]), rows[place + 1 :]
    if kind in ("change", "redo"):
        column = chance.choice(COLUMNS[type(row)])
        setattr(row, column, changed(getattr(row, column), chance))
        if kind == "redo":  # and the hash is made anew, for this row alone
            row.chain_hash = chain_hash(row, rows[place - 1].chain_hash if place else START)
            rest = rest or [copy.copy(row)]
        return f"{kind} {column}", place, [row, *rest]
    if kind == "hash":
        row.chain_hash = f"{chance.getrandbits(256):064x}"
    elif kind == "number":
        row.chain_number += chance.choice([-1, 1, 1000])
    elif kind == "delete" and rest:
        return kind, place, rest
    elif kind == "swap" and rest:
        other = copy.copy(rest[0])
        row.chain_number, other.chain_number = other.chain_number, row.chain_number
        return kind, place, [other, row, *rest[1:]]
    elif kind == "insert":
        row.pk = (row.pk or 0) + 10**9
    else:
        return "double", place, [row, rows[place], *rest]
    return kind, place, [row, *rest]


def test_every_one_of_ten_thousand_mutations_is_found(chains: dict[str, Rows]):
    """Checked from the row before the mutation on: what stands before it is unchanged and was checked once."""
    seed = random.randrange(2**31)
    chance, missed, kinds = random.Random(seed), [], set()
    for rows in chains.values():
        assert find_chain_fault(rows) is None
    cells = [(name, place) for name, rows in chains.items() for place in range(len(rows))]
    for number in range(MUTATIONS):
        name, place = cells[number % len(cells)]
        kind, first, rest = mutate(chains[name], place, chance)
        kinds.add((name, kind))
        before = chains[name][first - 1] if first else None
        after = (before.chain_number or 0, before.chain_hash) if before else (0, START)
        if find_chain_fault(rest, after=after) is None:
            missed.append(f"{kind} of {name} at {place}")
        if number % 500 == 0:
            assert find_chain_fault(chains[name][:first] + rest) is not None
    assert missed == [], f"seed {seed}"
    wanted = {(name, f"change {column}") for name, model in CHAINS.items() for column in COLUMNS[model]}
    assert wanted <= kinds
    assert {kind for _, kind in kinds} >= {"delete", "swap", "insert", "double", "hash", "number"}


def test_every_column_of_both_tables_is_under_the_seal():
    for model, columns in COLUMNS.items():
        names = {field.attname for field in model._meta.concrete_fields}
        assert names - set(columns) == {"id", "chain_number", "chain_hash"}


@pytest.fixture
def noted(db) -> None:
    """Two chains with a head noted in the middle and one at the end."""
    for number in range(6):
        leave("workorders.order_opened", number)
        look(number)
    seal_audit()
    assert heads.note_heads(at=NOW)
    for number in range(6):
        leave("workorders.order_closed", number)
        look(number)
    seal_audit()
    assert heads.note_heads(at=NOW + timedelta(minutes=1))
    assert heads.find_faults() == []


def told() -> list[str]:
    return [str(fault) for fault in heads.find_faults()]


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("kept", [0, 1, 5, 6, 7, 11])
def test_a_cut_tail_shows(noted, chain: str, kept: int):
    CHAINS[chain].objects.filter(chain_number__gt=kept).delete()
    assert told() == [f"{chain}: rows {kept + 1} to 12 were noted outside the database and are gone"]
    with pytest.raises(CommandError, match="not what was written"):
        call_command("check_audit")


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("first", [1, 4, 7, 12])
def test_a_chain_that_was_made_anew_from_some_row_on_shows(noted, chain: str, first: int):
    """The hash has no key: whoever can write to the database can make a chain that is whole in itself."""
    rows = list(sealed_rows(chain))
    before = rows[first - 2].chain_hash if first > 1 else START
    rows[first - 1].actor_id = "somebody else"
    for row in rows[first - 1 :]:
        row.chain_hash = before = chain_hash(row, before)
        row.save()
    assert find_chain_fault(sealed_rows(chain)) is None
    (fault,) = told()
    assert fault.startswith(f"{chain}: row {6 if first <= 6 else 12} is another one than was noted")


@pytest.mark.parametrize("model", CHAINS.values())
def test_every_column_that_is_changed_in_the_table_itself_shows(noted, model):
    for column in COLUMNS[model]:
        field = model._meta.get_field(column)
        old = model.objects.get(chain_number=5)
        model.objects.filter(chain_number=5).update(
            **{column: changed(getattr(old, column), random.Random(column))}
        )
        assert len(heads.find_faults()) == 1, field
        old.save()
        assert heads.find_faults() == []
    model.objects.filter(chain_number=12).update(chain_hash="")
    assert len(heads.find_faults()) == 1


def test_a_cut_tail_is_not_covered_up_by_the_next_note(noted):
    AuditEntry.objects.filter(chain_number__gt=8).delete()
    assert not heads.note_heads(at=NOW + timedelta(minutes=2))
    assert heads.find_faults() != []


def test_a_tail_that_was_cut_and_grown_again_shows(noted):
    AuditEntry.objects.filter(chain_number__gt=8).delete()
    for number in range(9):
        leave("workorders.order_opened", number)
    seal_audit()
    heads.note_heads(at=NOW + timedelta(minutes=2))
    assert any("is another one than was noted" in fault for fault in told())


def test_a_database_that_was_put_back_from_a_backup_is_right_again_once_that_is_noted(noted, capsys):
    AuditEntry.objects.filter(chain_number__gt=8).delete()
    call_command("check_audit", "--restored")
    assert "deeds: 8 rows, all as they were sealed" in capsys.readouterr().out
    leave("workorders.order_opened", 99)
    seal_audit()
    assert heads.note_heads(at=NOW + timedelta(minutes=3))
    assert heads.find_faults() == []
    AuditEntry.objects.filter(chain_number__gt=8).delete()
    assert told() == ["deeds: rows 9 to 9 were noted outside the database and are gone"]


def test_a_restore_takes_the_heads_after_its_point_out_of_force():
    def at(number: int, *, is_restored: bool = False) -> heads.Line:
        return heads.Line("", {"deeds": (number, f"h{number}")}, is_restored, "", "")

    told = [at(5), at(9), at(7, is_restored=True), at(8)]
    assert heads.valid_heads(told, "deeds") == [(5, "h5"), (7, "h7"), (8, "h8")]


def lines() -> list[str]:
    return heads.heads_file().read_text().splitlines(keepends=True)


def forged(line: str) -> str:
    body, _, signature = line.partition("\t")
    told = json.loads(body)
    told["heads"]["deeds"][0] -= 1
    return f"{json.dumps(told, sort_keys=True)}\t{signature}"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda all_lines: [*all_lines[:-1], forged(all_lines[-1])], "was not written by this installation"),
        (lambda all_lines: all_lines[1:], "is missing"),
        (lambda all_lines: all_lines[::-1], "is missing"),
        (lambda all_lines: [all_lines[0], all_lines[0], all_lines[1]], "is missing"),
        (lambda all_lines: [all_lines[0].replace("\t", "\t00"), all_lines[1]], "was not written"),
    ],
)
def test_a_changed_file_of_heads_shows(noted, change, sentence: str):
    heads.heads_file().write_text("".join(change(lines())))
    (fault,) = told()
    assert sentence in fault


def test_a_line_torn_by_a_power_cut_is_passed_over(noted):
    with heads.heads_file().open("a") as file:
        file.write('{"at": "2026-')
    leave("workorders.order_opened", 99)
    seal_audit()
    assert heads.note_heads(at=NOW + timedelta(minutes=3))
    assert heads.find_faults() == []
    assert len(list(heads.read_lines())) == 3


def test_nothing_is_noted_while_nothing_grows(noted):
    assert not heads.note_heads(at=NOW + timedelta(hours=1))
    assert len(lines()) == 2
    assert heads.heads_file().stat().st_mode & 0o077 == 0


def test_the_worker_notes_the_heads(noted):
    from jiezhi.kit.worker import run_due_timers

    leave("workorders.order_opened", 7)
    run_due_timers(at=NOW)
    run_due_timers(at=NOW + timedelta(minutes=1))
    assert len(lines()) >= 3  # timers of other rooms leave rows of their own
    assert heads.find_faults() == []
