"""Sync classes that are derived from async ones: the same behaviour, and problems told at the async line."""

from __future__ import annotations

import pytest

from burnish.overlays.twins import Underivable, derived

from .conftest import Acme
from .test_models import python

JOBS = '''"""Jobs."""

# burnish: derive sync
from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .._generated.resources import jobs as generated
from .._runtime import AsyncAPIResponse


class AsyncJobs(generated.AsyncJobs):
    """Jobs. You can await them."""

    async def titles(self) -> list[str]:
        """What all jobs are called: `await` it."""
        from asyncio import sleep

        await sleep(0)
        return [job.title for job in await self.list()]

    async def each(self) -> AsyncIterator[str]:
        """What they are called, one by one."""
        for title in await self.titles():
            yield title

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[AsyncJobs]:
        """The jobs, for a block."""
        yield self

    async def last(self) -> str:
        """What the last one is called."""
        found = ""
        async with self.opened() as jobs:
            async for title in jobs.each():
                found = title
        return found
'''

ANSWER = """
import asyncio, httpx2, acme
from acme.resources.jobs import Jobs
jobs = [{"id": "1", "title": name, "doneItems": 1, "totalItems": 2, "steps": []} for name in "ab"]
transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=jobs))
"""


def test_both_do_the_same(acme: Acme) -> None:
    acme.overlay("resources/jobs.py", JOBS)
    ended = acme.run()
    assert ended.outcome is not None, [item.message for item in ended.errors]
    code = f"""{ANSWER}
with acme.Acme(http_client=httpx2.Client(transport=transport)) as client:
    print(client.jobs.titles(), list(client.jobs.each()), client.jobs.last(), type(client.jobs) is Jobs)
async def main():
    async with acme.AsyncAcme(http_client=httpx2.AsyncClient(transport=transport)) as client:
        print(await client.jobs.titles(), [title async for title in client.jobs.each()], await client.jobs.last())
asyncio.run(main())
"""
    assert python(acme, code) == "['a', 'b'] ['a', 'b'] b True\n['a', 'b'] ['a', 'b'] b\n"


def test_docstrings_stay_as_they_are() -> None:
    made = derived(
        b'class AsyncA:\n    """Await it: `await a`."""\n\n    async def b(self) -> None:\n        await self.c()\n',
        ".",
    )
    assert '"""Await it: `await a`."""' in made.text
    assert "    def b(self) -> None:\n        self.c()\n" in made.text


def test_lines_lead_back_to_the_async_ones() -> None:
    source = b"\n\nclass AsyncA:\n    async def b(self) -> None:\n        await self.c()\n"
    made = derived(source, ".")
    own = source.decode().split("\n")
    for text, number in zip(made.text.split("\n"), made.lines, strict=False):
        if number:
            assert text == own[number - 1].replace("async ", "").replace("await ", "").replace("AsyncA", "A")


def test_a_class_whose_counterpart_is_there_is_left_alone() -> None:
    assert "class A" not in derived(b"class AsyncA:\n    pass\nclass A:\n    pass\n", ".").text


@pytest.mark.parametrize(
    ("source", "line", "name"),
    [
        (
            b"import asyncio\nclass AsyncA:\n    async def b(self):\n        await asyncio.gather()\n",
            4,
            "asyncio.gather",
        ),
        (b"class AsyncA:\n    async def b(self):\n        from asyncio import Lock\n", 3, "asyncio.Lock"),
    ],
)
def test_what_has_no_counterpart_is_refused_at_its_line(source: bytes, line: int, name: str) -> None:
    with pytest.raises(Underivable, match=name) as caught:
        derived(source, ".")
    assert caught.value.line == line


def test_the_report_has_the_line(acme: Acme) -> None:
    acme.overlay("resources/jobs.py", JOBS.replace("await sleep(0)", "import asyncio; await asyncio.gather()"))
    ended = acme.run()
    assert ended.outcome is None
    assert [(item.code.slug, item.at.span.line) for item in ended.errors] == [("overlay-twin", 20)]


def test_a_sync_class_may_have_the_async_methods_too() -> None:
    made = derived(b"# burnish: derive sync with _later\nclass AsyncA:\n    async def b(self) -> None: ...\n", "..")
    assert "from .._runtime import async_twin\n" in made.text
    assert "    b_later = async_twin(AsyncA.b)\n" in made.text


def test_so_it_has_methods_that_answer_with_something_async() -> None:
    source = b"""# burnish: derive sync with _later
class AsyncA:
    def b(self) -> AsyncStream[int]: ...
    def c(self) -> int: ...
    @property
    def d(self) -> AsyncStream[int]: ...
"""
    made = derived(source, "..").text
    assert "    def b(self) -> Stream[int]: ..." in made
    assert made.count("_later = ") == made.count("    b_later = async_twin(AsyncA.b)\n") == 1


def test_a_twin_differs_on_purpose_where_its_method_does() -> None:
    method = b"    async def b(self): ...  # type: ignore[override]\n"
    source = b"# burnish: derive sync with _later\nclass AsyncA:\n" + method
    assert "    b_later = async_twin(AsyncA.b)  # type: ignore[assignment]" in derived(source, "..").text


def test_what_makes_an_object_awaitable_is_left_out() -> None:
    made = derived(
        b"class AsyncA:\n    x = 1\n\n    def __await__(self):\n        return self.b().__await__()\n\n    y = 2\n", "."
    )
    assert "await" not in made.text.lower()
    assert "class A:\n    x = 1\n\n    y = 2\n" in made.text
