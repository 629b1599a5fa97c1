"""The list with an order beside it: what it offers, and what is left of it after a deed that was refused."""

from urllib.parse import parse_qs, urlsplit

from django.test import TestCase
from django.urls import reverse

from jiezhi.workorders.actions import save_filter
from jiezhi.workorders.choices import OrderState
from tests.factories import make_office, staff_client
from tests.factories.hands import order_in_hand
from tests.factories.workorders import MONDAY

PLACE = "state=in_hand&page=1"


class SplitTest(TestCase):
    """An officer whose department has an order in hand."""

    @classmethod
    def setUpTestData(cls):
        cls.office = make_office()
        cls.order = order_in_hand(cls.office)

    def setUp(self):
        self.officer = staff_client(self.office.officer)

    def resolved(self, reply: str, back: str = PLACE):
        sent = {"version": self.order.version, "reply": reply, "back": back}
        return self.officer.post(reverse("workorders:resolve", args=[self.order.pk]), sent)

    def test_a_refused_deed_keeps_the_list_so_that_the_second_try_leads_back_to_it(self):
        refused = self.resolved("")
        assert refused.status_code == 422
        assert refused.context["back"] == PLACE
        assert 'name="back" value="state=in_hand&amp;page=1"' in refused.content.decode()
        (list_link,) = refused.context["trail"]
        asked = {"state": ["in_hand"], "page": ["1"], "split": ["on"], "open": [str(self.order.pk)]}
        assert parse_qs(urlsplit(list_link["url"]).query) == asked
        done = self.resolved("已更换灯泡", refused.context["back"])
        assert parse_qs(urlsplit(done["Location"]).query) == asked
        self.order.refresh_from_db()
        assert self.order.state != OrderState.IN_HAND

    def test_what_is_no_address_of_a_list_leads_to_the_list_and_nowhere_else(self):
        for back in ("//example.org/x", "page=²&state=nonsense", "https://example.org/?state=in_hand"):
            refused = self.resolved("", back)
            (list_link,) = refused.context["trail"]
            assert urlsplit(list_link["url"]).netloc == ""
            assert list_link["url"].startswith(reverse("workorders:list") + "?split=on&open=")

    def test_it_is_searched_narrowed_and_ticked_as_the_table_is_and_stays_beside(self):
        saved = save_filter(
            name="在办", query="state=in_hand", is_shared=False, actor=self.office.officer.actor, at=MONDAY
        )
        text = self.officer.get("/desk/orders/?split=on&state=in_hand").content.decode()
        assert 'name="words"' in text
        assert '<input type="hidden" name="split" value="on">' in text
        for link in (
            "?split=on",
            "?is_late=on&amp;sort=due&amp;split=on",
            f"?{saved.query}&amp;split=on",
        ):
            assert f'href="{link}"' in text
        assert f'form="bulk" name="order" value="{self.order.pk}:{self.order.version}"' in text
        assert 'id="bulk"' in text
        assert text.count("data-tick-all") == 1
        table = self.officer.get("/desk/orders/").content.decode()
        assert table.count("data-tick-all") == 1
        assert 'href="?is_late=on&amp;sort=due"' in table
        kept = self.officer.post(
            reverse("workorders:save_filter"), {"name": "超期", "query": "is_late=on", "split": "on"}
        )
        assert kept["Location"] == "/desk/orders/?is_late=on&split=on"
