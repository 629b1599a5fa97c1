"""A small face of its own for the layouts: some pages, entries, one office. None of it outlives a test."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from jiezhi.kit.ui import navigation, office
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.kit.ui.office import OfficeCard, StaffCard, set_office_provider, set_staff_provider


@pytest.fixture(autouse=True)
def demo_face(settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.kit.ui.pages"
    # WhiteNoise looks for collected files, which a test run has not; the actor comes from a header here.
    left_out = ("whitenoise.", "jiezhi.organisation.")
    kept = [name for name in settings.MIDDLEWARE if not name.startswith(left_out)]
    settings.MIDDLEWARE = [*kept, "tests.kit.ui.pages.give_actor"]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(office, "_office_providers", [])
    monkeypatch.setattr(office, "_staff_providers", [])


@pytest.fixture
def entries():
    register_entry(
        NavigationEntry(
            face="desk",
            key="orders",
            label="Orders",
            url_name="demo:orders",
            permission="workorders:view",
            order=20,
            count=lambda _: 1001,
            shortcut="o",
        )
    )
    register_entry(NavigationEntry(face="desk", key="home", label="Home", url_name="demo:desk", order=10))
    register_entry(
        NavigationEntry(face="patrol", key="today", label="Today", url_name="demo:patrol", order=10)
    )


@pytest.fixture
def office_card():
    card = OfficeCard(
        name="康乐街道办事处",
        phone="010-5550000",
        phone_hours="周一至周五 9:00—17:00",
        station="康乐便民服务站",
        address="康乐路 1 号",
    )
    set_office_provider(lambda _: card)
    return card


@pytest.fixture
def locked_office():
    asked = []

    def provider(request):
        asked.append(request.path)
        raise OperationalError("database is locked")

    set_office_provider(provider)
    return asked


@pytest.fixture
def staff_card():
    card = StaffCard(
        name="李敏",
        post="派单员",
        unread_notices=3,
        notices_url="/notices/",
        own_url="/me/",
        sign_out_url="/out/",
    )
    set_staff_provider(lambda _: card)
    return card


@pytest.fixture
def client():
    return Client(raise_request_exception=False)
