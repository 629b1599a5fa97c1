"""Metrics are for this machine, add up over processes, and their labels come from closed sets."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from jiezhi.kit.audit import record_look
from jiezhi.kit.outbox import all_subscriptions
from jiezhi.kit.tiles import all_tiles
from jiezhi.operations import gathering, metrics_folder
from jiezhi.operations.gathering import PARTS, metrics_text
from jiezhi.operations.instruments import ANSWERS, UNKNOWN, known_faces, known_routes
from jiezhi.safekeeping.models import BackupRun
from jiezhi.workorders.choices import CLOCK_RUNS
from tests.architecture.addresses import all_addresses, all_operations
from tests.architecture.source import ROOT
from tests.factories import dispatched_order, make_office, staff_client
from tests.factories.operations import beat_all, dead_delivery, make_delivery, make_fault

pytestmark = pytest.mark.django_db

PHONE = "13812345678"


def samples(text: bytes) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every value by its name and labels, read as a collector reads them."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def value(name: str, **labels: str) -> float:
    return samples(metrics_text())[name, frozenset(labels.items())]


def route_names() -> set[str]:
    return {address.name for address in all_addresses()} | {f"openapi:{one.name}" for one in all_operations()}


def closed_sets() -> dict[str, set[str]]:
    return {
        "route": route_names() | {UNKNOWN},
        "answer": set(ANSWERS),
        "face": {name.partition(":")[0] for name in route_names()} | {UNKNOWN},
        "handler": {subscription.name for subscription in all_subscriptions()} | {UNKNOWN},
        "state": {state.value for state in CLOCK_RUNS},
        "tile": {tile.name for tile in all_tiles()},
        "part": set(PARTS),
    }


def test_every_label_value_is_from_a_closed_set_whatever_was_asked():
    office = make_office()
    dead_delivery(at=timezone.now(), handler=f"strange.{PHONE}")
    client = Client(raise_request_exception=False)
    for path in (
        f"/{PHONE}/",
        f"/s/{PHONE}/",
        f"/desk/?q={PHONE}",
        "/王阿姨",
        f"/s/{office.street.slug}/follow/?c={PHONE}",
    ):
        client.get(path, headers={"User-Agent": PHONE, "Host": "localhost"})
    client.generic(PHONE, "/desk/")
    allowed = closed_sets()
    found = set()
    for name, labels in samples(metrics_text()):
        for label, text in labels:
            found.add(label)
            if label == "le":
                float(text)
            else:
                assert text in allowed[label], (name, label, text)
    assert found == set(allowed) | {"le"}
    assert PHONE.encode() not in metrics_text()


def test_the_sets_that_the_program_closes_are_those_of_the_address_map():
    assert known_routes() == closed_sets()["route"]
    assert known_faces() == closed_sets()["face"]


def test_a_request_is_counted_with_its_address_its_answer_and_its_statements():
    def asked() -> float:
        told = samples(metrics_text())
        return told.get(
            ("jiezhi_requests_total", frozenset({("route", "notices:list"), ("answer", "2xx")})), 0
        )

    def statements() -> float:
        return samples(metrics_text()).get(
            ("jiezhi_request_statements_sum", frozenset({("face", "notices")})), 0
        )

    client = staff_client(make_office().officer)
    before, spent = asked(), statements()
    client.get("/desk/notices/")
    assert asked() == before + 1
    assert statements() > spent + 2


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Host"]
)
def test_a_request_that_came_through_a_proxy_finds_nothing(client, name):
    assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.2", "", "fe80::1", "localhost"])
def test_another_machine_finds_nothing(client, address):
    answer = client.get("/metrics", REMOTE_ADDR=address)
    assert answer.status_code == 404
    assert b"jiezhi_" not in answer.content


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_reads_them(client, address):
    answer = client.get("/metrics", REMOTE_ADDR=address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert ("jiezhi_timers_late", frozenset()) in samples(answer.content)


def test_the_queue_is_told_by_handler():
    now = timezone.now()
    name = next(iter(sorted(subscription.name for subscription in all_subscriptions())))
    make_delivery(at=now - timedelta(seconds=90), handler=name)
    make_delivery(at=now, handler=name)
    dead_delivery(at=now, handler=name)
    assert value("jiezhi_outbox_waiting", handler=name) == 2
    assert value("jiezhi_outbox_oldest_seconds", handler=name) == pytest.approx(90, abs=30)
    assert value("jiezhi_outbox_dead", handler=name) == 1


def test_overdue_orders_are_told_by_state():
    order = dispatched_order(make_office())
    assert order.due_at is not None
    assert order.due_at < timezone.now()
    assert value("jiezhi_orders_overdue", state="dispatched") == 1
    assert value("jiezhi_orders_overdue", state="in_hand") == 0


def test_refused_sign_ins_reads_of_personal_facts_and_faults_are_counted(client):
    office = make_office()
    client.post("/sign-in/", {"username": "nobody", "password": "wrong-wrong-wrong"})
    record_look(
        actor=office.dispatcher.actor, at=timezone.now(), kind="tests.person", id=office.street.pk,
        columns=("phone",), purpose="tests",
    )  # fmt: skip
    record_look(
        actor=office.dispatcher.actor, at=timezone.now() - timedelta(hours=1), kind="tests.person",
        id=office.street.pk, columns=("phone",), purpose="tests",
    )  # fmt: skip
    make_fault()
    make_fault(settled_at=timezone.now())
    assert value("jiezhi_sign_ins_refused_15min") == 1
    assert value("jiezhi_looks_15min") == 1
    assert value("jiezhi_faults_open") == 1


def test_tiles_and_the_worker_are_told():
    beat_all(timezone.now())
    assert value("jiezhi_tile_state", tile="operations.worker") == 0
    assert value("jiezhi_tile_good_age_seconds", tile="operations.worker") < 60
    assert value("jiezhi_worker_beat_age_seconds") < 60
    beat_all(timezone.now() - timedelta(hours=1))
    assert value("jiezhi_tile_state", tile="operations.worker") == 2
    assert value("jiezhi_timers_late") > 0


def test_backups_are_told_with_their_limit():
    now = timezone.now()
    BackupRun.objects.create(started_at=now - timedelta(hours=3), checked_at=now, size_bytes=1)
    BackupRun.objects.create(started_at=now - timedelta(hours=1), failed_at=now, error="disk full")
    assert value("jiezhi_backup_age_seconds") == pytest.approx(3600, abs=60)
    assert value("jiezhi_backup_failed") == 1
    assert value("jiezhi_backup_checked_age_seconds") == pytest.approx(3 * 3600, abs=60)
    assert value("jiezhi_backup_limit_seconds") == 86_400


def test_a_part_that_cannot_be_read_is_named_and_the_others_are_told(monkeypatch):
    def away(_at):
        raise OperationalError(PHONE)
        yield

    monkeypatch.setitem(gathering.PARTS, "orders", away)
    assert value("jiezhi_gather_failed", part="orders") == 1
    assert value("jiezhi_gather_failed", part="outbox") == 0
    assert PHONE.encode() not in metrics_text()


COUNT = """
import os, sys
from pathlib import Path
from jiezhi.operations.metrics_folder import open_metrics_folder
open_metrics_folder(Path(sys.argv[1]))
import django
django.setup()
from jiezhi.operations.instruments import count_request, known_routes, known_faces, ANSWERS
for route in known_routes():
    for status in (200, 302, 404, 500, 100):
        count_request(route=route, status=status, seconds=0.01, statements=3)
if sys.argv[2] == "tell":
    from jiezhi.operations.instruments import OWN
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    sys.stdout.buffer.write(generate_latest(registry))
"""


def run_counter(folder: Path, word: str) -> bytes:
    """Another process of the same server: it has the same parent, this one."""
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}",
        "DJANGO_SETTINGS_MODULE": "jiezhi.project.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", COUNT, folder, word], capture_output=True, env=environment, check=True
    )
    return done.stdout


def test_the_counts_of_every_process_of_a_server_add_up_and_never_outgrow_their_file(tmp_path):
    run_counter(tmp_path, "count")
    told = samples(run_counter(tmp_path, "tell"))
    for route, answer in product(known_routes(), ANSWERS):
        key = ("jiezhi_requests_total", frozenset({("route", route), ("answer", answer)}))
        assert told[key] == 2, key
    files = list(tmp_path.glob("*/*.db"))
    assert len(files) == 4
    assert {file.stat().st_size for file in files} == {metrics_folder.FILE_BYTES}
    # Room for four times as many addresses as there are.
    used = [int.from_bytes(file.read_bytes()[:4], "little") for file in files]
    assert max(used) < metrics_folder.FILE_BYTES / 4


def without_variable(monkeypatch) -> None:
    """Take it away, and whatever the test sets as well when it is over."""
    monkeypatch.setenv(metrics_folder.VARIABLE, "")
    monkeypatch.delenv(metrics_folder.VARIABLE)


def test_the_folder_of_a_server_that_ended_is_cleared(tmp_path, monkeypatch):
    without_variable(monkeypatch)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / str(ended.pid)).mkdir()
    (tmp_path / str(os.getpid())).mkdir()
    folder = metrics_folder.open_metrics_folder(tmp_path)
    assert folder == tmp_path / str(os.getppid())
    assert {path.name for path in tmp_path.iterdir()} == {str(os.getpid()), str(os.getppid())}


def test_without_room_for_the_folder_the_server_starts_all_the_same(tmp_path, monkeypatch):
    without_variable(monkeypatch)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    assert metrics_folder.open_metrics_folder(tmp_path) is None
    assert metrics_folder.VARIABLE not in os.environ
    assert list(tmp_path.glob("*/*.db")) == []


def test_the_handbook_tells_of_every_metric_and_of_no_other(client):
    beat_all(timezone.now())
    BackupRun.objects.create(started_at=timezone.now(), checked_at=timezone.now(), size_bytes=1)
    client.get("/sign-in/")
    handbook = (ROOT / "docs" / "operate" / "observe.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(jiezhi_[a-z0-9_]+)`", handbook))
    told = {family.name for family in text_string_to_metric_families(metrics_text().decode())}
    assert named == {name for name in told if not name.endswith("_created")}
