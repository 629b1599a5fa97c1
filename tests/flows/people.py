"""The people of a story, each with a browser of their own, and what each of them does there."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiezhi.concerns.models import Concern
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_office, settle, staff_client
from tests.flows.forms import Hand
from tests.pictures.uploads import photo_with_place

LAMP = "3号楼前的路灯不亮，已经三天了"
RUBBISH = "河边垃圾堆放了好几天没人清"
PHONE = "13800001234"


class Resident(Hand):
    """Somebody without an account."""

    office: Office

    def request(self, words: str = LAMP, *, phone: str = "", photo: bool = False) -> Concern:
        """Make a request, one page after the other."""
        self.write(words, phone=phone, photo=photo)
        known = set(Concern.objects.values_list("pk", flat=True))
        page = self.send()
        settle()
        made = Concern.objects.exclude(pk__in=known).get()
        assert "诉求已提交" in page
        assert made.number in page
        return made

    def write(self, words: str = LAMP, *, phone: str = "", photo: bool = False) -> None:
        """Answer every question, and stop at the page that shows all answers."""
        self.open(f"/s/{self.office.street.slug}/")
        assert "在什么地方？" in self.send("request/words/", words=words)
        self.send(estate=str(self.office.estate.pk), place_note="3号楼东侧")
        if photo:
            self.send(album=SimpleUploadedFile("lamp.jpg", photo_with_place(), content_type="image/jpeg"))
        self.send(next="1")
        page = self.send(contact="phone" if phone else "anonymous", phone=phone)
        assert "请核对" in page
        assert words in page

    def code(self) -> str:
        """Read the query code from the page after sending."""
        found = re.search(r'class="code">(.*?)</p>', self.html, re.S)
        assert found
        return re.sub(r"<[^>]*>|\s", "", found[1])

    def look(self, concern: Concern) -> str:
        """Open one's own request."""
        return self.open(f"/s/{self.office.street.slug}/mine/{concern.number}/")

    def judge(self, concern: Concern, *, solved: str, satisfied: str, remark: str = "") -> str:
        """Answer the callback."""
        self.look(concern)
        words = self.send("callback/", solved=solved, satisfied=satisfied, remark=remark)
        settle()
        return words


class Staff(Hand):
    """Somebody who has signed in."""

    def on_request(self, concern: Concern, verb: str, **typed: object) -> str:
        """Do something with a request of today's list."""
        self.open(f"/desk/requests/{concern.pk}/")
        words = self.send(f"{concern.pk}/{verb}/", **typed)
        settle()
        return words

    def on_order(self, order: WorkOrder, verb: str, **typed: object) -> str:
        """Do something with an order."""
        self.open(f"/desk/orders/{order.pk}/")
        words = self.send(f"{order.pk}/{verb}/", **typed)
        settle()
        return words

    def look(self, order: WorkOrder) -> str:
        return self.open(f"/desk/orders/{order.pk}/")

    def check(self, order: WorkOrder, *, finding: str, note: str = "") -> str:
        """Look on site, led there by the list."""
        assert order.brief in self.open("/patrol/")
        self.open(f"/patrol/checks/{order.pk}/")
        words = self.send(finding=finding, note=note)
        settle()
        return words


@dataclass
class Cast:
    """Everybody in a street."""

    office: Office
    resident: Resident
    dispatcher: Staff
    officer: Staff
    grid_worker: Staff
    leader: Staff

    def confirm(self, concern: Concern, **typed: object) -> WorkOrder:
        """Let the dispatcher confirm what is proposed."""
        self.dispatcher.on_request(concern, "confirm", **typed)
        concern.refresh_from_db()
        assert concern.order_id is not None
        return order_of(concern.order_id)

    def handle(self, order: WorkOrder, reply: str = "已更换灯泡，当晚试亮正常") -> WorkOrder:
        """Let the officer accept and report done."""
        self.officer.on_order(order, "accept")
        self.officer.on_order(order, "resolve", reply=reply)
        return order_of(order.pk)


def order_of(pk: UUID) -> WorkOrder:
    """The order as it is stored now."""
    return WorkOrder.objects.get(pk=pk)


def make_resident(office: Office) -> Resident:
    """A browser of somebody without an account."""
    resident = Resident(Client())
    resident.office = office
    return resident


def make_cast() -> Cast:
    """A small street and its people."""
    office = make_office()
    staff = (office.dispatcher, office.officer, office.grid_worker, office.leader)
    return Cast(office, make_resident(office), *(Staff(staff_client(one)) for one in staff))
