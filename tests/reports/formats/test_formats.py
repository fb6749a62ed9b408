"""Formats are found by their modules: to add one is to add a file."""

from pathlib import Path

import pytest

from graders.judging.exercises import Bank
from graders.judging.report import Report
from graders.reports import formats
from graders.reports.texts import texts


def test_those_that_there_are() -> None:
    assert formats.names() == ["classroom", "gradescope", "html", "json"]


@pytest.mark.parametrize("name", formats.names())
def test_each_makes_a_file_of_an_empty_report(name: str) -> None:
    assert formats.encoder(name)(Report([]), Bank(), texts("en")).endswith((b"\n", b"</html>"))


def test_a_module_more_is_a_format_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "def encode(report, bank, texts): return f'{report.earned} {texts.language}'.encode()"
    (tmp_path / "short.py").write_text(code)
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    assert "short" in formats.names()
    assert formats.encoder("short")(Report([]), Bank(), texts("zh")) == b"0 zh"
