"""Text of a description as docstrings, comments, TOML, YAML and Markdown."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
import unicodedata

import pytest
import yaml
from hypothesis import example, given, strategies as st

from burnish.targets.python.spelling import comment, docstring, markdown, toml_string, visible, yaml_string

HOSTILE = (
    'x"""',
    '"',
    '""""',
    'ends with "quote"',
    "\\",
    "ends with a backslash\\",
    "\\N{BULLET} \\x \\u12",
    '"""\nimport os\n"""',
    "a\rimport os",
    "a\r\nb\x0bc\x85d\u2028e",
    "\u202eright to left\u202c and \u200bnothing",
    "nul \x00 and escape \x1b[31m",
    "half \ud800 a pair",
    "summary:\n    code\n    more code",
    "  leading",
    "# comment\n---\n${{ secrets.TOKEN }}",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(alphabet=st.sampled_from('ab "\\\n\r\t#N{}\x00\u202e\ud800é名'), max_size=40)
)
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def read_back(source: str) -> str:
    """The text that tools show for a docstring in a function's body."""
    if not source:
        return ""
    tree = ast.parse(f"def f():\n    {source}\n    pass\n")
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 2, "the docstring is one statement"
    return ast.get_docstring(function, clean=True) or ""


def squeezed(text: str) -> str:
    """Text without what wrapping may change."""
    return " ".join(text.split())


def shown(text: str) -> str:
    """Text as it is to be read: one kind of line end, hidden characters as escapes."""
    return visible(re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text).expandtabs(4))


@given(TEXTS)
@example('"""\n"')
def test_a_docstring_reads_back_as_the_text(text: str) -> None:
    code = docstring(text, indent=4)

    assert squeezed(read_back(code.text)) == squeezed(shown(text))


@given(TEXTS)
def test_what_cannot_be_seen_is_nowhere_in_the_output(text: str) -> None:
    for code in (docstring(text, indent=4), comment(text), toml_string(text), yaml_string(text), markdown(text)):
        assert not [char for char in code.text if char != "\n" and unicodedata.category(char) in HIDDEN]


def test_a_docstring_keeps_the_indent_of_code_below_its_first_line() -> None:
    text = "Send it:\n\n    client.send()\n        more"

    assert read_back(docstring(text, indent=4).text) == text


def test_a_docstring_lists_arguments_with_their_texts() -> None:
    code = docstring('Send "it".', indent=4, sections=(("to", 'where """ to'), ("silent", "")))

    assert read_back(code.text) == 'Send "it".\n\nArgs:\n    to: where """ to'


def test_long_paragraphs_are_filled_and_code_is_not() -> None:
    paragraph = "word " * 40
    code = "```\n" + "x" * 150 + "\n```"

    lines = read_back(docstring(f"{paragraph}\n\n{code}", indent=4).text).split("\n")

    assert max(len(line) for line in lines[:-3]) <= 96
    assert lines[-3:] == code.split("\n")


def test_nothing_to_say_is_no_docstring() -> None:
    assert not docstring(" \n\r", indent=4)


@given(TEXTS)
def test_a_comment_is_only_comments(text: str) -> None:
    for line in comment(text).text.splitlines():
        assert line.startswith("#")
    assert not ast.parse(comment(text).text).body


@given(TEXTS)
def test_toml_and_yaml_strings_read_back(text: str) -> None:
    whole = re.sub("[\ud800-\udfff]", "\ufffd", re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text))

    assert tomllib.loads(f"a = {toml_string(text)}") == {"a": whole}
    assert yaml.safe_load(f"a: {yaml_string(text)}") == {"a": whole.replace("${{", "$ {{")}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[click](javascript:alert)", r"\[click\](javascript&#58;alert)"),
        ("thanks @octocat, mail a@b.test", "thanks @&#8203;octocat, mail a@b.test"),
        ("${{ secrets.X }} {% raw %}", "$&#123;{ secrets.X }} &#123;% raw %}"),
        ("<script>x</script>", r"\<script>x\</script>"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("a | b\n# c", r"a \| b # c"),
        ("# c #3", r"\# c #3"),
        ("> quote", r"\> quote"),
        ("snake_case and _emphasis_", r"snake_case and \_emphasis\_"),
        ("--- x", r"\--- x"),
        ("1. one", r"1\. one"),
        ("\x1b[31mred", r"\\u001b\[31mred"),
    ],
)
def test_markdown_is_text_and_nothing_else(text: str, written: str) -> None:
    assert markdown(text).text == written


def test_getdoc_agrees_with_the_cleaning_used_here() -> None:
    text = "Summary:\n\n    code"
    space: dict[str, object] = {}
    exec(f"def f():\n    {docstring(text, indent=4)}\n", space)

    assert inspect.getdoc(space["f"]) == text
