"""What people, machines and services are shown."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import pytest

from burnish.diagnostics import Code, Located, Related, Report, Severity, Span
from burnish.diagnostics.render import Look, Style, render
from burnish.diagnostics.text import columns, neutral, shortened

ODD = Code("odd", Severity.ERROR, 'the value "{value}" is odd', "Because.", "make it even, not {value}")
LONE = Code("lone", Severity.WARNING, "it stands alone", "Because.", "")


@dataclass(frozen=True)
class Spot:
    span: Span
    pointer: str = "#/a/b"


def at(line: int, column: int = 1, end: int = 4, path: str = "a.yaml") -> Located:
    return Spot(Span(path, line, column, line, end))


def lines(path: str) -> list[str]:
    return [f"line {number}" for number in range(1, 30)] if path == "a.yaml" else []


def human(report: Report, **look: object) -> str:
    return render(report, Style.HUMAN, Look(lines=lines, **look))  # pyright: ignore[reportArgumentType]  # a table


def test_human() -> None:
    report = Report()
    report.add(LONE, Spot(Span("b.yaml"), "#"))
    report.add(ODD, at(9, 1, 5), value="7", related=(Related(at(2), "first here"),))
    report.add(LONE, at(3))
    assert (
        human(report, ending="Nothing was written.")
        == """\
b.yaml: warning[lone]: it stands alone
  more burnish explain lone

a.yaml:3:1: warning[lone]: it stands alone
  2 | line 2
  3 | line 3
    | ^^^
  at   #/a/b

a.yaml:9:1: error[odd]: the value "7" is odd
  8 | line 8
  9 | line 9
    | ^^^^
  at   #/a/b
  see  a.yaml:2:1: first here
  fix  make it even, not 7
  more burnish explain odd

1 error, 2 warnings. Nothing was written.
"""
    )


def test_repeats_are_counted() -> None:
    report = Report()
    for line in range(1, 11):
        report.add(LONE, at(line))
    text = human(report, limit=2)
    assert text.count("stands alone") == 2
    assert "and 8 more like this: warning[lone]" in text


def test_the_same_problem_is_shown_once() -> None:
    report = Report()
    report.add(LONE, at(1))
    report.add(LONE, at(1))
    assert human(report).count("stands alone") == 1


def test_colour_is_for_terminals_only() -> None:
    report = Report()
    report.add(ODD, at(1), value="x")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def shown(stream: io.StringIO, **environment: str) -> bool:
        return "\x1b" in render(report, Style.HUMAN, Look.on(stream, environment))

    assert shown(Terminal())
    assert not shown(io.StringIO())
    assert not shown(Terminal(), NO_COLOR="1")
    assert shown(Terminal(), NO_COLOR="")
    assert not shown(Terminal(), TERM="dumb")


def test_carets_stand_under_what_they_mean() -> None:
    report = Report()
    report.add(LONE, Spot(Span("x", 1, 5, 1, 7)))
    wide = render(report, Style.HUMAN, Look(lines=lambda path: ["日本: ab"])).split("\n")
    assert wide[1:3] == ["  1 | 日本: ab", "    |       ^^"]
    tab = render(report, Style.HUMAN, Look(lines=lambda path: ["\ta: bc"])).split("\n")
    assert tab[1:3] == ["  1 |  a: bc", "    |     ^^"]


def test_long_lines_are_cut_around_the_place() -> None:
    report = Report()
    report.add(LONE, Spot(Span("x", 1, 5001, 1, 5005)))
    text = render(report, Style.HUMAN, Look(lines=lambda path: ["." * 5000 + "here" + "." * 5000])).split("\n")
    assert max(map(len, text)) < 150
    assert text[1][text[2].index("^") : text[2].rindex("^") + 1] == "here"


@pytest.mark.parametrize("style", list(Style))
def test_text_of_a_description_cannot_act(style: Style) -> None:
    report = Report()
    evil = "\x1b[31m\u202e\r\n::error::pwned\x00\u200b"
    report.add(ODD, Spot(Span("a\n::set-output name=x::y", 1, 1, 1, 2), f"#/{evil}"), value=evil)
    text = render(report, style, Look(lines=lambda path: [evil]))
    assert not any(line.startswith(("::error::pwned", "::set-output")) for line in text.split("\n"))
    assert not set(text) & set("\x1b\u202e\r\x00\u200b")


def test_facts_are_cut() -> None:
    report = Report()
    report.add(ODD, at(1), value="x" * 10_000)
    (item,) = report
    assert len(item.message) < 400


def test_facts_are_not_templates() -> None:
    report = Report()
    report.add(ODD, at(1), value="{value.__class__} {0}")
    assert [item.message for item in report] == ['the value "{value.__class__} {0}" is odd']


def test_json() -> None:
    report = Report()
    report.add(ODD, at(3), value="é", related=(Related(at(2), "first"),))
    found = json.loads(render(report, Style.JSON))
    place = {"path": "a.yaml", "line": 3, "column": 1, "endLine": 3, "endColumn": 4, "pointer": "#/a/b"}
    assert found == {
        "version": 1,
        "diagnostics": [
            {
                "code": "odd",
                "severity": "error",
                "message": 'the value "é" is odd',
                "fix": "make it even, not é",
                **place,
                "related": [{"message": "first", **place, "line": 2, "endLine": 2}],
            }
        ],
        "summary": {"errors": 1, "warnings": 0, "notes": 0},
    }


def test_github() -> None:
    report = Report()
    report.add(ODD, at(3, path="a,b:c%.yaml"), value="x")
    assert render(report, Style.GITHUB) == (
        "::error title=odd,file=a%2Cb%3Ac%25.yaml,line=3,col=1,endLine=3,endColumn=4"
        '::the value "x" is odd%0A#/a/b%0Afix: make it even, not x\n'
    )


def test_sarif() -> None:
    report = Report()
    report.add(ODD, at(3, path="a b.yaml"), value="x", related=(Related(at(2), "first"),))
    report.add(LONE, Spot(Span("whole.yaml"), "#"))
    log = json.loads(render(report, Style.SARIF))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["lone", "odd"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("odd", 1, "error")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.yaml"},
        "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 4},
    }
    assert first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "#/a/b"
    assert first["relatedLocations"][0]["message"] == {"text": "first"}
    assert "region" not in second["locations"][0]["physicalLocation"]


def test_text() -> None:
    assert neutral("aé\u202eb\x1b\U000e0001") == "aé\\u202eb\\u001b\\U000e0001"
    assert shortened("abcdefghij" * 10, 15) == "abcde ... fghij"
    assert columns("日e\u0301") == 3
