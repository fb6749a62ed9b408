"""Every sentence exists in every language, with the same blanks to fill in."""

import string

import pytest

from graders.reports.texts import UnknownLanguageError, choose_language, languages, texts


def _blanks(sentence: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(sentence) if name}


def _sentences(language: str) -> dict[str, str]:
    found = texts(language)
    return {
        key: found._messages[key.split(".")[0]][key.split(".")[1]] for key in sorted(found.keys())
    }


def test_english_and_chinese_are_there() -> None:
    assert {"en", "zh"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_no_sentence_and_no_blank_is_missing(language: str) -> None:
    english, other = _sentences("en"), _sentences(language)
    assert english.keys() == other.keys()
    assert {key: _blanks(s) for key, s in english.items()} == {
        key: _blanks(s) for key, s in other.items()
    }


@pytest.mark.parametrize(
    ("asked", "environment", "chosen"),
    [("zh", {}, "zh"), (None, {"LAZYLAB_LANG": "zh"}, "zh"), ("en", {"LAZYLAB_LANG": "zh"}, "en")],
)
def test_what_is_asked_for_comes_first(
    asked: str | None, environment: dict[str, str], chosen: str
) -> None:
    assert choose_language(asked, environment) == chosen


@pytest.mark.parametrize(
    ("system", "chosen"), [("zh_CN", "zh"), ("en_GB", "en"), ("fr_FR", "en"), (None, "en")]
)
def test_the_system_s_language_is_used_if_it_is_there(
    monkeypatch: pytest.MonkeyPatch, system: str | None, chosen: str
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (system, "UTF-8"))
    assert choose_language(None, {}) == chosen


def test_an_unknown_language_says_which_there_are() -> None:
    with pytest.raises(UnknownLanguageError, match="'xx': there are en, zh"):
        choose_language("xx", {})
