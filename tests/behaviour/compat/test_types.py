"""The face is typed: pyright, at its strictest, finds nothing in it, nor in code that its users have."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

# What users of the earlier SDK wrote: calls, errors, pages by hand, and the small things of `_utils`.
CALLS = """\
from typing import Literal

import httpx
from typing_extensions import Annotated, Required, TypedDict, assert_type

import shop_sdk
from shop_sdk import AsyncShop, AsyncStream, DefaultHttpxClient, Omit, Shop, Stream, omit
from shop_sdk._models import BaseModel
from shop_sdk._response import APIResponse, AsyncAPIResponse
from shop_sdk._types import NOT_GIVEN, Headers, NotGiven
from shop_sdk._utils import PropertyInfo, is_given, maybe_transform, required_args
from shop_sdk.types import Item


class Extra(BaseModel):
    name: str


class ExtraParams(TypedDict, total=False):
    unit_price: Required[Annotated[int, PropertyInfo(alias="unitPrice")]]


@required_args(["name"])
def find(*, name: str | NotGiven = NOT_GIVEN, headers: Headers | None = None) -> str:
    return name if is_given(name) else "none"


client = Shop(api_key="k", http_client=DefaultHttpxClient(proxy="http://localhost"), max_retries=0)
assert_type(client.items.get("i"), Item)
assert_type(client.items.create(unit_price=2, extra_headers={"X-Trace": "t"}, timeout=httpx.Timeout(3)), Item)
assert_type(client.items.watch("i"), Stream[Item])
assert_type(client.items.with_raw_response.get("i"), APIResponse[Item])
assert_type(client.items.with_raw_response.get("i").parse(), Item)
assert_type(client.items.with_raw_response.get("i").parse(to=Extra), Extra)
assert_type(client.with_options(max_retries=1).get("/extra", cast_to=Extra), Extra)
assert_type(client.base_url, httpx.URL)
given: str | Omit = omit
body: object = maybe_transform({"unit_price": 2}, ExtraParams)
with client.items.with_streaming_response.get("i") as response:
    assert_type(response.parse(), Item)
for item in client.items.watch("i"):
    assert_type(item, Item)
try:
    find(name="x")
except shop_sdk.RateLimitError as error:
    assert_type(error.response, httpx.Response)
    assert_type(error.status_code, Literal[429])


async def main() -> None:
    async with AsyncShop(api_key="k") as shop:
        assert_type(await shop.items.get("i"), Item)
        assert_type(await shop.items.with_raw_response.get("i"), AsyncAPIResponse[Item])
        assert_type(await shop.items.watch("i"), AsyncStream[Item])
        async for item in await shop.items.watch("i"):
            assert_type(item, Item)
"""
WRONG = """\
from shop_sdk import Shop

Shop(api_key="k").items.create(unit_price="two")
"""


def problems(folder: Path) -> list[str]:
    """What pyright says of a project as it is set up: place and message."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", "-p", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["summary"]["filesAnalyzed"]
    told = found["generalDiagnostics"]
    return [f"{Path(item['file']).name}:{item['range']['start']['line'] + 1}: {item['message']}" for item in told]


def using(project: Path, folder: Path, text: str) -> Path:
    """A project of somebody who uses the package, as strict as can be."""
    (folder / "calls.py").write_text(text, encoding="utf-8")
    settings = {"include": ["calls.py"], "extraPaths": [str(project / "src")], "typeCheckingMode": "strict"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def test_the_generated_project_has_no_type_errors(project: Path) -> None:
    assert problems(project) == []


def test_calls_that_were_right_are_right(project: Path, tmp_path: Path) -> None:
    assert problems(using(project, tmp_path, CALLS)) == []


def test_a_wrong_argument_is_a_type_error(project: Path, tmp_path: Path) -> None:
    (found,) = problems(using(project, tmp_path, WRONG))
    assert found.startswith("calls.py:3: ")
