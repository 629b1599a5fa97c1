"""A demo load that dies on its way."""

from datetime import UTC, datetime

import pytest

from jiezhi.accounts.models import User
from jiezhi.concerns.models import Concern
from jiezhi.kit.models import AuditEntry
from jiezhi.places.models import SubDistrict
from jiezhi.project.demo import loading

pytestmark = pytest.mark.django_db


def test_a_load_that_fails_on_its_way_leaves_nothing(monkeypatch):
    seen = []

    def stumble(play: object, step: str) -> None:
        seen.append((step, Concern.objects.count()))
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(loading.Play, "take", stumble)
    with pytest.raises(RuntimeError, match="lights"):
        loading.load_demo(at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC), requests=600)
    assert seen[0][1] > 0
    assert [model.objects.count() for model in (SubDistrict, Concern, AuditEntry, User)] == [0, 0, 0, 0]
