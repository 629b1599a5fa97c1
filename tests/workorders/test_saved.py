"""Saved filters: own and shared apart, written over and taken off by whoever keeps them, counted where it is cheap."""

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.models import PostHolding
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.actions import save_filter
from jiezhi.workorders.filter_forms import filter_of
from jiezhi.workorders.models import SavedFilter
from jiezhi.workorders.saved import MOST_SAVED, is_counted
from tests.budget import spend_at_most
from tests.factories import make_office, make_staff, staff_client
from tests.factories.hands import order_in_hand
from tests.factories.workorders import MONDAY

LIST, FILTERS, SAVE = "/desk/orders/", "workorders:filters", "workorders:save_filter"


class SavedFiltersTest(TestCase):
    """Two people of one department."""

    @classmethod
    def setUpTestData(cls):
        cls.office = make_office()
        cls.sharer = make_staff(cls.office.lighting, OFFICER)
        cls.colleague = make_staff(cls.office.lighting, OFFICER)
        order_in_hand(cls.office)

    def kept(self, name: str, *, who, is_shared: bool = False, query: str = "state=in_hand") -> SavedFilter:
        return save_filter(name=name, query=query, is_shared=is_shared, actor=who.actor, at=MONDAY)

    def names_of(self, who) -> list[str]:
        page = staff_client(who).get(reverse(FILTERS))
        return [line.saved.name for line in page.context["lines"]]

    def test_what_a_department_shares_neither_blocks_nor_hides_what_somebody_keeps(self):
        shared = [f"本所{number}" for number in range(MOST_SAVED)]
        own = [f"自用{number}" for number in range(MOST_SAVED)]
        for name in shared:
            self.kept(name, who=self.sharer, is_shared=True)
        for name in own:
            self.kept(name, who=self.colleague)
        assert sorted(self.names_of(self.colleague)) == sorted(shared + own)
        assert len(staff_client(self.colleague).get(LIST).context["saved"]) == 2 * MOST_SAVED
        with pytest.raises(InvalidError):
            self.kept("再一个", who=self.colleague)
        with pytest.raises(InvalidError):
            self.kept("再一个", who=self.colleague, is_shared=True)

    def test_a_refused_filter_is_shown_again_as_it_was_typed(self):
        for number in range(MOST_SAVED):
            self.kept(f"自用{number}", who=self.colleague)
        sent = {"name": "我社区的超期件", "query": "is_late=on&page=2", "split": "on"}
        refused = staff_client(self.colleague).post(reverse(SAVE), sent)
        text = refused.content.decode()
        assert refused.status_code == 422
        assert f"已经保存了 {MOST_SAVED} 个" in text
        assert 'value="我社区的超期件"' in text
        assert 'name="query" value="is_late=on"' in text
        assert not SavedFilter.objects.filter(name="我社区的超期件").exists()

    def test_only_who_shared_a_filter_writes_over_it_or_takes_it_off(self):
        shared = self.kept("在办", who=self.sharer, is_shared=True)
        with pytest.raises(InvalidError):
            self.kept("在办", who=self.colleague, is_shared=True, query="is_late=on")
        drop, client = reverse("workorders:drop_filter", args=[shared.pk]), staff_client(self.colleague)
        assert drop not in client.get(reverse(FILTERS)).content.decode()
        assert client.post(drop).status_code == 403
        shared.refresh_from_db()
        assert (shared.query, shared.keeper_id) == ("state=in_hand", self.sharer.actor.id)
        self.kept("在办", who=self.sharer, is_shared=True, query="is_late=on")
        shared.refresh_from_db()
        assert shared.query == "is_late=on"

    def test_what_somebody_shared_who_has_left_is_taken_off_by_a_colleague(self):
        shared = self.kept("在办", who=self.sharer, is_shared=True)
        left = PostHolding.objects.filter(user=self.sharer.user)
        assert left.update(until_on=timezone.localdate())
        drop, client = reverse("workorders:drop_filter", args=[shared.pk]), staff_client(self.colleague)
        assert drop in client.get(reverse(FILTERS)).content.decode()
        client.post(drop)
        assert not SavedFilter.objects.exists()

    def test_only_what_an_index_narrows_is_counted(self):
        self.kept("在办", who=self.colleague)
        walked = (
            "outcome=unsatisfied",
            "is_reopened=on",
            "is_sent_back_often=on",
            "words=路灯",
            "hand_over=called",
        )
        for number, query in enumerate(walked):
            assert not is_counted(filter_of(query))
            self.kept(f"逐件{number}", who=self.colleague, query=query)
        client = staff_client(self.colleague)
        with spend_at_most(12) as spent:
            page = client.get(LIST)
        assert [line.count for line in page.context["saved"]] == ["1", "", "", "", "", ""]
        counting = " ".join(asked for asked in map(str, spent.statements) if "SELECT (SELECT COUNT" in asked)
        assert '"state" = ' in counting
        for column in ("was_satisfied", "reopened_count", "sent_back_count", "hand_over", "orderwords"):
            assert column not in counting
