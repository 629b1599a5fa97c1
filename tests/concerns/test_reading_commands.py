"""Training, trials and hot issues from files: with titles or none, xlsx or csv; bad files are refused."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jiezhi.concerns.classifiers import folder_of
from jiezhi.concerns.models import Classifier
from jiezhi.concerns.text_files import labelled_of, told_of
from jiezhi.engine.text.model import load
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.reading import Workbook, read_table
from jiezhi.intake.sheets.writing import OutSheet, write_xlsx
from jiezhi.organisation.models import Matter
from tests.engine.messages import messages, split
from tests.factories import make_office

HOT = (
    ("1", "u1", "丽水新城旁边的搅拌站噪音扰民", 3),
    ("2", "u2", "投诉丽水新城附近搅拌站灰尘大", 40),
    ("3", "u2", "丽水新城违建搅拌站彻夜施工", 0),
    ("4", "u4", "身份证丢了怎么补办", 0),
    ("5", "u5", "公园的长椅坏了", 1),
    ("6", "u6", "学校门口堵车", 0),
)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.CLASSIFIER_ROOT = tmp_path / "classifiers"


def csv_of(rows: list[tuple[object, ...]]) -> bytes:
    held = StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue().encode()


def book(rows: list[tuple[object, ...]], *, titles: tuple[str, ...] = ()) -> Workbook:
    return read_table(csv_of([titles, *rows] if titles else rows))


def run(*words: object) -> str:
    out = StringIO()
    call_command("concerns", *map(str, words), stdout=out)
    return out.getvalue()


def labelled(path: Path, count: int, *, seed: int = 7, is_split: bool = False) -> Path:
    texts, labels = messages(count, seed=seed)
    rows = [(split(text) if is_split else text, label) for text, label in zip(texts, labels, strict=True)]
    path.write_bytes(csv_of(rows))
    return path


def test_a_file_without_titles_is_read_by_what_stands_in_it() -> None:
    texts, labels = messages(20)
    for rows in (list(zip(texts, labels, strict=True)), list(zip(labels, texts, strict=True))):
        found = labelled_of(book(rows))
        assert (found.texts, found.labels) == (texts, labels)


def test_a_long_file_that_is_ordered_by_its_classes_is_read_too() -> None:
    texts, labels = messages(500)
    assert len(set(labels[:400])) == 1
    assert labelled_of(book(list(zip(texts, labels, strict=True)))).labels == labels


def test_titles_are_found_and_the_subject_stands_before_the_text() -> None:
    titles = ("留言编号", "留言主题", "留言详情", "一级分类")
    found = labelled_of(
        book([(1, "路灯", "路灯坏了", "市政"), (2, "垃圾", "没人收", "环卫")] * 3, titles=titles)
    )
    assert found.texts[:2] == ["路灯坏了", "垃圾\n没人收"]
    assert found.labels[:2] == ["市政", "环卫"]


def test_a_workbook_is_read_like_a_text_file() -> None:
    texts, labels = messages(12)
    rows = list(zip(texts, labels, strict=True))
    found = labelled_of(read_table(write_xlsx([OutSheet("样例", ("内容", "分类"), rows)])))
    assert (found.texts, found.labels) == (texts, labels)


@pytest.mark.parametrize(
    "rows",
    [
        [("只有一列",)] * 30,
        [("1", "2"), ("3", "4")],
        [("一段话说明问题", "另一段各不相同的话" + str(n)) for n in range(30)],
    ],
)
def test_a_file_without_classes_is_refused_and_says_what_to_do(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(FileRefusedError, match="分类"):
        labelled_of(book(rows))


def test_a_file_without_numbers_holds_no_messages() -> None:
    with pytest.raises(FileRefusedError, match="留言编号"):
        told_of(book([("路灯坏了", "市政")] * 5, titles=("内容", "分类")))


def test_hot_writes_every_message_once_with_rank_and_heat(tmp_path: Path) -> None:
    source, out = tmp_path / "m.csv", tmp_path / "clusters.csv"
    rows = [(number, user, text, "2026-11-01 10:00", votes) for number, user, text, votes in HOT]
    source.write_bytes(csv_of([("留言编号", "留言用户", "留言主题", "留言时间", "点赞数"), *rows]))
    run("hot", source, "--out", out)
    with out.open(encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert list(found[0]) == ["message_id", "cluster_id", "rank", "heat"]
    assert sorted(row["message_id"] for row in found) == ["1", "2", "3", "4", "5", "6"]
    first = [row for row in found if row["rank"] == "1"]
    assert {row["message_id"] for row in first} == {"1", "2", "3"}
    assert float(first[0]["heat"]) == pytest.approx(2 + 3.784 + 5, abs=0.01)
    heats = [float(row["heat"]) for row in found]
    assert heats == sorted(heats, reverse=True)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bild.xlsx"
    path.write_bytes(content)
    for words in (("hot", path, "--out", tmp_path / "c.csv"), ("train", path, "--out", tmp_path / "m")):
        with pytest.raises(CommandError, match=r"bild\.xlsx"):
            run(*words)
    assert not (tmp_path / "c.csv").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nirgends"):
        run("hot", tmp_path / "nirgends.csv", "--out", tmp_path / "c.csv")


def test_learning_without_the_packages_says_what_to_run(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: None)
    with pytest.raises(CommandError, match="install --analytics"):
        run("train", labelled(tmp_path / "a.csv", 20), "--out", tmp_path / "m")


@pytest.mark.django_db
class TestLearning:
    """With scikit-learn."""

    @pytest.fixture(autouse=True)
    def _packages(self) -> None:
        pytest.importorskip("sklearn", reason="learning needs scikit-learn: ./jiezhi install --analytics")

    def test_evaluate_prints_one_line_of_json(self, tmp_path: Path) -> None:
        train = labelled(tmp_path / "a.csv", 60, is_split=True)
        test = labelled(tmp_path / "b.csv", 20, seed=11)
        said = run("evaluate", "--train", train, "--test", test)
        assert said.count("\n") == 1
        told = json.loads(said)
        assert {"accuracy", "macro_f1", "top3", "coverage", "precision", "margin"} <= set(told)
        assert told["accuracy"] > 0.97
        assert told["texts"] == 60

    def test_train_into_a_folder_keeps_nothing_in_the_database(self, tmp_path: Path) -> None:
        run("train", labelled(tmp_path / "a.csv", 40), "--out", tmp_path / "m")
        assert load(tmp_path / "m").read("路灯坏了，请电工来修").readings[0].name == "路灯"
        assert not Classifier.objects.exists()

    def test_train_keeps_a_model_for_the_street_that_nobody_uses_yet(self, tmp_path: Path) -> None:
        office = make_office()
        Matter.objects.filter(pk=office.lamp.pk).update(name="路灯")
        said = run("train", labelled(tmp_path / "a.csv", 40))
        row = Classifier.objects.get()
        assert (row.number, row.state, row.source) == (1, "learnt", "a.csv")
        assert row.matters == {"路灯": str(office.lamp.pk)}
        assert load(folder_of(row.pk)).classes == ("噪声", "垃圾", "路灯")
        assert "1" in said

    def test_too_little_of_ones_own_is_refused_in_words(self) -> None:
        make_office()
        with pytest.raises(CommandError, match="10"):
            run("train")
        assert not Classifier.objects.exists()

    def test_a_model_learnt_elsewhere_is_adopted_and_a_broken_one_is_not(self, tmp_path: Path) -> None:
        make_office()
        run("train", labelled(tmp_path / "a.csv", 40), "--out", tmp_path / "m")
        run("adopt", tmp_path / "m")
        assert load(folder_of(Classifier.objects.get().pk)).card["texts"] == 120
        (tmp_path / "m" / "card.json").write_text("{}")
        with pytest.raises(CommandError):
            run("adopt", tmp_path / "m")
        assert Classifier.objects.count() == 1
