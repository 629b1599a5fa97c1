"""Two hundred made-up people go through real forms in a process of its own; whatever it leaves behind is then searched.

Run as `python -m tests.security.canaries` with DATABASE_URL, JIEZHI_VAR and TMPDIR of its own: it ends as if killed, so
that the write-ahead log lies as it does on a running machine. The last line it prints says what it saw from inside.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import uuid4

import django

SURNAMES, GIVEN = "酆邬柏窦滕殷毕郝邴", "骞翥翮翯翾翦翊翌翎翕翙翚"


@dataclass(frozen=True)
class Person:
    """A made-up person; none of the numbers was ever given out (the region 900000 does not exist)."""

    name: str
    phone: str
    identity: str
    old_identity: str

    @property
    def marks(self) -> dict[str, str]:
        """What must be found nowhere but where it belongs."""
        return {"name": self.name, "phone": self.phone, "identity": self.identity, "old": self.old_identity}


def people(count: int = 50) -> list[Person]:
    """Four marks each: 200 canaries."""
    chance = random.Random(20260102)
    names = [s + a + b for s in SURNAMES for a in GIVEN for b in GIVEN if a < b]
    chance.shuffle(names)
    return [
        Person(
            names[number],
            f"199{chance.randrange(10**8):08}",
            f"900000{chance.randrange(1950, 2000)}0{chance.randrange(1, 10)}1{number % 10}{serial(chance)}X",
            f"310000{chance.randrange(50, 99)}0{chance.randrange(1, 10)}1{number % 10}{serial(chance)}",
        )
        for number in range(count)
    ]


def serial(chance: random.Random) -> str:
    return f"{chance.randrange(10**3):03}"


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def grouped(phone: str) -> str:
    return f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}"


class Story:
    """One street on a day on which everything is done and everything goes wrong."""

    def __init__(self) -> None:
        from tests.flows.people import make_cast

        self.cast = make_cast()
        self.people = people()
        self.told, self.sealed = self.people[:25], self.people[25:]
        self.addresses: list[str] = []
        self.pages_of_others: list[str] = []

    def run(self) -> None:
        for number, person in enumerate(self.people):
            self.request(person, number, self.words(person, number) if person in self.told else "路灯不亮")
        self.by_telephone()
        self.orders()
        self.callbacks()
        self.from_above()
        self.files()
        self.errors()
        self.look_around()

    def request(self, person: Person, number: int, words: str) -> None:
        """Words, place and telephone number, each in one of the spellings that people use."""
        from tests.flows.people import make_resident

        resident = make_resident(self.cast.office)
        spelt = (str, full_width, grouped)[number % 3]
        resident.open(f"/s/{self.cast.office.street.slug}/")
        resident.send("request/words/", words=words)
        note = f"{person.name}家，{person.identity}，找{person.old_identity}"
        resident.send(estate=str(self.cast.office.estate.pk), place_note=note)
        self.addresses.append(resident.address)
        resident.send(next="1")
        resident.send(contact="phone", phone=f"{person.name}{person.phone}")  # refused, and shown again
        self.addresses.append(resident.address)
        resident.send(contact="phone", phone=spelt(person.phone) if spelt is not grouped else person.phone)
        resident.send()
        self.addresses.append(resident.address)

    def words(self, person: Person, number: int) -> str:
        shape = (str, full_width)[number % 2]
        said = (person.phone, person.identity, person.old_identity)
        return f"我是{person.name}，路灯不亮，电话{'，证件'.join(map(shape, said))}"

    def by_telephone(self) -> None:
        person = self.sealed[0]
        client = self.cast.dispatcher.client
        entry = {"channel": "phone", "words": "楼道灯坏了", "estate": str(self.cast.office.estate.pk),
                 "place_note": person.name, "phone": person.phone, "key": str(uuid4())}  # fmt: skip
        assert "code" in client.post("/desk/requests/new/", entry).content.decode()

    def orders(self) -> None:
        """The dispatcher confirms what is proposed; the department works and reports."""
        from jiezhi.concerns.models import Concern
        from tests.factories import settle

        settle()
        for concern in Concern.objects.order_by("number")[:12]:
            order = self.cast.confirm(concern)
            self.cast.handle(order)
            if order.matter_id == self.cast.office.rubbish.pk:
                self.cast.grid_worker.check(order, finding="done")
        settle()

    def callbacks(self) -> None:
        from jiezhi.concerns.models import Callback

        person = self.told[1]
        for callback in Callback.objects.filter(state="waiting").select_related("concern")[:4]:
            self.cast.dispatcher.open(f"/desk/callbacks/{callback.concern_id}/")
            self.cast.dispatcher.client.post(
                f"/desk/callbacks/{callback.concern_id}/answer/",
                {"solved": "no", "satisfied": "no", "words": f"{person.name}说没修好，{person.phone}"},
            )

    def from_above(self) -> None:
        """An order from above brings its reporter along, and another one cannot be taken."""
        from tests.factories.above import refused_order, superior_order

        person = self.told[2]
        superior_order(self.cast.office, number="RX77", words=f"{person.name}来电{person.phone}反映路灯")
        refused_order(self.cast.office)

    def files(self) -> None:
        """A table of messages and a photo whose names and contents tell of people."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        from tests.factories import settle
        from tests.intake import tables

        one, other = self.sealed[3], self.sealed[4]
        row = (
            "1",
            one.name,
            "路灯",
            "2019/6/20 10:55:18",
            f"{other.name}，{other.phone}，{other.identity}",
            "",
            "",
        )
        content = tables.messages(row, ("2", other.name, "", "6月20日", one.phone, "", ""))
        book = SimpleUploadedFile(f"{one.name}{one.phone}.xlsx", content)
        answer = self.cast.dispatcher.client.post(
            "/desk/files/", {"holds": "concerns.messages|", "file": book}
        )
        self.addresses.append(answer.headers.get("Location", ""))
        settle()

    def errors(self) -> None:
        """Everything that can go wrong, each time with somebody's facts in hand."""
        from unittest import mock

        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.db import IntegrityError, OperationalError
        from django.test import Client

        from jiezhi.kit import worker
        from jiezhi.kit.errors import InvalidError

        person = self.sealed[5]
        told = " ".join(person.marks.values())
        slug = self.cast.office.street.slug
        stranger = Client(raise_request_exception=False)
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        staff = self.cast.dispatcher.client
        staff.raise_request_exception = False
        for client in (stranger, strict):
            client.post("/sign-in/", {"username": person.name, "password": person.identity})
            client.post(f"/s/{slug}/follow/", {"code": person.phone, "number": person.identity})
            client.post(f"/s/{slug}/request/words/", {"words": told * 400})
        bad = SimpleUploadedFile(f"{person.name}\r\n{person.phone}.jpg", b"no picture")
        stranger.post(f"/s/{slug}/request/photos/", {"album": bad})
        staff.post(
            "/desk/files/",
            {"holds": "concerns.messages|", "file": SimpleUploadedFile("a.xlsx", told.encode())},
        )
        for error in (ValueError(told), IntegrityError(told), OperationalError(told), InvalidError("x")):
            with mock.patch("jiezhi.faces.desk.views.entering.submit_concern", side_effect=error):
                staff.post("/desk/requests/new/", {"channel": "phone", "words": told, "phone": person.phone,
                                                   "place_note": person.name, "key": str(uuid4())})  # fmt: skip
        with mock.patch.object(worker, "restore_event", side_effect=ValueError(told)):
            self.cast.resident.write("灯不亮")
            self.cast.resident.client.post(f"/s/{slug}/request/check/", self.cast.resident.form().values)
            worker.drain()

    def look_around(self) -> None:
        """Read every page of those who have no business with the facts, and note where pages lead."""
        from tests.factories import staff_client

        for role in ("leader", "grid_worker", "officer"):
            client = staff_client(getattr(self.cast.office, role))
            for path in (
                "/desk/orders/",
                "/wall/",
                "/wall/causes/",
                "/patrol/",
                "/desk/notices/",
                "/desk/burden/",
            ):
                self.pages_of_others.append(client.get(path).content.decode())


def spellings(mark: str) -> Iterator[tuple[str, bytes]]:
    """The bytes under which a mark could lie somewhere."""
    import base64
    from urllib.parse import quote

    yield "plain", mark.encode()
    yield "full-width", full_width(mark).encode()
    yield "escaped", json.dumps(mark)[1:-1].encode()
    yield "in an address", quote(mark).encode()
    yield "UTF-16", mark.encode("utf-16-le")
    with suppress(UnicodeEncodeError):
        yield "GBK", mark.encode("gbk")
    yield "hexadecimal", mark.encode().hex().encode()
    for shift in range(3):  # wherever in a longer text it begins
        whole = base64.b64encode(b"\0" * shift + mark.encode())
        yield "base64", whole[(0, 2, 3)[shift] + 2 * (shift > 0) : -4]
    if mark.isdigit() and len(mark) == 11:
        yield "grouped", f"{mark[:3]}-{mark[3:7]}-{mark[7:]}".encode()


def standing_in(content: bytes, people_meant: list[Person]) -> set[str]:
    """Which kinds of marks stand in some bytes, and how they are spelt."""
    found = set()
    for person in people_meant:
        for kind, mark in person.marks.items():
            found |= {f"{kind}, {how}" for how, spelt in spellings(mark) if spelt in content}
    return found


def columns_with(tables: dict[str, list[dict[str, str]]], people_meant: list[Person]) -> dict[str, list[str]]:
    """In which columns which marks stand."""
    columns: dict[str, list[str]] = {}
    for table, rows in tables.items():
        for row in rows:
            for name, value in row.items():
                columns.setdefault(f"{table}.{name}", []).append(value)
    found = {}
    for place, values in sorted(columns.items()):
        kinds = standing_in("\n".join(values).encode("utf-8", errors="surrogateescape"), people_meant)
        if kinds:
            found[place] = sorted({kind.partition(",")[0] for kind in kinds})
    return found


def main() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests.security.walker import stored

    call_command("migrate", verbosity=0)
    setup_test_environment()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "PRAGMA wal_autocheckpoint = 0"
            )  # the log keeps everything, as it may after a kill
            cursor.execute("PRAGMA synchronous = OFF")
    story = Story()
    story.run()
    tables = stored()
    everywhere = "\n".join(map(unquote, story.addresses)).encode()
    told = {
        "marks": sum(len(person.marks) for person in story.people),
        "told": columns_with(tables, story.told),
        "sealed": columns_with(tables, story.sealed),
        "addresses": sorted(standing_in(everywhere, story.people)),
        "others": sorted(standing_in("\n".join(story.pages_of_others).encode(), story.people)),
        "read": len([page for page in story.pages_of_others if len(page) > 2000]),
        "requests": len(tables["concerns_concern"]),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    django.setup()
    main()
