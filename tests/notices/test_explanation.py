"""`duban read --explain`: which rule found what."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from duban.cli.main import app
from notices import read
from notices.explanation import RULES, explain, in_words

CORPUS = Path(__file__).parents[1] / "corpus"
NOTICES = sorted(
    [*CORPUS.glob("notices/*.txt"), *CORPUS.glob("gold/*.txt"), *CORPUS.glob("gold/*.md")]
)


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_every_finding_names_a_rule_that_is_put_into_words(path: Path) -> None:
    reading = read(path.read_bytes(), path.name)
    for one in explain(reading):
        assert set(one.rule.split()) <= set(RULES), one
        assert 0 <= one.span.start <= one.span.end <= len(reading.text)


def test_findings_stand_in_the_order_of_the_text_with_their_words() -> None:
    text = (
        "临澜市人民政府关于加强河湖治理的意见\n各区县人民政府：\n现提出如下意见。\n"
        "一、清理河道。（市水利局、市财政局负责，2027年6月底前完成）\n"
    )
    found = explain(read(text.encode(), "notice.txt"))
    assert [one.rule for one in found if one.rule != "doubt"] == [
        "measure",
        "deadline",
        "clause-bracket verb-owner implied-lead",
    ]
    assert in_words("bare open-list") == "括号内只列单位名称；列举以“等”结尾，未列全"


def test_the_command_prints_line_rule_and_words(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(
        "临澜市人民政府关于加强河湖治理的意见\n各区县人民政府：\n一、清理河道。（市水利局负责）\n",
        "utf-8",
    )
    shown = CliRunner().invoke(app, ["read", str(path), "--explain"])
    assert shown.exit_code == 0
    assert "责任分工在括号内" in shown.stdout.replace("\n", "")
