import gettext
import os

import pytest
from babel.messages.pofile import PoFileError

from jiezhi.project import catalogues

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def catalogue(monkeypatch, tmp_path):
    path = tmp_path / "concerns/locale/zh_Hans/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + 'msgid "Close"\nmsgstr "结案"\n', encoding="utf-8")
    monkeypatch.setattr(catalogues, "SOURCE", tmp_path)
    return path


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(catalogue):
    assert catalogues.compile_changed() == [catalogue]
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Close") == "结案"
    assert catalogues.compile_changed() == []
    later = catalogue.stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert catalogues.compile_changed() == [catalogue]


def test_a_missing_and_a_doubtful_translation_are_found(catalogue, capsys):
    assert catalogues.main(["--check"]) == 0
    with catalogue.open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Reopen"\nmsgstr ""\n\n#, fuzzy\nmsgid "Extend"\nmsgstr "延"\n')
    assert catalogues.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "missing: Reopen" in said
    assert "doubtful: Extend" in said


def test_a_catalogue_that_is_broken_is_refused_with_its_line(catalogue):
    catalogue.write_text(HEADER + 'msgid "Close"\n<<<<<<< HEAD\nmsgstr "结案"\n', encoding="utf-8")
    with pytest.raises(PoFileError, match="on 5"):
        catalogues.compile_changed()
