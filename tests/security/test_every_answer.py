"""What every address of the site promises, whoever asks: generated from the URL map, so that no address is left out."""

from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client, TestCase, override_settings

from tests.architecture.access_rows import ROWS, keep_picture, things_of
from tests.factories import make_office
from tests.security.walker import (
    MACHINE_NAMES,
    STRANGER,
    FoundForm,
    Rows,
    addresses,
    clients_of,
    different_forms,
    filled,
    plausible,
    stored,
    undone,
    url_of,
    writes,
)

PROBES = """
.git/config .git/HEAD .env .svn/entries .DS_Store .well-known/security.txt
admin/ admin/login/ administrator/ wp-login.php wp-admin/ xmlrpc.php
phpmyadmin/ phpinfo.php server-status server-info actuator/env actuator/health
metrics debug/ __debug__/ api/swagger.json swagger-ui.html graphql
console/ manage.py settings.py db.sqlite3 var/jiezhi.sqlite3 var/keys/django
backup.sql backup.tar.gz uploads/ media/ static/../var/keys/django static/%2e%2e/%2e%2e/var/keys/django
cgi-bin/test.cgi vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php
""".split()
"""What scanners of the internet ask every machine for."""

KEPT_BY_LOOKING = {"kit_sealedsession", "kit_look"}
"""A session may begin by looking: a resident's draft and a message that is shown once live in it. And who reads a
person's facts leaves a row that says so."""


DOORS_FOR_PROGRAMS = {
    "openapi:nothing", "open311:services", "open311:service", "open311:requests", "open311:request", "open311:token",
    "notices:receipt",
}  # fmt: skip
"""No browser's session opens anything there, only what the call itself shows: a form of another site gains nothing."""


ASKED_SOMETIMES = {"way"}
"""The same form asks it where more than one way of handing over is open, and refuses a way that there is not."""


@pytest.mark.slow
@pytest.mark.sqlite
class EveryAnswerTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER  # each test has a folder of its own, in which these do not open
        cls.office = make_office()
        cls.things = things_of(cls.office)
        cls.foreign = things_of(make_office())

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        keep_picture()
        self.clients = clients_of(self.office)

    def answers(self):
        """Every address, asked by everybody; addresses for posting are asked with an empty form."""
        for role, client in self.clients.items():
            for is_posting in (False, True):
                for name in addresses(posts=is_posting):
                    url = url_of(name, self.things)
                    with undone():
                        answer = client.post(url) if is_posting else client.get(url)
                    yield f"{name} as {role}", name, role, answer

    def test_every_answer_carries_the_headers_that_hold_a_browser_back(self):
        wrong, seen = [], set()
        for cell, name, _role, answer in self.answers():
            seen.add(name)
            held = answer.headers
            policy = held.get("Content-Security-Policy", "")
            promises = {
                "nosniff": held.get("X-Content-Type-Options") == "nosniff",
                "referrer": held.get("Referrer-Policy") == "same-origin",
                "frames": held.get("X-Frame-Options") == "DENY" and "frame-ancestors 'none'" in policy,
                "policy": policy.startswith("default-src 'none'") or "object-src 'none'" in policy,
                "no inline": "unsafe-inline" not in policy and "unsafe-eval" not in policy,
                "opener": held.get("Cross-Origin-Opener-Policy") == "same-origin",
            }
            if name not in NOTHING_OF_ANYBODY:
                promises["no-store"] = "no-store" in held.get("Cache-Control", "")
            wrong += [f"{cell}: {promise}" for promise, holds in promises.items() if not holds]
        assert wrong == [], "\n".join(map(str, wrong))
        assert seen == set(ROWS)

    def test_looking_changes_nothing_that_is_stored(self):
        """What is taken away leaves a line of audit, and nothing else."""
        wrong = []
        for role, client in self.clients.items():
            before = told(stored())
            for name in addresses(posts=False):
                written = writes()
                client.get(url_of(name, self.things))
                if writes() == written:
                    continue
                after = told(stored())
                if after != before:
                    changed = sorted(table for table in after if after[table] != before[table])
                    if name in TAKEN_AWAY and changed == ["kit_auditentry"]:
                        before = after
                        continue
                    wrong.append(f"{name} as {role}: {changed}")
                    before = after
        assert wrong == [], "\n".join(map(str, wrong))

    def test_every_posting_address_refuses_a_form_without_token_and_one_from_another_site(self):
        wrong, asked = [], 0
        for role, walker in self.clients.items():
            strict = Client(enforce_csrf_checks=True)
            strict.cookies = walker.cookies
            before = told(stored())
            for name in ROWS:
                url = url_of(name, self.things)
                for headers in ({}, {"origin": "https://elsewhere.example"}, {"HX-Request": "true"}):
                    answer = strict.post(url, {"words": "x"}, headers=headers)
                    asked += 1
                    if answer.status_code not in (403, 405) and name not in DOORS_FOR_PROGRAMS:
                        wrong.append((name, role, answer.status_code))
            assert told(stored()) == before
        assert wrong == [], "\n".join(map(str, wrong))
        assert asked >= 3 * len(ROWS) * len(self.clients)

    def test_keys_that_no_form_has_change_nothing(self):
        """Mass assignment: every column of every table is sent along with every form."""
        decoys = decoys_of(str(self.foreign.office.street.pk))
        wrong, accepted = [], set()
        forms = different_forms(self.clients, self.things)
        before = told(stored())
        for found in forms:
            client = self.clients[found.role]
            plain = filled(found, plausible)
            known = found.form.names | ASKED_SOMETIMES
            extra = {name: value for name, value in decoys.items() if name not in known}
            with undone():
                self.send(client, found, plain)
                one = stored()
            two = one
            if told(one) != before:
                accepted.add(found.address)
                with undone():
                    self.send(client, found, filled(found, plausible))
                    two = stored()
            with undone():
                self.send(client, found, filled(found, plausible) | extra)
                three = stored()
            wrong += [f"{found.address} as {found.role}: {hit}" for hit in strange(one, two, three)]
        assert wrong == [], "\n".join(map(str, wrong))
        assert len(accepted) >= 25, sorted(accepted)

    def send(self, client: Client, found: FoundForm, values: dict[str, object]):
        answer = client.post(found.action, values)
        assert answer.status_code < 500, (found, answer.status_code)
        return answer

    def test_what_scanners_ask_for_is_not_there(self):
        found = [
            (path, role, answer.status_code)
            for role in (STRANGER, "dispatcher")
            for path in PROBES
            if (answer := self.clients[role].get(f"/{path}", REMOTE_ADDR="192.0.2.9")).status_code != 404
        ]
        assert found == []
        assert len(PROBES) >= 30


TAKEN_AWAY = {"workorders:export", "evidence:slip", "assessment:brief"}
"""Addresses that give a file to be taken out of the house: that they were asked is on record."""

NOTHING_OF_ANYBODY = {
    "portal:map_layers", "workorders:map_borders", "portal:figures", "portal:figures_table", "patrol:worker",
}  # fmt: skip
"""Addresses whose answers may be kept: borders, outlines of estates, fixed months, a script, and nothing of anybody."""


def told(tables: Rows) -> Rows:
    return {table: sorted(rows, key=str) for table, rows in tables.items() if table not in KEPT_BY_LOOKING}


def columns(one: Rows, other: Rows) -> dict[str, bool]:
    """For each column, whether the same values stand in it."""
    same = {}
    for table in one.keys() - KEPT_BY_LOOKING:
        names = {name for rows in (one[table], other[table]) for row in rows for name in row}
        for name in names:
            values = [Counter(row[name] for row in tables[table]) for tables in (one, other)]
            same[f"{table}.{name}"] = values[0] == values[1]
    return same


COUNTS_WHAT_IS_SENT = "burden_burdenday."
"""The burden meter counts the fields of a form as they come, whoever made them up; it stores no content."""

DECOY = "塞入的字样"
DECOY_NUMBER = 987654


def decoys_of(foreign_street: str) -> dict[str, str]:
    """A value for every column of every table: one that is recognised, or one that its choices know."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            for name in (field.name, field.attname):
                found[name] = decoy_of(field, foreign_street)
    return {name: value for name, value in found.items() if name not in MACHINE_NAMES}


def decoy_of(field: models.Field, foreign_street: str) -> str:
    if field.choices:
        return str(field.choices[-1][0])
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.IntegerField | models.FloatField):
        return str(DECOY_NUMBER)
    if isinstance(field, models.ForeignKey | models.UUIDField):
        return foreign_street
    if isinstance(field, models.DateField):
        return "2199-12-31"
    return DECOY


def strange(one: Rows, two: Rows, three: Rows) -> list[str]:
    """Columns that the third sending changed, and that do not change from one sending to the next; and decoys."""
    if told(three) == told(one):
        return []
    steady = columns(one, two)
    return decoys_in(three) + [
        place
        for place, values in columns(one, three).items()
        if steady.get(place) and not values and not place.startswith(COUNTS_WHAT_IS_SENT)
    ]


def decoys_in(tables: Rows) -> list[str]:
    marks = (DECOY, str(DECOY_NUMBER), "2199-12-31")
    return [
        f"{table}.{name}"
        for table, rows in tables.items()
        for row in rows
        for name, value in row.items()
        if any(mark in value for mark in marks)
    ]


@pytest.mark.django_db
def test_the_walk_sees_a_column_that_is_written():
    """The comparison above would show a field that takes what no form has."""
    office = make_office()
    one = stored()
    type(office.street).objects.filter(pk=office.street.pk).update(name=DECOY)
    assert decoys_in(stored()) == ["places_subdistrict.name"]
    assert not columns(one, stored())["places_subdistrict.name"]
