"""What a telephone's queue asks and is answered; and the same pages by hand, without a script."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from jiezhi.concerns.codes import digest_of
from jiezhi.concerns.models import Concern
from jiezhi.fieldwork.models import FieldReport, TakenDeed, Visit
from jiezhi.fieldwork.queries import account_of
from jiezhi.fieldwork.tasks import WORDS_KEPT, forget_old_words
from jiezhi.kit.models import Look, StoredPicture
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import pictures_of
from tests.factories import make_office, staff_client
from tests.factories.fieldwork import reported_from_patrol, taken_visit
from tests.factories.hands import reported_order
from tests.factories.pages import text_of
from tests.pictures.uploads import coloured

JSON = {"accept": "application/json"}


class QueueTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER  # each test has a folder of its own, in which these do not open
        cls.office = make_office()

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        self.client = staff_client(self.office.grid_worker)
        self.fields = {"matter": str(self.office.rubbish.pk), "estate": str(self.office.estate.pk)}

    def queue(self, path: str, **fields):
        return self.client.post(path, {"key": str(uuid4()), **fields}, headers=JSON)

    def test_a_report_with_a_picture_is_taken_once(self):
        picture = {"key": str(uuid4())}
        for _ in range(2):
            upload = SimpleUploadedFile("a.jpg", coloured(), content_type="image/jpeg")
            assert self.queue("/patrol/pictures/", photo=upload, **picture).status_code == 200
        assert StoredPicture.objects.count() == 1
        seen_at = (datetime.now(UTC) - timedelta(hours=3)).replace(microsecond=0)
        sent = {
            **self.fields,
            "picture_keys": picture["key"],
            "seen_at": seen_at.isoformat(),
            "key": str(uuid4()),
        }
        answers = [self.queue("/patrol/report/", **sent).json() for _ in range(2)]
        order = WorkOrder.objects.get()
        assert answers[0] == answers[1]
        assert answers[0]["number"] == order.number
        assert self.client.get(answers[0]["url"]).status_code == 200
        assert len(pictures_of(order)) == 1
        assert FieldReport.objects.get().seen_at == seen_at

    def test_what_is_wrong_is_told_as_words_and_nothing_is_kept(self):
        nothing = self.queue("/patrol/report/")
        assert (nothing.status_code, nothing.headers["Content-Type"]) == (422, "application/problem+json")
        assert "请选择事项" in nothing.json()["title"]
        personal = self.queue("/patrol/report/", **self.fields, words="电话13800001234")
        assert (personal.status_code, "疑似含有个人的号码" in personal.json()["title"]) == (422, True)
        gone = self.queue("/patrol/report/", **self.fields, picture_keys=str(uuid4()))
        assert (gone.status_code, gone.json()["type"]) == (409, "urn:jiezhi:problem:picture_gone")
        broken = SimpleUploadedFile("a.jpg", b"no picture")
        assert self.queue("/patrol/pictures/", photo=broken).status_code == 422
        assert self.queue("/patrol/pictures/").status_code == 422
        assert WorkOrder.objects.count() + TakenDeed.objects.count() == 0

    def test_what_another_account_wrote_is_refused_and_nothing_of_it_is_taken(self):
        order = reported_order(self.office, self.office.rubbish)
        found = {"version": order.version, "finding": "done"}
        other = {"account": account_of(self.office.community_worker.actor)}
        photo = SimpleUploadedFile("a.jpg", coloured(), content_type="image/jpeg")
        for path, fields in (
            ("/patrol/report/", self.fields),
            ("/patrol/pictures/", {"photo": photo}),
            (
                "/patrol/visits/new/",
                {"estate": self.fields["estate"], "seen": "都好", "next_step": "nothing"},
            ),
            (f"/patrol/checks/{order.pk}/", found),
        ):
            refused = self.queue(path, **fields, **other)
            assert (refused.status_code, refused.json()["type"]) == (409, "urn:jiezhi:problem:other_account")
            assert "另一个账号" in refused.json()["title"]
        assert TakenDeed.objects.count() + FieldReport.objects.count() + Visit.objects.count() == 0
        own = {"account": account_of(self.office.grid_worker.actor)}
        assert self.queue("/patrol/report/", **self.fields, **own).json()["number"]

    def test_who_is_not_signed_in_or_may_not_is_told_so(self):
        assert Client().post("/patrol/report/", self.fields, headers=JSON).status_code == 302
        assert Client().get("/patrol/who/", headers=JSON).status_code == 302
        officer = staff_client(self.office.officer)
        refused = officer.post("/patrol/report/", self.fields, headers=JSON)
        assert (refused.status_code, "巡查上报" in refused.json()["title"]) == (403, True)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = self.client.cookies
        assert strict.post("/patrol/report/", self.fields, headers=JSON).status_code == 403
        token = strict.get("/patrol/who/", headers=JSON).json()["token"]
        sent = strict.post("/patrol/report/", self.fields, headers=JSON | {"x-csrftoken": token})
        assert sent.json()["number"] == WorkOrder.objects.get().number

    def test_the_code_of_a_wish_is_told_and_kept_nowhere(self):
        wish = {"estate": self.fields["estate"], "seen": "家里整洁", "wish": "想装扶手", "has_agreed": "on",
                "next_step": "nothing", "key": str(uuid4())}  # fmt: skip
        answers = [self.queue("/patrol/visits/new/", **wish).json() for _ in range(2)]
        concern = Concern.objects.get()
        assert answers[0] == answers[1]
        assert digest_of(answers[0]["code"]) == concern.code_digest
        assert answers[0]["code"] not in json.dumps(TakenDeed.objects.get().answer)
        shown = text_of(self.client.post("/patrol/visits/new/", wish))
        assert answers[0]["code"] in shown
        assert answers[0]["code"] not in json.dumps(dict(self.client.session.items()))

    def test_a_finding_that_somebody_else_made_is_told_and_stays_with_its_writer(self):
        order = reported_order(self.office, self.office.rubbish)
        path, found = f"/patrol/checks/{order.pk}/", {"version": order.version, "finding": "done"}
        assert self.queue(path, **found).json()["number"] == order.number
        late = self.queue(path, **found)
        assert (late.status_code, "待回访" in late.json()["title"]) == (409, True)
        order.refresh_from_db()
        assert order.state == OrderState.AWAITING_CALLBACK

    def test_the_day_is_what_is_to_be_done_and_nothing_else(self):
        order = reported_order(self.office, self.office.rubbish)
        visit = taken_visit(self.office)
        day = self.client.post("/patrol/pack/", headers=JSON).json()
        assert day["account"] == account_of(self.office.grid_worker.actor)
        assert [row["number"] for row in day["checks"]] == [order.number]
        assert [row["door"] for row in day["visits"]] == ["3号楼2单元501"]
        assert "独居" not in json.dumps(day, ensure_ascii=False)
        assert [row["name"] for row in day["estates"]] == [self.office.estate.name]
        assert day["tiles"][0]["name"] == self.office.rubbish.name
        look = Look.objects.get()
        assert (look.subject_id, look.columns) == (visit.pk, ["door"])
        assert day["screens"] == ["today", "report", "new_visit", "queue"]
        community = staff_client(self.office.community_worker).post("/patrol/pack/", headers=JSON).json()
        assert (community["checks"], community["screens"]) == ([], day["screens"])

    def test_who_is_asked_gives_a_fresh_token_and_is_kept_by_nobody(self):
        answer = self.client.get("/patrol/who/", headers=JSON)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.json()["account"] == account_of(self.office.grid_worker.actor)
        assert str(self.office.grid_worker.user.pk) not in answer.content.decode()

    def test_the_shell_is_about_nobody(self):
        taken_visit(self.office)
        shell = self.client.get("/patrol/shell/")
        assert "csrfmiddlewaretoken" not in shell.content.decode()
        assert "csrftoken" not in shell.cookies
        assert 'data-account=""' in shell.content.decode()
        for name in (self.office.estate.name, self.office.grid_worker.user.name, self.office.rubbish.name):
            assert name not in text_of(shell)
        worker = self.client.get("/patrol/worker.js")
        assert worker.headers["Content-Type"].startswith("text/javascript")
        assert '"/static/patrol/store.js"' in worker.content.decode()
        files = worker.content.decode().partition("FILES = [")[2].partition("]")[0].split(", ")
        assert len(files) > 10
        for path in files:
            assert finders.find(path.strip('"').removeprefix("/static/")), path

    def test_another_language_is_another_version_of_the_shell(self):
        versions = {
            self.client.get("/patrol/worker.js", headers={"accept-language": language}).content.partition(
                b";"
            )[0]
            for language in ("zh-hans", "en", "en")
        }
        assert len(versions) == 2

    def test_the_manifest_names_marks_that_are_there(self):
        told = self.client.get("/patrol/app.webmanifest").json()
        assert (told["name"], told["start_url"]) == ("街治巡查", "/patrol/")
        for mark in told["icons"]:
            assert finders.find(mark["src"].removeprefix("/static/")), mark

    # By hand

    def test_without_a_script_three_taps_report_all_the_same(self):
        page = self.client.get("/patrol/report/")
        assert [matter.name for matter in page.context["tiles"]] != []
        upload = SimpleUploadedFile("a.jpg", coloured(), content_type="image/jpeg")
        done = self.client.post("/patrol/report/", {**self.fields, "photo": upload}, follow=True)
        order = WorkOrder.objects.get()
        assert order.number in text_of(done)
        assert len(pictures_of(order)) == 1
        wrong = self.client.post("/patrol/report/", {"words": "一堆垃圾"})
        assert (wrong.status_code, "一堆垃圾" in text_of(wrong)) == (422, True)

    def test_the_most_used_matter_comes_first(self):
        lamp = {"matter_id": self.office.lamp.pk}
        for _ in range(2):
            reported_from_patrol(self.office, at=timezone.now(), **lamp)
        tiles = self.client.get("/patrol/report/").context["tiles"]
        assert [matter.name for matter in tiles] == [self.office.lamp.name, self.office.rubbish.name]

    def test_a_visit_that_is_due_is_made_again_from_its_page(self):
        before = taken_visit(self.office)
        assert f"/patrol/visits/{before.pk}/" in self.client.get("/patrol/").content.decode()
        page = self.client.get(f"/patrol/visits/{before.pk}/")
        assert "3号楼" not in text_of(page)
        assert "3号楼2单元501" in text_of(self.client.post(f"/patrol/visits/{before.pk}/words/"))
        form = self.client.get(f"/patrol/visits/new/?follows={before.pk}").context["form"]
        assert str(form["follows"].value()) == str(before.pk)
        told = {
            "estate": self.fields["estate"],
            "seen": "都好",
            "next_step": "nothing",
            "follows": str(before.pk),
        }
        self.client.post("/patrol/visits/new/", told)
        assert Visit.objects.get(pk=before.pk).followed_by is not None

    def test_who_visits_and_checks_nothing_is_led_to_their_visits(self):
        reported_order(self.office, self.office.rubbish)
        worker = staff_client(self.office.community_worker)
        page = worker.get("/patrol/", follow=True)
        assert page.redirect_chain == [("/patrol/visits/due/", 302)]
        assert "现在没有到期的走访" in text_of(page)
        before = taken_visit(self.office)
        page = worker.get("/patrol/visits/due/")
        assert f"/patrol/visits/{before.pk}/" in page.content.decode()
        links = page.context["navigation"].patrol
        assert [link.url for link in links if link.is_current] == ["/patrol/visits/due/"]
        own = self.client.get("/patrol/").context["navigation"].patrol
        assert [link.url for link in own][:2] == ["/patrol/", "/patrol/report/"]
        officer = staff_client(self.office.officer).get("/patrol/")
        assert (officer.status_code, "现场核查" in text_of(officer)) == (403, True)

    def test_a_visit_after_which_nothing_follows_is_found_again(self):
        before = taken_visit(self.office)
        assert "/patrol/visits/" in self.client.get("/patrol/visits/new/").content.decode()
        page = self.client.get("/patrol/visits/")
        assert f"/patrol/visits/{before.pk}/" in page.content.decode()
        assert self.office.estate.name in text_of(page)
        assert "3号楼" not in text_of(page)
        forget_old_words(before.noted_at + WORDS_KEPT + timedelta(hours=1))
        page = text_of(self.client.get(f"/patrol/visits/{before.pk}/"))
        assert "门牌和现场情况保留两年" in page
        assert "查看门牌" not in page

    def test_the_dispatcher_finds_the_report_and_its_order_tells_where_it_came_from(self):
        order = reported_from_patrol(self.office, at=timezone.now())
        dispatcher = staff_client(self.office.dispatcher)
        assert order.brief in text_of(dispatcher.get("/desk/today/"))
        page = text_of(dispatcher.get(f"/desk/orders/{order.pk}/"))
        assert "巡查上报" in page
        assert "派单" in page


@pytest.mark.parametrize("word", ["watchPosition", 'localStorage.setItem("place', "innerHTML", "eval("])
def test_the_scripts_watch_nobody_and_write_no_markup(word):
    from pathlib import Path

    import jiezhi.faces.patrol

    scripts = list((Path(jiezhi.faces.patrol.__file__).parent / "static" / "patrol").glob("*.js"))
    assert len(scripts) > 5
    assert [path.name for path in scripts if word in path.read_text(encoding="utf-8")] == []
