"""What docs/reference/api.md shows is run as it stands there."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.webhooks.models import EventSubscription
from jiezhi.gateway.webhooks.sending import MOST_TRIES, PAUSES, WHOLE_S, body_of, headers_of
from tests.architecture.source import ROOT
from tests.factories import make_office
from tests.factories.programs import dead_letter, make_program

GUIDE = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")


def verifier():
    """The function that the guide shows."""
    names: dict[str, object] = {}
    exec(re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL).group(1), names)  # noqa: S102 - our own guide
    return names["is_from_the_office"]


@pytest.mark.django_db
def test_the_verifier_of_the_guide_takes_our_messages_and_no_others():
    is_ours = verifier()
    letter = dead_letter(make_program(make_office()))
    subscription, body, now = letter.subscription, body_of(letter), datetime.now(UTC)
    headers = headers_of(letter, subscription, body, at=now)
    assert is_ours(subscription.key, headers, body)
    assert not is_ours(subscription.key, headers, body.replace(b"order.closed", b"order.opened"))
    assert not is_ours("whsec_other", headers, body)
    assert not is_ours(subscription.key, headers | {"Jiezhi-Id": "1"}, body)
    assert not is_ours(
        subscription.key, headers_of(letter, subscription, body, at=now - timedelta(hours=1)), body
    )
    EventSubscription.objects.filter(pk=subscription.pk).update(
        key="whsec_new", key_before=subscription.key, key_before_until=now + timedelta(days=1)
    )
    old_key = subscription.key
    subscription.refresh_from_db()
    both = headers_of(letter, subscription, body, at=now)
    assert is_ours("whsec_new", both, body)
    assert is_ours(old_key, both, body)


def test_the_guide_names_every_scope_and_the_times_that_are_kept():
    assert {scope.value for scope in ProgramScope} <= set(re.findall(r"`([a-z_]+:[a-z_]+)`", GUIDE))
    minutes = [int(pause.total_seconds() // 60) for pause in PAUSES]
    assert f"after {', '.join(map(str, minutes[:-1]))} and {minutes[-1]} minutes" in GUIDE
    assert (WHOLE_S, MOST_TRIES) == (10, 8)
