"""A model is never replaced by one that reads the same texts of the street worse, whatever its card says."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from jiezhi.concerns import comparing
from jiezhi.concerns.actions import put_classifier_live, take_classifier_back
from jiezhi.concerns.classifiers import confirmed, folder_of, live_classifier
from jiezhi.concerns.comparing import Comparison, comparison_of, kept_back
from jiezhi.concerns.errors import NotBetterError, NotComparedError
from jiezhi.concerns.learning import adopt_for_street, own_labelled, without_kept_back
from jiezhi.concerns.models import Classifier, Concern
from jiezhi.engine.text.model import TextModel
from jiezhi.engine.text.twins import is_among, sketches_of
from jiezhi.engine.text.vectors import Vocabulary
from jiezhi.kit.actor import system_job
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.permissions import KEEP_LISTS
from tests.engine.messages import messages
from tests.factories import Office, make_office, staff_client, submitted_concern
from tests.factories.reading import CARD, make_classifier
from tests.factories.workorders import MONDAY, dispatched_order

pytestmark = pytest.mark.django_db
LEAST = 12
CLASSES = ("路灯", "垃圾")


@pytest.fixture(autouse=True)
def _small(settings, tmp_path: Path, monkeypatch) -> None:
    settings.CLASSIFIER_ROOT = tmp_path
    monkeypatch.setattr(comparing, "LEAST_TRIED", LEAST)


def arrays(features: dict[str, int], *, seen: Sequence[str] | None = ()) -> TextModel:
    """A model by hand: each feature speaks for one class."""
    weights = np.full((len(features), 2), -1, np.float32)
    weights[np.arange(len(features)), list(features.values())] = 1
    vocabulary = Vocabulary(
        {name: at for at, name in enumerate(features)}, np.ones(len(features), np.float32)
    )
    sketches = None if seen is None else sketches_of(seen)
    # What knows nothing of a text says the first class: the offset makes it so for every model.
    return TextModel(vocabulary, weights, np.array([0.1, 0], np.float32), CLASSES, dict(CARD), sketches)


GOOD = {"路灯": 0, "灯杆": 0, "垃圾": 1}
BAD = {"路灯": 1, "灯杆": 1, "垃圾": 0}


def model_of(
    office: Office, features: dict[str, int], *, macro_f1: float = 0.92, seen: Sequence[str] | None = ()
) -> Classifier:
    row = make_classifier(office, macro_f1=macro_f1)
    row.matters = {"路灯": str(office.lamp.pk), "垃圾": str(office.rubbish.pk)}
    row.save(update_fields=["matters"])
    arrays(features, seen=seen).save(folder_of(row.pk))
    return row


def told(office: Office, count: int = 10, *, seed: int = 7) -> None:
    """So many requests about lamps and about rubbish, which people gave their matters."""
    texts, labels = messages(count, seed=seed)
    orders = {"路灯": dispatched_order(office), "垃圾": dispatched_order(office)}
    type(orders["垃圾"]).objects.filter(pk=orders["垃圾"].pk).update(matter=office.rubbish)
    one = submitted_concern(office, "样例").concern
    rows = [
        Concern(
            sub_district=office.street,
            number=f"{one.number}-{seed}{at}",
            submission_key=f"00000000-0000-4000-8000-{seed:04}{at:08}",
            code_digest=f"{seed}-{at}",
            words=words,
            order=orders[label],
            submitted_at=MONDAY + timedelta(minutes=at),
            submitted_on=MONDAY.date(),
        )
        for at, (words, label) in enumerate(zip(texts, labels, strict=True))
        if label in CLASSES
    ]
    Concern.objects.bulk_create(rows)


def put(office: Office, row: Classifier, *, knowingly: bool = False) -> Classifier:
    return put_classifier_live(
        classifier_id=row.pk, knowingly=knowingly, actor=office.dispatcher.actor, at=MONDAY
    )


def test_a_card_that_promises_more_does_not_replace_what_reads_better() -> None:
    office = make_office()
    told(office)
    good, bad = model_of(office, GOOD, macro_f1=0.8), model_of(office, BAD, macro_f1=1.0)
    put(office, good)
    for knowingly in (False, True):
        with pytest.raises(NotBetterError):
            put(office, bad, knowingly=knowingly)
    assert live_classifier(office.street.pk) == good


def test_one_that_reads_no_worse_takes_the_place_and_its_card_says_on_how_many() -> None:
    office = make_office()
    told(office)
    bad, good = model_of(office, BAD, macro_f1=1.0), model_of(office, GOOD, macro_f1=0.8)
    put(office, bad)
    live = put(office, good)
    kept = live.card["comparison"]
    assert kept["texts"] >= LEAST
    assert (kept["against"], kept["new"]["macro_f1"]) == (bad.number, 1.0)
    assert kept["old"]["macro_f1"] < 0.5
    facts = AuditEntry.objects.filter(verb="concerns.classifier_put_live").latest("pk").facts
    assert (facts["tried_on"], facts["macro_f1"]) == (kept["texts"], "1.000")
    assert not facts["uncompared"]
    page = staff_client(office.dispatcher).get("/desk/models/").content.decode()
    assert f"它试读了本街道 {kept['texts']} 件没有学过的诉求" in page


def test_taking_the_better_one_back_first_changes_nothing() -> None:
    office = make_office()
    told(office)
    good, bad = model_of(office, GOOD), model_of(office, BAD)
    put(office, good)
    take_classifier_back(classifier_id=good.pk, actor=office.dispatcher.actor, at=MONDAY)
    with pytest.raises(NotBetterError):
        put(office, bad)
    assert put(office, good) == live_classifier(office.street.pk)


def test_what_either_learnt_from_is_not_what_they_are_tried_on() -> None:
    office = make_office()
    told(office)
    by_heart = [each.words for each in confirmed(office.street.pk)]
    old, new = model_of(office, GOOD, seen=by_heart), model_of(office, GOOD)
    assert comparison_of(new).new is not None
    put(office, old)
    assert comparison_of(new) == Comparison(0, None, None, old.number, is_adopted=False)
    told(office, 20, seed=11)
    assert comparison_of(new).texts >= LEAST


def test_a_model_without_sketches_counts_everything_before_it_as_seen() -> None:
    office = make_office()
    told(office)
    row = model_of(office, GOOD, seen=None)
    Classifier.objects.filter(pk=row.pk).update(learnt_at=MONDAY + timedelta(days=1))
    row.refresh_from_db()
    assert comparison_of(row).texts == 0


def test_with_too_few_texts_only_a_person_who_knows_it_puts_another_to_use() -> None:
    office = make_office()
    first, second = model_of(office, GOOD), model_of(office, BAD, macro_f1=1.0)
    put(office, first)
    with pytest.raises(NotComparedError) as refusal:
        put(office, second)
    assert refusal.value.facts["texts"] == 0
    job = system_job("t", sub_district_id=office.street.pk, permissions=frozenset({KEEP_LISTS.code}))
    with pytest.raises(NotComparedError):
        put_classifier_live(classifier_id=second.pk, knowingly=True, actor=job, at=MONDAY)
    assert live_classifier(office.street.pk) == first
    put(office, second, knowingly=True)
    assert live_classifier(office.street.pk) == second
    assert AuditEntry.objects.filter(verb="concerns.classifier_put_live").latest("pk").facts["uncompared"]


def test_an_adopted_model_is_tried_before_it_reads_anything(tmp_path: Path) -> None:
    office = make_office()
    arrays(GOOD, seen=None).save(tmp_path / "m")
    actor = office.dispatcher.actor
    adopted = adopt_for_street(tmp_path / "m", actor=actor, at=MONDAY - timedelta(days=1))
    Classifier.objects.filter(pk=adopted.pk).update(matters={"路灯": str(office.lamp.pk)})
    with pytest.raises(NotComparedError):
        put(office, adopted)
    told(office)
    live = put(office, adopted)
    assert live.card["comparison"]["texts"] >= LEAST
    assert 0 < live.card["comparison"]["new"]["accuracy"] < 1


def test_the_page_asks_whether_it_is_known_that_nothing_was_compared() -> None:
    office = make_office()
    first, second = model_of(office, GOOD), model_of(office, GOOD)
    put(office, first)
    client = staff_client(office.dispatcher)
    url = f"/desk/models/{second.pk}/live/"
    asked = client.post(url)
    assert asked.status_code == 409
    page = asked.content.decode()
    assert page.count('name="knowingly"') == 1
    assert client.post(url, {"knowingly": "yes"}).status_code == 302
    assert live_classifier(office.street.pk) == second


def test_what_is_kept_back_is_learnt_by_none_and_neither_are_its_near_duplicates() -> None:
    office = make_office()
    told(office, 40)
    own = own_labelled(office.dispatcher.actor)
    held = kept_back(confirmed(office.street.pk))
    left = without_kept_back(own, office.dispatcher.actor)
    assert 0 < len(held) < len(own.texts) / 2
    assert not is_among(sketches_of(left.texts), sketches_of([each.words for each in held])).any()
    assert set(left.texts) < set(own.texts)
    assert len(left.texts) == len(left.labels)
