"""A month's brief and the public page say what their figures leave out."""

import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from jiezhi.assessment.drawing import printed, set_brief
from jiezhi.kit.measure import every_measure
from tests.factories import make_office, staff_client
from tests.factories.assessment import fixed_month

AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
DEPARTMENTS = [[f"第{number:02d}科室", 20, 40] for number in range(24)]
CAUSES = [[f"原因{number:02d}", 20, 18] for number in range(20)]

pytestmark = pytest.mark.django_db


def test_a_brief_prints_every_department_and_cause_and_how_many_orders_have_none():
    pytest.importorskip("typst", reason="install typst: it sets documents")
    reading = pytest.importorskip("pypdf", reason="install pypdf: it reads them")
    figures = {"departments": DEPARTMENTS, "causes": CAUSES, "without_cause": 69}
    brief = fixed_month(make_office(), month_on=OCTOBER, at=AT, **figures)
    pages = reading.PdfReader(io.BytesIO(set_brief(brief))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert all(f"{name}50.0%20/40" in text for name, *_counts in DEPARTMENTS)
    assert all(f"{name}20" in text for name, *_counts in CAUSES)
    assert "另有69件没有投诉原因。" in text


def test_a_brief_of_a_month_whose_orders_all_have_a_cause_does_not_speak_of_others():
    brief = fixed_month(make_office(), month_on=OCTOBER, at=AT, without_cause=0)
    assert printed(brief)["without_cause"] == ""


def test_the_public_page_and_its_file_say_once_that_rates_count_all_orders():
    office = make_office()
    fixed_month(office, month_on=OCTOBER, at=AT)
    fixed_month(office, month_on=date(2026, 9, 1), at=AT)
    url = reverse("portal:figures", args=[office.street.slug])
    text = Client().get(url).content.decode()
    table = Client().get(f"{url}table/").content.decode("utf-8-sig")
    for told in (text, table):
        assert "立案办理" not in told
        assert "诉求立案" in told
        assert told.count("巡查、会议等产生的工单也计算在内") == 1


def test_of_five_figures_the_first_four_are_shown_and_the_page_says_why():
    client, url = staff_client(make_office().leader), reverse("assessment:figures")
    five = [measure.key for measure in every_measure()][:5]
    text = client.get(url, {"measure": five}).content.decode()
    assert "最多选 4 项，以下为所选的前 4 项。" in text
    assert "未生效" not in text
    assert [f'value="{key}" selected' in text for key in five] == [True] * 4 + [False]
    four = client.get(url, {"measure": five[1:]}).content.decode()
    assert "最多选 4 项，以下" not in four
    odd = client.get(url, {"measure": [*five[:2], "nothing"]}).content.decode()
    assert "“指标”未生效" in odd
    assert "最多选 4 项，以下" not in odd
