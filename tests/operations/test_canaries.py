"""Fifty made-up facts about people go in wherever something can be entered, everything breaks, and none comes out.

Looked at: the log, the table of faults, the metrics, the deep health, the operator's pages, the support bundle.
"""

import io
import json
import logging
import zipfile
from random import Random

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.utils import timezone
from structlog.contextvars import clear_contextvars

from jiezhi.concerns.actions import opening
from jiezhi.kit import problems
from jiezhi.kit.worker import drain
from jiezhi.operations.bundle import support_bundle
from jiezhi.operations.gathering import metrics_text
from jiezhi.operations.logs import LineFormatter
from jiezhi.operations.models import Fault
from tests.factories import make_office, staff_client
from tests.kit.deeds import NOW, TESTER, Handler, mark, mark_made
from tests.operations.keepers import wait_for_keepers

pytestmark = pytest.mark.django_db(transaction=True)

ERRORS = (
    IntegrityError,
    OperationalError,
    ValueError,
    KeyError,
    PermissionError,
    RuntimeError,
    UnicodeError,
    LookupError,
)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ("阿姨", "建国", "秀英", "大爷", "晓明")


def canaries(count: int = 50) -> list[str]:
    """Telephone numbers, identity numbers, names, addresses of mail: made up, each only once."""
    chance = Random(20261128)
    made = []
    for number in range(count):
        digits = "".join(chance.choices("0123456789", k=8))
        made.append(
            (
                f"138{digits}",
                f"11010119900307{digits[:4]}",
                f"{chance.choice(SURNAMES)}{chance.choice(GIVEN)}{number}号",
                f"canary{digits}@mail.example",
                f"１３８{digits}",
            )[number % 5]
        )
    assert len(set(made)) == count
    return made


CANARIES = canaries()


@pytest.fixture
def written(monkeypatch, settings, tmp_path):
    settings.KEEP_FAULTS = True
    settings.VAR_FOLDER = tmp_path
    (handler,) = (h for h in logging.getLogger().handlers if isinstance(h.formatter, LineFormatter))
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    monkeypatch.setattr(handler, "formatter", LineFormatter(style="json"))
    logger, before = logging.getLogger("jiezhi"), logging.getLogger("jiezhi").level
    logger.setLevel(logging.INFO)
    clear_contextvars()
    yield stream
    wait_for_keepers()
    logger.setLevel(before)
    Handler.reset()


def break_pages(monkeypatch, slug: str) -> set[int]:
    """Let a page break with each canary in its words, its form, its address and its headers."""
    statuses = set()
    for number, canary in enumerate(CANARIES):
        error = ERRORS[number % len(ERRORS)]

        def break_down(*_args, error=error, canary=canary):
            try:
                raise KeyError(canary)
            except KeyError as cause:
                failure = (
                    UnicodeError(canary)
                    if error is UnicodeError
                    else error(f"Failing row contains ({canary})")
                )
                raise failure from cause

        monkeypatch.setattr(opening, "digest_of", break_down)
        client = Client(raise_request_exception=False)
        inside = canary.encode().decode("latin-1")
        answer = client.post(
            f"/s/{slug}/follow/?q={canary}",
            {"code": "0123 4567 89AB CDEF", "words": canary},
            headers={"User-Agent": inside, "X-Request-ID": canary, "Referer": f"https://x.example/{inside}"},
        )
        statuses.add(answer.status_code)
        client.get(f"/s/{canary}/")
        client.get("/", headers={"Host": f"{canary}.example"})
        if number < len(ERRORS):  # hashing is slow on purpose
            client.post("/sign-in/", {"username": canary, "password": canary})
    return statuses


def break_handlers() -> None:
    """Let a handler break with each canary in what it was told and in what it says."""

    def fail(event):
        raise LookupError(event.words)

    Handler.before_effect = staticmethod(fail)
    mark(events=tuple(mark_made(words=canary) for canary in CANARIES), actor=TESTER, at=NOW)
    drain(at=NOW)


def log_carelessly() -> None:
    """What a careless programmer might write, and what libraries do."""
    logger = logging.getLogger("jiezhi.careless")
    for canary in CANARIES:
        logger.warning(canary)
        logger.warning("hello %s", canary)
        logger.warning(f"hello {canary}")  # noqa: G004 - on purpose
        logger.warning(
            "hello there", extra={"phone": canary, "handler": canary, "route": canary, "actor_id": canary}
        )
        logging.getLogger("urllib3.connectionpool").error("lost %s", canary)
        try:
            raise ValueError(canary)
        except ValueError:
            logger.exception(canary)


def test_no_canary_comes_out_anywhere(monkeypatch, written, tmp_path):
    office = make_office()
    assert break_pages(monkeypatch, office.street.slug) == {500, 503}
    break_handlers()
    log_carelessly()
    assert Fault.objects.count() >= len(ERRORS)
    operator = staff_client(office.operator)
    logs = tmp_path / "logs"
    logs.mkdir()
    raw = "\n".join(
        f"Traceback: {canary}\n17:10:05 WARNING hello name={canary}\n{canary}" for canary in CANARIES
    )
    (logs / "web.log").write_text(written.getvalue() + raw, encoding="utf-8")
    packed = zipfile.ZipFile(
        io.BytesIO(support_bundle(at=timezone.now(), logs=logs, metrics=tmp_path / "metrics"))
    )
    rows = [{name: str(value) for name, value in row.items()} for row in Fault.objects.values()]
    pages = ("/operate/", "/operate/faults/", "/operate/undelivered/", "/health/deep", "/health/ready")
    places = {
        "log": written.getvalue(),
        "faults": json.dumps(rows, ensure_ascii=False),
        "metrics": metrics_text().decode(),
        **{path: operator.get(path).content.decode() for path in pages},
        **{f"bundle {name}": packed.read(name).decode() for name in packed.namelist()},
    }
    found = [
        f"{canary} in {place}"
        for place, text in places.items()
        for canary in CANARIES
        if canary in text or json.dumps(canary).strip('"') in text or canary[-8:] in text
    ]
    assert found == []
    assert written.getvalue().count("\n") > 10 * len(CANARIES)
    assert "break_down" in packed.read("logs/web.log").decode()


def test_the_look_would_find_one(written):
    logging.getLogger("jiezhi.careless").warning("hello there", extra={"handler": "canary.handler"})
    assert "canary.handler" in written.getvalue()


def test_a_busy_database_is_a_fault_with_words_for_the_reader(monkeypatch, written):
    office = make_office()

    def busy(*_args):
        raise OperationalError(f"locked while writing {CANARIES[0]}")

    monkeypatch.setattr(opening, "digest_of", busy)
    answer = Client().post(f"/s/{office.street.slug}/follow/", {"code": "0123 4567 89AB CDEF"})
    assert answer.status_code == problems.BusyError.status
    assert Fault.objects.get().kind == "django.db.utils.OperationalError"
    assert answer["X-Request-ID"] == Fault.objects.get().last_request
