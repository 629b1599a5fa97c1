"""The way back leaves the old or the new, refuses whatever does not fit, and keeps everybody's letters in the house."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.conftest import ON_POSTGRESQL
from tests.night import IS_NIGHT
from tests.safekeeping.conftest import Installation, breaches

pytestmark = [pytest.mark.faults, pytest.mark.slow]

CLOSE = "UPDATE workorders_workorder SET brief = 'changed since'"
KILL_AT = """
import os, signal, sys
from pathlib import Path
from jiezhi.safekeeping import restoring, {module}
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{module}.{step} = die
restoring.restore(Path({path!r}), identity_path=Path({key!r}), is_replacing=True)
"""


def restored(office: Installation, path: Path, *words: str, **extra: str) -> str:
    return office.succeed("restore", str(path), "--identity", str(office.superior_key), *words, **extra)


def refused(office: Installation, path: Path, *words: str, key: Path | None = None) -> str:
    return office.refuse("restore", str(path), "--identity", str(key or office.superior_key), *words)


def changed(office: Installation) -> str:
    return office.ask("SELECT COUNT(*) FROM workorders_workorder WHERE brief = 'changed since'")


def signer_of(office: Installation) -> str:
    return next(
        line.split()[1] for line in office.succeed("keys", "sheet").splitlines() if line.startswith("signer")
    )


def test_rows_that_gave_way_are_no_alarm_and_who_confirmed_it_is_written_down(
    office: Installation,
) -> None:
    path = office.back_up()
    office.succeed("check_audit")
    office.python(
        "from tests.kit.deeds import TESTER, mark\n"
        "from jiezhi.kit.sealing import seal_audit\n"
        "from jiezhi.witness.heads import note_heads\n"
        "from django.utils import timezone\n"
        "mark(rows=4, actor=TESTER, at=timezone.now())\n"
        "seal_audit()\n"
        "note_heads(at=timezone.now())\n"
    )
    restored(office, path, "--replace", SUDO_USER="duty-operator")
    assert "all as they were sealed" in office.succeed("check_audit")
    line = (office.records / "witness" / "heads.jsonl").read_text().splitlines()[-1].partition("\t")[0]
    assert json.loads(line)["restored"] is True
    assert json.loads(line)["confirmed_by"] == "duty-operator"


def test_what_was_there_comes_back_and_what_gave_way_is_kept(office: Installation) -> None:
    path = office.back_up()
    office.ask(CLOSE)
    said = restored(office, path, "--replace")
    assert changed(office) == "0"
    assert office.count("workorders_workorder") == 3
    assert "epoch 1" in said
    kept = said.split("kept as ")[1].split(".\n")[0]
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(kept)) as connection:
            assert connection.execute("SELECT brief FROM workorders_workorder").fetchone() == (
                "changed since",
            )
    assert breaches(office) == []


def test_sessions_end_and_each_restoration_has_a_number_of_its_own(office: Installation) -> None:
    path = office.back_up()
    restored(office, path, "--replace")
    assert office.count("kit_sealedsession") == 0
    assert "epoch 2" in restored(office, path, "--replace")
    assert office.ask("SELECT MAX(epoch) FROM safekeeping_restoration") == "2"


def test_an_installation_moves_to_a_bare_machine(office: Installation, bare_machine: Installation) -> None:
    path = office.back_up()
    bare_machine.superior_key.write_text(office.superior_key.read_text())
    assert signer_of(office) in refused(bare_machine, path)
    signer = ("--signer", signer_of(office))
    key_id = next((office.records / "keys" / "vault").glob("????????.key")).stem
    assert key_id in refused(bare_machine, path, *signer)
    sheet = bare_machine.folder / "sheet.txt"
    sheet.write_text(office.succeed("keys", "sheet"))
    bare_machine.succeed("keys", "enter", str(sheet))
    restored(bare_machine, path, *signer)
    assert bare_machine.count("workorders_workorder") == 3
    pictures = list((bare_machine.records / "uploads").rglob("*.jpg"))
    assert [picture.name for picture in pictures] == [
        picture.name for picture in (office.records / "uploads").rglob("*.jpg")
    ]
    assert breaches(bare_machine) == []


def test_records_are_not_replaced_unless_it_is_said(office: Installation) -> None:
    path = office.back_up()
    office.ask(CLOSE)
    assert "--replace" in refused(office, path)
    assert changed(office) == "3"


def test_a_key_of_somebody_else_opens_nothing(office: Installation, stranger_key: Path) -> None:
    path = office.back_up()
    assert path.name in refused(office, path, "--replace", key=stranger_key)
    empty = office.folder / "empty.key"
    empty.write_text("nothing")
    assert "AGE-SECRET-KEY-" in refused(office, path, "--replace", key=empty)


def test_every_flipped_byte_is_refused(office: Installation) -> None:
    path = office.back_up()
    whole = path.read_bytes()
    office.ask(CLOSE)
    broken = office.folder / "broken.backup"
    for place in (0, 60, 200, 500, len(whole) // 2, len(whole) - 1):
        hurt = bytearray(whole)
        hurt[place] ^= 1
        broken.write_bytes(bytes(hurt))
        assert "broken.backup" in refused(office, broken, "--replace"), place
    broken.write_bytes(whole[:-1])
    assert "broken.backup" in refused(office, broken, "--replace")
    assert changed(office) == "3"


FORGE = """
import pyrage
from dataclasses import replace
from pathlib import Path
from jiezhi.safekeeping import archive
from jiezhi.safekeeping.recipients import public_keys, read_identity
folder = Path({folder!r})
folder.mkdir()
manifest, _signer = archive.read_archive(Path({path!r}), read_identity(Path({key!r})), folder)
tell = lambda members: manifest
{change}
archive.write_archive(Path({forged!r}), content, public_keys(is_one_enough=False), tell)
"""


def forge(office: Installation, path: Path, change: str) -> Path:
    """Unpack an archive, change it, and pack it again: what whoever knows the public keys can do."""
    forged = office.folder / f"forged-{len(list(office.folder.glob('forged-*')))}"
    script = FORGE.format(
        folder=str(forged) + "-parts",
        path=str(path),
        key=str(office.office_key),
        forged=str(forged),
        change="content = [(m.name, folder / m.name) for m in manifest.members]\n" + change,
    )
    office.python(script)
    return forged


def test_an_archive_that_we_did_not_sign_is_refused(office: Installation) -> None:
    path = office.back_up()
    broken = forge(office, path, "archive.sign = lambda content: bytes([2]) * 96")
    said = refused(office, broken, "--replace")
    stranger = forge(
        office,
        path,
        "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey\n"
        "own = Ed25519PrivateKey.generate()\n"
        "archive.sign = lambda content: own.public_key().public_bytes_raw() + own.sign(content)",
    )
    assert "--signer" in refused(office, stranger, "--replace")
    assert "--signer" not in said
    assert office.count("safekeeping_restoration") == 0


def test_content_that_the_manifest_does_not_name_is_refused(office: Installation) -> None:
    path = office.back_up()
    picture = "next(m for m in manifest.members if 'uploads' in m.name)"
    forged = forge(office, path, f"(folder / {picture}.name).write_bytes(b'another picture')")
    refused(office, forged, "--replace")
    assert office.count("safekeeping_restoration") == 0


def test_an_archive_of_a_newer_release_is_refused(office: Installation) -> None:
    path = office.back_up()
    more = "manifest.holding.migrations + ['workorders.9999_from_the_future']"
    newer = (
        f"manifest = replace(manifest, version='9.9.9', holding=replace(manifest.holding, migrations={more}))"
    )
    assert "9.9.9" in refused(office, forge(office, path, newer), "--replace")
    assert office.count("safekeeping_restoration") == 0


@pytest.mark.sqlite
def test_an_older_archive_is_brought_up_to_this_release(office: Installation) -> None:
    command = "from django.core.management import call_command"
    back = f"{command}; call_command('migrate', 'safekeeping', 'zero', verbosity=0)"
    path = office.back_up()
    database = "next(folder / m.name for m in manifest.members if m.name == 'database.sqlite3')"
    old = forge(
        office,
        path,
        f"""
import os, subprocess, sys
environment = dict(os.environ, DATABASE_URL=f"sqlite:///{{{database}}}")
subprocess.run([sys.executable, "-c", "import django; django.setup(); {back}"], env=environment, check=True)
import sqlite3
left = sqlite3.connect({database}); left.execute("PRAGMA journal_mode=DELETE"); left.close()
tell = lambda members: replace(manifest, members=members)
""",
    )
    restored(office, old, "--replace")
    assert office.count("safekeeping_restoration") == 1
    assert office.count("workorders_workorder") == 3


def test_a_running_installation_is_not_replaced_under_its_feet(office: Installation) -> None:
    path = office.back_up()
    running = office.start(
        "from django.db import connection; connection.ensure_connection(); "
        "from jiezhi.workorders.models import WorkOrder; print(WorkOrder.objects.count(), flush=True); "
        "import time; time.sleep(120)"
    )
    assert running.stdout is not None
    assert running.stdout.readline().strip() == "3"
    office.ask(CLOSE)
    refused(office, path, "--replace")
    running.kill()
    running.communicate()
    assert changed(office) == "3"
    restored(office, path, "--replace")
    assert changed(office) == "0"


STORE = "postgres_store" if ON_POSTGRESQL else "sqlite_store"
KILLS = [
    ("restoring", "read_archive", "3"),
    ("restoring", "run_apart", "3"),
    (STORE, "hold_still", "3"),
    ("restoring", "put_back", "3"),
    (STORE, "replace", "3"),
    (STORE, "_rename" if ON_POSTGRESQL else "_put", "3"),
    *([] if ON_POSTGRESQL else [(STORE, "sync_folder", "0")]),
    (STORE, "discard", "0"),
]


@pytest.mark.parametrize(("module", "step", "left"), KILLS if IS_NIGHT else KILLS[1::3])
def test_a_kill_in_the_middle_leaves_the_old_or_the_new(
    office: Installation, module: str, step: str, left: str
) -> None:
    path = office.back_up()
    office.ask(CLOSE)
    script = KILL_AT.format(module=module, step=step, path=str(path), key=str(office.superior_key))
    assert office.python(script, may_die=True) == "-9"
    assert changed(office) == left
    assert office.count("safekeeping_restoration") == (0 if left == "3" else 1)
    assert breaches(office) == []
    restored(office, path, "--replace")
    assert changed(office) == "0"
    assert list(office.records.glob(".restoring-*")) == []


LETTER = """
from jiezhi.accounts.models import User
from jiezhi.kit.models import OutboxDelivery
from tests.factories import dispatched_order
from jiezhi.notices.models import Notice
User.objects.update(email="somebody@example.org")
from datetime import UTC, datetime
from uuid import uuid4
for notice in Notice.objects.all()[:1]:
    Notice.objects.filter(pk=notice.pk).update(mail_state="waiting")
    OutboxDelivery.objects.create(sub_district_id=notice.sub_district_id, trace_id=uuid4(),
        occurrence="notices.MailDue", handler="notices.handlers.send_mail",
        payload={"notice_id": str(notice.pk)}, created_at=datetime.now(UTC), next_at=datetime.now(UTC))
"""
DRAIN = "from jiezhi.kit.worker import drain; print(drain())"


def test_no_letter_goes_out_until_somebody_lets_it(office: Installation) -> None:
    office.python(LETTER)
    path = office.back_up()
    office.python(DRAIN)
    assert len(list((office.records / "mail").glob("*"))) == 1
    shutil.rmtree(office.records / "mail")
    restored(office, path, "--replace")
    office.python(DRAIN)
    assert not (office.records / "mail").exists()
    assert "1 x" in office.succeed("messages")
    office.succeed("messages", "--release")
    office.python(DRAIN)
    assert len(list((office.records / "mail").glob("*"))) == 1
    assert "1 x" not in office.succeed("messages")
    verbs = "SELECT COUNT(*) FROM kit_auditentry WHERE verb = 'safekeeping.messages_released'"
    assert office.ask(verbs) == "1"
