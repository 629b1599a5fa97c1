from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def shown(source: str, address: str = "/", **values: object) -> str:
    request = RequestFactory().get(address)
    template = Template(CottonCompiler().process(source))
    return " ".join(template.render(RequestContext(request, values)).split())


def test_a_wrong_form_gets_a_summary_that_takes_the_focus_and_leads_to_the_fields(client):
    page = client.post("/demo/portal/", {"subject": ""}, headers={"Accept-Language": "en"}).content.decode()
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert '<a href="#id_subject"><strong>Subject</strong>&nbsp;This field is required.</a>' in page
    assert '<a href="#id_answer_by">' in page
    assert 'id="id_answer_by"' in page, "the link of a radio group has somewhere to go"
    assert 'aria-invalid="true"' in page
    assert 'id="id_subject_error"' in page


def test_a_field_ties_hint_and_error_to_the_control(client):
    page = client.post("/demo/portal/", {"subject": ""}, headers={"Accept-Language": "en"}).content.decode()
    control = page[page.index('<input type="text" name="subject"') :].split(">")[0]
    assert "id_subject_helptext" in control
    assert "id_subject_error" in control


def test_a_file_is_chosen_with_a_labelled_button(client):
    page = client.get("/demo/portal/", headers={"Accept-Language": "en"}).content.decode()
    assert 'class="button button-quiet file-button" for="id_photo">Choose a photo' in page
    assert '<input type="file" name="photo"' in page


def test_a_button_with_an_address_is_a_link():
    assert '<a class="button button-quiet" href="/x/"' in shown(
        '<c-button href="/x/" kind="quiet">Go</c-button>'
    )
    button = shown('<c-button name="verb" value="a" key="a">Go</c-button>')
    assert '<button class="button button-primary" type="submit" data-key="a" name="verb" value="a">' in button


def test_a_component_sees_nothing_of_the_page_around_it():
    assert "leak" not in shown("<c-card>text</c-card>", title="leak", actions="leak", foot="leak")


def test_values_are_escaped_in_components():
    page = shown('<c-tile href="/" title="{{ name }}" /><c-tag>{{ name }}</c-tag>', name="<script>")
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 2


def test_an_answer_that_was_not_given_says_so_and_zero_is_an_answer():
    answers = [
        {"label": "Rooms", "value": 0, "change_url": "/rooms/"},
        {"label": "Lift", "value": "", "change_url": ""},
    ]
    page = shown('<c-answers :answers="answers" />', answers=answers)
    assert "<dd>0</dd>" in page
    assert "Not given" in page
    assert page.count("Change") == 1


def test_a_countdown_says_the_time_in_words_and_keeps_the_exact_time():
    due_at = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
    page = shown(
        '<c-countdown :due_at="due_at" tone="LATE" text="{{ text }}" />', due_at=due_at, text="1 day overdue"
    )
    assert 'class="countdown countdown-late"' in page
    assert 'datetime="2026-03-12T09:30:00+08:00"' in page
    assert "1 day overdue" in page


def test_a_masked_value_asks_for_a_reason_by_post():
    page = shown(
        '<c-masked value="138****0000" label="Telephone" reveal_url="/reveal/" :reasons="r" />',
        r=[("c", "Callback")],
    )
    assert '<form method="post" action="/reveal/"' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert '<select name="reason" required>' in page
    assert "form" not in shown('<c-masked value="138****0000" label="Telephone" />')


def test_sorting_turns_round_and_keeps_the_filters():
    source = '<c-sort-header name="due" sort="{{ sort }}">Due</c-sort-header>'
    assert 'aria-sort="ascending"><a href="?q=lamp&amp;sort=-due"' in shown(
        source, "/?q=lamp&page=3", sort="due"
    )
    assert 'aria-sort="descending"><a href="?q=lamp&amp;sort=due"' in shown(source, "/?q=lamp", sort="-due")
    assert "aria-sort" not in shown(source, sort="number")


def test_pages_lead_on_and_keep_the_filters():
    page = shown('<c-pages :page="page" />', "/?q=lamp&page=2", page=Paginator(range(60), 20).page(2))
    assert 'rel="prev" href="?q=lamp&amp;page=1"' in page
    assert 'rel="next" href="?q=lamp&amp;page=3"' in page


def test_a_toast_offers_to_undo_by_post():
    page = shown('<c-toast tone="ok" undo_url="/undo/">Dispatched.</c-toast>')
    assert '<form class="inline-form" method="post" action="/undo/">' in page
    assert "form" not in shown("<c-toast>Dispatched.</c-toast>")


def test_components_stand_without_a_web_request():
    assert "Go" in Template(CottonCompiler().process("<c-button>Go</c-button>")).render(Context())
