"""A line of the log is one line, can be read by programs, and holds nobody's words."""

import ast
import doctest
import io
import json
import logging
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from structlog.contextvars import clear_contextvars

from jiezhi.concerns.actions import opening
from jiezhi.kit.access import all_permissions
from jiezhi.operations import bundle, instruments, lines
from jiezhi.operations.instruments import LOG_KEYS_DROPPED
from jiezhi.operations.logs import LineFormatter
from tests.architecture.source import ROOT, called_name, modules
from tests.factories import make_office, staff_client, submitted_concern

PHONE, ROW = "13812345678", "Failing row contains (3号楼的王阿姨)"
NASTY = [
    "two\nlines", "two\r\nlines", "\x1b[2Jclean", "\x1b]0;title\x07", "a\u2028b", "a\u2029b", "\u202egnp.exe",
    "\u2066x\u2069", "a\x00b", "a\x85b", "a\x0bb\x0c", '","level":"critical', "{}", "%s %d %(x)s", "\ufeffx",
    "１３８１２３４５６７８", "110101199003071234",
    "王阿姨", "a" * 100_000, "\t", "'; DROP TABLE x; --", "<script>", "",
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    """What goes to standard error, as in production."""
    (handler,) = (h for h in logging.getLogger().handlers if isinstance(h.formatter, LineFormatter))
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    monkeypatch.setattr(handler, "formatter", LineFormatter(style="json"))
    clear_contextvars()
    logger = logging.getLogger("jiezhi")
    before = logger.level
    logger.setLevel(logging.INFO)
    yield stream
    logger.setLevel(before)


def lines_of(written: io.StringIO) -> list[dict]:
    """Every line; one that no program could read fails here."""
    text = written.getvalue()
    assert text.isascii()
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def broken_page(monkeypatch) -> tuple[Client, str]:
    office = make_office()

    def break_down(*_args):
        try:
            raise KeyError(PHONE)
        except KeyError as error:
            raise IntegrityError(ROW) from error

    monkeypatch.setattr(opening, "digest_of", break_down)
    return Client(raise_request_exception=False), f"/s/{office.street.slug}/follow/"


def test_a_fault_of_ours_is_in_the_log_with_its_place_and_without_what_it_quotes(monkeypatch, written):
    client, url = broken_page(monkeypatch)
    answer = client.post(url, {"code": "0123 4567 89AB CDEF"})
    assert answer.status_code == 500
    (failed, answered) = lines_of(written)
    assert (failed["event"], failed["level"], failed["status"]) == ("request failed", "error", 500)
    assert failed["request_id"] == answered["request_id"] == answer["X-Request-ID"]
    assert failed["route"] == "portal:follow"
    trail = failed["trail"]
    assert any(step.endswith("break_down") for step in trail)
    assert trail.index("builtins.KeyError") < trail.index("django.db.utils.IntegrityError")
    for quoted in (ROW, PHONE, "0123"):
        assert quoted not in written.getvalue()
    assert str(ROOT) not in written.getvalue()


def test_the_number_of_a_fault_is_on_its_page(monkeypatch):
    client, url = broken_page(monkeypatch)
    answer = client.post(url, {"code": "0123 4567 89AB CDEF"})
    assert answer["X-Request-ID"] in answer.content.decode()
    fragment = client.post(url, {"code": "0123 4567 89AB CDEF"}, headers={"HX-Request": "true"})
    assert fragment["X-Request-ID"] in fragment.content.decode()


def test_a_number_that_a_proxy_gave_is_kept(client):
    for given in (uuid4().hex, str(uuid4())):
        assert client.get("/health/live", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", [PHONE, "110101199003071234", "a" * 32 + "\u2028", "x" * 32, "0" * 31])
def test_what_is_no_number_of_ours_is_not_kept(client, given):
    told = client.get("/health/live", headers={"X-Request-ID": given})["X-Request-ID"]
    assert told != given
    assert len(told) == 32


def test_a_request_is_told_with_its_address_and_cost_and_without_who(written):
    office = make_office()
    concern = submitted_concern(office).concern
    staff_client(office.dispatcher).get(f"/desk/requests/{concern.pk}/?q={PHONE}")
    (line,) = lines_of(written)
    assert line["event"] == "request answered"
    assert (line["route"], line["method"], line["status"]) == ("desk:concern", "GET", 200)
    assert line["statements"] > 3
    assert len(line["actor_id"]) == 32
    for hidden in (PHONE, str(office.dispatcher.user.pk), office.dispatcher.user.username, str(concern.pk)):
        assert hidden not in written.getvalue()


def test_machines_that_ask_every_second_leave_no_lines(client, written):
    client.get("/health/live")
    client.get("/health/ready")
    assert lines_of(written) == []


def test_a_refusal_is_no_fault(written):
    office = make_office()
    assert staff_client(office.officer).get("/desk/callbacks/").status_code == 403
    assert [line["event"] for line in lines_of(written)] == ["request answered"]


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_nothing_from_outside_breaks_a_line_or_comes_into_it(written, nasty):
    logger = logging.getLogger("jiezhi.worker")
    for key in (*lines.SHAPES, "words", "phone", nasty):
        logger.warning("handler failed", extra={key: nasty} if key and key not in {"name", "msg"} else {})
    logger.warning(nasty)
    logger.warning("%s", nasty)
    logging.getLogger("urllib3.connection").warning(nasty)
    logging.getLogger("django.security.DisallowedHost").error(nasty)
    try:
        raise ValueError(nasty)
    except ValueError:
        logger.exception("timer failed", extra={"timer": nasty})
    told = lines_of(written)
    assert len(told) == len(lines.SHAPES) + 3 + 5
    assert {line["event"] for line in told} == {
        "handler failed", "timer failed", "request refused", "words withheld",
    }  # fmt: skip
    values = {str(value) for line in told for key, value in line.items() if key != "trail"}
    assert nasty == "" or nasty not in values
    assert nasty == "" or not any(nasty in value for value in values if len(nasty) > 3)


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_nothing_in_the_address_or_the_headers_of_a_request_comes_into_the_log(written, nasty):
    client = Client(raise_request_exception=False)
    client.get(
        "/desk/",
        {"q": nasty.encode("utf-8", "replace")},
        headers={"User-Agent": nasty.encode("utf-8", "replace").decode("latin-1")},
    )
    client.get("/" + nasty[:2000].encode("utf-8", "replace").decode("latin-1"))
    for line in lines_of(written):
        assert line["route"] in instruments.known_routes()
        assert set(line) <= {*lines.SHAPES, "at", "level", "event", "trail"}


def test_half_a_character_breaks_no_line():
    """Formatted by hand: such a text cannot be handed from one process of the tests to another."""
    facts = {
        "name": "jiezhi.worker",
        "msg": "\ud800",
        "handler": "\ud800",
        "levelname": "WARNING",
        "levelno": 30,
    }
    line = json.loads(LineFormatter(style="json").format(logging.makeLogRecord(facts)))
    assert (line["event"], line["dropped"]) == ("words withheld", 1)


def test_a_key_that_is_not_allowed_is_left_out_and_counted(written):
    before = LOG_KEYS_DROPPED._value.get()
    logging.getLogger("jiezhi.tests").warning("something happened", extra={"words": "王阿姨", "attempt": 2})
    (line,) = lines_of(written)
    assert line["attempt"] == 2
    assert line["dropped"] == 1
    assert "words" not in line
    assert LOG_KEYS_DROPPED._value.get() == before + 1


def test_a_person_at_a_terminal_reads_short_words(written):
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, LineFormatter):
            handler.formatter = LineFormatter(style="words")
    try:
        raise ValueError(PHONE)
    except ValueError:
        logging.getLogger("jiezhi.worker").exception(
            "timer failed", extra={"timer": "kit.tasks.clear_sessions"}
        )
    first, *trail = written.getvalue().splitlines()
    assert first[8:] == " ERROR timer failed timer=kit.tasks.clear_sessions logger=jiezhi.worker"
    assert trail[-1] == "    builtins.ValueError"
    assert PHONE not in written.getvalue()


def test_every_line_of_ours_is_named_by_words_in_the_source():
    """What is put into a line is put there with `extra`, by a name: only so can it be left out."""
    wrong, found = [], 0
    for module in modules():
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if not isinstance(owner, ast.Name) or owner.id not in {"logger", "_log", "log"}:
                continue
            found += 1
            first = call.args[0]
            said = first.value if isinstance(first, ast.Constant) else ""
            if len(call.args) != 1 or lines.event_of("jiezhi", said) != said:
                wrong.append(f"{module}:{call.lineno} {called_name(call)}")
    assert wrong == []
    assert found > 8


def test_the_examples_in_the_source_hold():
    assert all_permissions()
    for module in (lines, bundle, instruments):
        result = doctest.testmod(module)
        assert result.failed == 0
        assert result.attempted > 0
