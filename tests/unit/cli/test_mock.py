"""`burnish mock`: with a program, it serves as long as that runs."""

from __future__ import annotations

import sys
from pathlib import Path

from .conftest import Command

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets: {get: {operationId: listPets, responses: {"204": {description: none}}}}
"""
ASK = """
import os, sys, urllib.error, urllib.request
try:
    status = urllib.request.urlopen(os.environ["TEST_API_BASE_URL"] + sys.argv[1], timeout=10).status
except urllib.error.HTTPError as error:
    status = error.code
sys.exit(status - 200)
"""


def test_a_program_finds_the_server_and_its_code_is_ours(command: Command) -> None:
    Path("openapi.yaml").write_text(DESCRIPTION)
    ended = command("mock", "--port", "0", "openapi.yaml", "--", sys.executable, "-c", ASK, "/pets")
    assert ended.code == 4
    assert "1 operation at http://127.0.0.1:" in ended.out


def test_settings_and_overlay_beside_the_description_count(command: Command) -> None:
    Path("openapi.yaml").write_text(DESCRIPTION)
    Path("burnish.toml").write_text("")
    Path("overlay.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: More, version: '1'}\nactions:\n"
        "- {target: $.paths, update: {/toys: {get: {responses: {'202': {description: soon}}}}}}\n"
    )
    ended = command("mock", "--port", "0", "openapi.yaml", "--", sys.executable, "-c", ASK, "/toys")
    assert ended.code == 2
