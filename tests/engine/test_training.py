"""Learning from labelled texts: what it learnt reads raw text and split words alike, and is stored as plain arrays."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from jiezhi.engine.text.model import ARRAYS, CARD, ModelFileError, TextModel, from_arrays, load
from tests.engine.messages import messages, split

training = pytest.importorskip(
    "jiezhi.engine.text.training", reason="learning needs scikit-learn: ./jiezhi install --analytics"
)


@pytest.fixture(scope="module")
def learnt():
    texts, labels = messages(80)
    return training.learn([split(text) for text in texts], labels)


def test_raw_text_is_read_as_well_as_the_split_words_it_learnt_from(learnt) -> None:
    texts, labels = messages(30, seed=11)
    raw = [learnt.model.read(text).readings[0].name for text in texts]
    told = [learnt.model.read(split(text)).readings[0].name for text in texts]
    assert np.mean([said == label for said, label in zip(raw, labels, strict=True)]) > 0.97
    assert np.mean([said == label for said, label in zip(told, labels, strict=True)]) > 0.97


def test_the_words_that_speak_for_a_class_are_given(learnt) -> None:
    reading = learnt.model.read("梧桐里8号楼的路灯坏了，请电工来修").readings[0]
    assert reading.name == "路灯"
    assert "路灯" in reading.words


def test_a_text_without_a_known_word_is_never_sure(learnt) -> None:
    verdict = learnt.model.read("ぱぴぷ")
    assert verdict.margin == 0.0
    assert not verdict.is_sure


def test_the_card_says_what_it_learnt_from(learnt) -> None:
    card = learnt.model.card
    assert card["texts"] == 240
    assert card["classes"] == {"噪声": 80, "垃圾": 80, "路灯": 80}
    assert card["groups"] < 240
    assert "Jaccard" in card["grouping"]
    assert card["scores"]["macro_f1"] == pytest.approx(learnt.trial.macro_f1, abs=1e-5)
    assert len(card["digest"]) == 16


def test_the_digest_does_not_depend_on_the_order() -> None:
    texts, labels = messages(5)
    turned = training.digest_of(texts[::-1], labels[::-1])
    assert training.digest_of(texts, labels) == turned != training.digest_of(texts[1:], labels[1:])


def test_learning_twice_gives_the_same_arrays(learnt) -> None:
    texts, labels = messages(80)
    again = training.learn([split(text) for text in texts], labels)
    assert np.array_equal(again.model.weights, learnt.model.weights)


def test_a_stored_model_reads_as_before_and_holds_no_objects(learnt, tmp_path: Path) -> None:
    learnt.model.save(tmp_path)
    back = load(tmp_path)
    text = "春晓苑工地半夜打桩，孩子睡不着"
    before, after = learnt.model.read(text), back.read(text)
    assert [each.name for each in before.readings] == [each.name for each in after.readings]
    assert after.margin == pytest.approx(before.margin, abs=0.01)
    assert json.loads((tmp_path / CARD).read_text())["texts"] == 240
    with zipfile.ZipFile(tmp_path / ARRAYS) as held:
        for name in held.namelist():
            array = np.lib.format.read_array(io.BytesIO(held.read(name)), allow_pickle=False)
            assert array.dtype != object


def test_a_pickle_in_the_place_of_arrays_is_refused() -> None:
    held = io.BytesIO()
    np.savez(held, version=np.array([1]), terms=np.array([object()], dtype=object), classes=np.zeros(1))
    with pytest.raises(ModelFileError):
        from_arrays(held.getvalue(), {})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(ModelFileError):
        from_arrays(content, {})


def test_arrays_that_do_not_fit_together_are_refused(learnt) -> None:
    model = learnt.model
    short = TextModel(model.vocabulary, model.weights[:-1], model.offsets, model.classes)
    with pytest.raises(ModelFileError, match="shapes"):
        from_arrays(short.arrays(), {})


def test_no_feature_of_a_stored_model_stood_in_fewer_than_three_texts() -> None:
    texts, labels = messages(80)
    texts[0] += "联系人欧阳娜娜"
    texts[1] += "联系人欧阳娜娜"
    model = training.learn(texts, labels).model
    assert not any("欧阳" in term for term in model.vocabulary.terms)


def test_too_few_texts_or_one_class_are_refused() -> None:
    texts, labels = messages(5)
    with pytest.raises(training.TooLittleError):
        training.learn(texts, labels)
    texts, _ = messages(30)
    with pytest.raises(training.TooLittleError):
        training.learn(texts, ["同一类"] * len(texts))


def test_of_two_classes_either_can_be_the_answer() -> None:
    texts, labels = messages(40)
    kept = [at for at, label in enumerate(labels) if label != "噪声"]
    model = training.learn([texts[at] for at in kept], [labels[at] for at in kept]).model
    assert model.read("路灯不亮，走路看不见").readings[0].name == "路灯"
    assert model.read("垃圾没人收，苍蝇很多").readings[0].name == "垃圾"
