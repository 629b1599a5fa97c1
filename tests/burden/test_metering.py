"""The burden meter counts fields and time of processes, and no person."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django import forms
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from jiezhi.burden import metering as burden
from jiezhi.burden.metering import MeteredForm, count_form, note_made, note_post, process, spent_between
from jiezhi.burden.models import BurdenDay
from tests.budget import spend_at_most
from tests.factories import make_office
from tests.factories.workorders import MONDAY

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
TRIED = process("kit.tried", "tried")


class Tried(MeteredForm):
    words = forms.CharField(initial="照旧")
    place = forms.CharField(required=False)
    way = forms.ChoiceField(choices=[("phone", "电话"), ("counter", "窗口")], widget=forms.Select)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    picture = forms.FileField(required=False)


def stamp_of(form: Tried) -> str:
    return str(form.stamp).partition('value="')[2].partition('"')[0]


def shown(at: datetime = AT, **initial: str) -> str:
    """The stamp of a form that was shown at a time."""
    told = signing.loads(stamp_of(Tried(initial=initial)), salt=burden.SALT)
    return signing.dumps({**told, "at": int(at.timestamp())}, salt=burden.SALT)


def posted(stamp: str = "", files: dict[str, object] | None = None, **typed: str) -> Tried:
    return Tried({"words": "照旧", "way": "phone", "stamp": stamp, **typed}, files or {})


def test_what_was_offered_and_left_is_not_typed() -> None:
    assert count_form(posted(shown()), at=AT).typed == 0
    assert count_form(posted(), at=AT).typed == 0


def test_what_was_changed_or_chosen_is_typed() -> None:
    assert count_form(posted(shown(), words="新的"), at=AT).typed == 1
    assert count_form(posted(shown(), way="counter", place="北门"), at=AT).typed == 2


def test_what_the_page_filled_in_is_not_typed_though_the_form_has_no_such_default() -> None:
    assert count_form(posted(shown(place="3幢2单元"), place="3幢2单元"), at=AT).typed == 0
    assert count_form(posted(shown(place="3幢2单元"), place="4幢2单元"), at=AT).typed == 1


def test_hidden_and_empty_fields_are_not_typed() -> None:
    assert count_form(posted(shown(), key="x" * 20, place="  "), at=AT).typed == 0
    assert count_form(posted(shown(), words=""), at=AT).typed == 0


def test_a_file_is_one_field() -> None:
    form = posted(shown(), {"picture": SimpleUploadedFile("a.png", b"x")})
    assert count_form(form, at=AT).typed == 1


def test_what_is_held_and_what_stands_in_another_field_is_typed_again() -> None:
    form = posted(shown(), words="北门外的井盖响", place="北门外的井盖")
    assert count_form(form, at=AT).retyped == 1
    assert count_form(form, held=["北门外的井盖响，两天了"], at=AT).retyped == 2


@pytest.mark.parametrize(
    ("open_for", "counted"),
    [
        (timedelta(seconds=42), 42),
        (timedelta(0), 0),
        (timedelta(minutes=45), 1800),
        (timedelta(hours=13), None),
        (timedelta(seconds=-5), None),
    ],
)
def test_time_is_capped_and_dropped_where_it_says_nothing(open_for: timedelta, counted: int | None) -> None:
    assert count_form(posted(shown(AT)), at=AT + open_for).seconds == counted


def test_a_stamp_that_is_not_ours_tells_no_time() -> None:
    assert count_form(posted("1:forged:stamp"), at=AT).seconds is None
    assert count_form(posted(signing.dumps({"at": 1, "offered": {}}, salt="other")), at=AT).seconds is None


def test_the_stamp_holds_nothing_of_what_was_offered() -> None:
    told = signing.loads(shown(place="13812345678"), salt=burden.SALT)
    assert set(told) == {"at", "offered"}
    assert "13812345678" not in str(told)
    assert set(told["offered"]) == {"words", "place", "way"}


def test_a_form_that_is_shown_again_keeps_its_first_stamp() -> None:
    first = shown(AT)
    assert stamp_of(posted(first, words="")) == first
    assert stamp_of(posted("forged")) != "forged"


def test_a_form_that_proposes_anew_runs_on_and_what_was_changed_stays_typed() -> None:
    again = Tried(initial={"words": "新的", "place": "北门外"})
    again.carried = {"words": "新的", "way": "phone", "stamp": shown(AT)}
    sent = posted(stamp_of(again), words="新的", place="北门外")
    count = count_form(sent, at=AT + timedelta(minutes=2))
    assert (count.typed, count.seconds) == (1, 120)


def days() -> list[dict[str, object]]:
    return list(BurdenDay.objects.values())


@pytest.mark.django_db
def test_posts_of_a_day_are_one_row_written_in_one_statement() -> None:
    actor = make_office().dispatcher.actor
    for seconds in (10, 20):
        with spend_at_most(1):
            form = posted(shown(MONDAY), words="新的")
            note_post(TRIED, form, actor=actor, at=MONDAY + timedelta(seconds=seconds), channel="phone")
    note_post(TRIED, posted(), actor=actor, at=MONDAY, channel="phone", made=0)
    note_made(TRIED, sub_district_id=actor.tenant_id, at=MONDAY, made=40, channel="phone")
    (row,) = days()
    assert {name: row[name] for name in ("posts", "made", "fields_typed", "fields_retyped")} == {
        "posts": 3, "made": 42, "fields_typed": 2, "fields_retyped": 0,
    }  # fmt: skip
    assert (row["seconds_sum"], row["seconds_count"]) == (30, 2)


@pytest.mark.django_db
def test_days_channels_and_streets_are_apart() -> None:
    here, there = uuid4(), uuid4()
    for street, at, channel in (
        (here, AT, ""),
        (here, AT, "phone"),
        (there, AT, ""),
        (here, AT + timedelta(days=1), ""),
    ):
        note_made(TRIED, sub_district_id=street, at=at, made=1, channel=channel)
    note_made(TRIED, sub_district_id=here, at=AT, made=0)
    assert len(days()) == 4
    spent = spent_between(here, date(2026, 11, 2), date(2026, 11, 3))
    assert sorted((row.channel, row.made) for row in spent) == [("", 2), ("phone", 1)]


@pytest.mark.django_db
def test_the_local_day_counts() -> None:
    note_made(TRIED, sub_district_id=uuid4(), at=datetime(2026, 11, 2, 17, tzinfo=UTC), made=1)
    assert days()[0]["on"] == date(2026, 11, 3)


def test_a_post_without_time_counts_as_long_as_the_others() -> None:
    spent = burden.Spent("x", "", posts=4, made=2, typed=0, retyped=0, seconds=120, timed=2)
    assert spent.minutes == 4.0
    assert burden.Spent("x", "", 4, 2, 0, 0, 0, 0).minutes == 0.0


def test_no_person_no_order_and_no_time_of_day_is_kept() -> None:
    kept = {field.name: field.get_internal_type() for field in BurdenDay._meta.fields}
    assert set(kept) == {
        "id", "sub_district_id", "on", "process", "channel", "posts", "made", "fields_typed",
        "fields_retyped", "seconds_sum", "seconds_count",
    }  # fmt: skip
    assert kept.pop("id") in {"BigAutoField", "AutoField"}
    assert kept.pop("sub_district_id") == "UUIDField"
    assert set(kept.values()) == {"DateField", "CharField", "PositiveIntegerField"}
    assert not any(field.is_relation for field in BurdenDay._meta.fields)


def test_a_figure_that_cannot_be_kept_does_not_undo_the_deed(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_given: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(burden, "add_up", locked)
    note_made(TRIED, sub_district_id=uuid4(), at=AT, made=1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_are_both_counted() -> None:
    street, count, start = uuid4(), 8, Barrier(8)

    def post(street: UUID) -> None:
        start.wait()
        note_made(TRIED, sub_district_id=street, at=AT, made=1)
        connection.close()

    threads = [Thread(target=post, args=(street,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (row,) = days()
    assert row["made"] == count
