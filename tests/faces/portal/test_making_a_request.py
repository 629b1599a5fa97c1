"""A resident makes a request, one thing per page."""

from io import BytesIO
from unittest import mock
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from jiezhi.concerns.actions import submit_concern
from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import pictures_of
from jiezhi.core.numbers import format_code
from jiezhi.pictures.showing import picture_response
from tests.faces.portal.story import make_resident
from tests.factories import make_office

MOST_STATEMENTS = 15


def test_the_first_page_leads_to_the_only_street(resident):
    answer = resident.client.get("/")
    assert answer.status_code == 302
    assert answer.url == resident.url()


def test_two_streets_are_listed(resident):
    other = make_office()
    page = resident.client.get("/").content.decode()
    assert resident.office.street.name in page
    assert f'href="/s/{other.street.slug}/"' in page


def test_the_first_page_asks_one_question_and_names_the_telephone(resident):
    page = resident.get().content.decode()
    assert "What can we do for you today?" in page
    assert 'href="tel:0000-12345"' in page
    assert "青石路1号便民服务中心" in page


def test_an_unknown_street_is_told_as_missing(resident):
    answer = resident.client.get("/s/nowhere/")
    assert answer.status_code == 404
    assert "No street office is known here by that address." in answer.content.decode()


def test_words_of_the_question_box_start_a_request(resident):
    answer = resident.post("request/words/", words="路灯不亮", start="1")
    assert answer.url == resident.url("request/place/")
    assert "路灯不亮" in resident.get("request/words/").content.decode()


def test_a_request_without_words_is_explained_at_the_field(resident):
    answer = resident.post("request/words/", words="  ")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_words"' in page
    assert "Tell us in your own words what is the matter." in page


def test_a_later_page_leads_to_the_first_open_question(resident):
    assert resident.get("request/check/").url == resident.url("request/words/")
    resident.post("request/words/", words="路灯不亮")
    assert resident.get("request/check/").url == resident.url("request/place/")


def test_a_place_needs_an_estate_a_mark_or_a_description(resident):
    resident.post("request/words/", words="路灯不亮")
    answer = resident.post("request/place/", estate="", place_note="")
    assert answer.status_code == 422
    assert "Choose the estate, mark the place on the map, or describe it below." in answer.content.decode()


def test_a_mark_outside_the_street_is_told_and_the_description_kept(resident):
    resident.post("request/words/", words="路灯不亮")
    answer = resident.post("request/place/", lon="121.5", lat="31.2", place_note="菜场门口")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"lies outside {resident.office.street.name}" in page
    assert "菜场门口" in page


def test_a_mark_on_the_map_finds_community_and_grid_cell(resident):
    key = resident.fill()
    resident.post("request/place/", estate="", lon="120.002", lat="30.003", place_note="")
    assert "marked on the map" in resident.get("request/check/").content.decode()
    resident.post("request/check/", submission_key=key)
    concern = Concern.objects.get()
    assert (concern.lon, concern.lat, concern.estate) == (120.002, 30.003, None)
    assert concern.community == resident.office.community
    assert concern.grid_cell is not None


def test_a_description_alone_is_enough(resident):
    resident.fill()
    resident.post("request/place/", estate="", place_note="菜场门口的路口")
    key = resident.get("request/check/").context["draft"].key
    resident.post("request/check/", submission_key=key)
    concern = Concern.objects.get()
    assert concern.place_note == "菜场门口的路口"
    assert concern.community is None


def test_an_estate_of_another_street_is_refused(resident):
    other = make_office()
    resident.post("request/words/", words="路灯不亮")
    answer = resident.post("request/place/", estate=str(other.estate.pk))
    assert answer.status_code == 422


def test_the_map_shows_only_this_street(resident):
    other = make_office()
    layers = resident.get("map.json").json()
    names = [feature["properties"]["name"] for feature in layers["estates"]["features"]]
    assert names == [resident.office.estate.name]
    assert other.estate.name not in names
    assert layers["communities"]["features"][0]["geometry"]["type"] == "Polygon"


def test_a_photo_appears_without_what_the_camera_knew(resident):
    resident.post("request/words/", words="路灯不亮")
    resident.post("request/place/", estate=str(resident.office.estate.pk))
    assert resident.photo().url == resident.url("request/photos/")
    picture_id = resident.get("request/photos/").context["draft"].picture_ids[0]
    shown = resident.get(f"request/photos/{picture_id}/")
    picture = Image.open(BytesIO(shown.content))
    assert picture.size == (40, 80)  # stood up, as the camera was held
    assert not picture.getexif()
    assert b"SECRET COMMENT" not in shown.content
    assert b"Photographer Zhang" not in shown.content


def test_a_photo_of_a_draft_is_shown_to_nobody_else(resident):
    resident.post("request/words/", words="路灯不亮")
    resident.post("request/place/", estate=str(resident.office.estate.pk))
    resident.photo()
    picture_id = resident.get("request/photos/").context["draft"].picture_ids[0]
    assert make_resident(resident.office).get(f"request/photos/{picture_id}/").status_code == 404


def test_a_file_that_is_no_picture_is_told_at_its_field_and_nothing_is_lost(resident):
    resident.post("request/words/", words="路灯不亮")
    resident.post("request/place/", estate=str(resident.office.estate.pk))
    resident.photo()
    answer = resident.photo(b"%PDF-1.7 nothing to see", next="1")
    assert answer.status_code == 422
    assert 'id="id_album_error"' in answer.content.decode()
    draft = resident.get("request/photos/").context["draft"]
    assert len(draft.picture_ids) == 1
    assert draft.words == "路灯不亮"


def test_a_fourth_photo_is_refused_with_the_limit(resident):
    resident.post("request/words/", words="路灯不亮")
    resident.post("request/place/", estate=str(resident.office.estate.pk))
    for _ in range(3):
        resident.photo()
    answer = resident.photo()
    assert answer.status_code == 422
    assert "At most 3 photos." in answer.content.decode()


def test_a_photo_can_be_removed(resident):
    resident.post("request/words/", words="路灯不亮")
    resident.post("request/place/", estate=str(resident.office.estate.pk))
    resident.photo()
    picture_id = resident.get("request/photos/").context["draft"].picture_ids[0]
    resident.post("request/photos/", remove=picture_id)
    assert resident.get("request/photos/").context["draft"].picture_ids == ()


@pytest.mark.parametrize("typed", ["", "12345", "1380000123x"])
def test_a_wrong_telephone_number_is_told_and_kept(resident, typed):
    resident.fill()
    answer = resident.post("request/contact/", contact="phone", phone=typed)
    assert answer.status_code == 422
    assert 'id="id_phone_error"' in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_the_telephone_number_is_kept_as_bare_digits(resident):
    assert resident.submit(phone="+86 138 0000-1234").phone == "13800001234"


def test_an_anonymous_request_keeps_no_number_whatever_was_typed(resident):
    key = resident.fill()
    resident.post("request/contact/", contact="anonymous", phone="13800001234")
    resident.post("request/check/", submission_key=key)
    assert Concern.objects.get().phone == ""


def test_a_changed_answer_leads_back_to_the_check_page(resident):
    resident.fill()
    answer = resident.post("request/words/", words="路灯闪烁")
    assert answer.url == resident.url("request/check/")
    assert "路灯闪烁" in resident.get("request/check/").content.decode()


def test_the_request_that_was_sent_has_everything_that_was_entered(resident):
    key = resident.fill(phone="13800001234")
    resident.photo(next="1")
    resident.post("request/check/", submission_key=key)
    concern = Concern.objects.get()
    assert concern.words == "3号楼前的路灯不亮"
    assert concern.estate == resident.office.estate
    assert concern.place_note == "3号楼东侧"
    (picture,) = pictures_of(concern)
    assert not Image.open(BytesIO(picture_response(picture).content)).getexif()


def test_the_number_and_the_code_in_groups_of_four_are_shown(resident):
    concern = resident.submit()
    page = resident.get("request/done/").content.decode()
    code = resident.code()
    assert concern.number in page
    assert f"<span>{code[:10]}</span><span>{code[10:]}</span>" in page
    assert code == format_code(code)
    assert len(code.split("-")) == 4


def test_the_same_form_sent_twice_makes_one_request_and_shows_one_code(resident):
    key = resident.fill()
    first = resident.post("request/check/", submission_key=key)
    code = resident.code()
    second = resident.post("request/check/", submission_key=key)
    assert first.url == second.url
    assert resident.code() == code
    assert Concern.objects.count() == 1


def test_going_back_after_sending_leads_to_the_code_again(resident):
    resident.submit()
    code = resident.code()
    assert resident.get("request/check/").url == resident.url("request/done/")
    assert resident.code() == code


def test_a_shared_browser_keeps_no_page(resident):
    resident.submit()
    for page in ("", "request/done/", "mine/"):
        assert resident.get(page).headers["Cache-Control"] == "private, no-store"
    assert "max-age" in resident.get("map.json").headers["Cache-Control"]


def test_two_taps_at_the_same_moment_make_one_request(resident):
    """Both requests have read the draft before either has sent it: the session of before is put back."""
    key = resident.fill()
    draft = dict(resident.client.session.items())
    resident.post("request/check/", submission_key=key)
    code = resident.code()
    session = resident.client.session
    session.clear()
    session.update(draft)
    session.save()
    assert resident.post("request/check/", submission_key=key).status_code == 302
    assert resident.code() == code
    assert Concern.objects.count() == 1


def test_the_tap_that_loses_the_race_is_tried_once_more(resident):
    key = resident.fill()
    taps = []

    def lose_first(**given):
        taps.append(given)
        if len(taps) == 1:
            raise IntegrityError("concern_submission_once")
        return submit_concern(**given)

    with mock.patch("jiezhi.faces.portal.sending.submit_concern", side_effect=lose_first):
        assert resident.post("request/check/", submission_key=key).status_code == 302
    assert len(taps) == 2
    assert Concern.objects.count() == 1


def test_a_check_page_of_an_older_draft_sends_nothing(resident):
    resident.fill()
    answer = resident.post("request/check/", submission_key=str(uuid4()))
    assert answer.status_code == 409
    assert "You have begun another request" in answer.content.decode()
    assert Concern.objects.count() == 0


def test_a_locked_database_keeps_the_draft_and_the_same_form_can_be_sent_again(resident):
    key = resident.fill()
    busy = OperationalError("database is locked")
    with mock.patch("jiezhi.faces.portal.sending.submit_concern", side_effect=busy):
        answer = resident.post("request/check/", submission_key=key)
    assert answer.status_code == 503
    assert f'name="submission_key" value="{key}"' in answer.content.decode()
    assert Concern.objects.count() == 0
    assert resident.post("request/check/", submission_key=key).status_code == 302
    assert Concern.objects.get().words == "3号楼前的路灯不亮"


def test_a_page_open_for_too_long_keeps_the_words(office):
    resident = make_resident(office, enforce_csrf_checks=True)
    answer = resident.post("request/words/", words="路灯不亮，很久了")
    assert answer.status_code == 403
    assert 'name="words" value="路灯不亮，很久了"' in answer.content.decode()


def test_sending_takes_few_statements(resident):
    key = resident.fill(phone="13800001234")
    resident.photo(next="1")
    with CaptureQueriesContext(connection) as captured:
        assert resident.post("request/check/", submission_key=key).status_code == 302
    bookkeeping = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    statements = [row["sql"] for row in captured if not row["sql"].startswith(bookkeeping)]
    assert len(statements) <= MOST_STATEMENTS, statements


def test_neither_words_nor_number_nor_code_ride_in_addresses(resident):
    key = resident.fill(words="私事", phone="13800001234")
    sent = resident.post("request/check/", submission_key=key)
    code = resident.code().replace("-", "")
    for part in ("13800001234", code, "私事"):
        assert part not in sent.url
