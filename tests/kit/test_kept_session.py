"""A session that the database cannot take is told in words, with what was typed."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from jiezhi.kit.sessions import SessionStore
from tests.factories import make_office

pytestmark = pytest.mark.django_db


def test_a_draft_that_cannot_be_kept_comes_back_with_its_words(client, monkeypatch):
    office = make_office()

    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "save", locked)
    answer = client.post(reverse("portal:words", args=[office.street.slug]), {"words": "楼道灯坏了三天"})
    assert answer.status_code == 503
    assert "楼道灯坏了三天" in answer.content.decode()
