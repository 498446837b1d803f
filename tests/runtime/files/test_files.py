"""Files as sources: sizes, re-reading, and what is no file."""

import asyncio
import base64
import io
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sdk_runtime._files import AsyncReader, encode_base64, file_from_path, open_source


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data.bin"
    path.write_bytes(b"0123456789" * 20_000)
    return path


def test_every_kind_of_file_tells_its_size_and_can_be_read_twice(path: Path) -> None:
    content = path.read_bytes()
    with path.open("rb") as file:
        for given in (
            content,
            bytearray(content),
            memoryview(content),
            path,
            file,
            io.BytesIO(content),
            [content[:5], content[5:]],
        ):
            source = open_source(given)
            assert source.size in (len(content), None)
            assert source.replayable
            assert b"".join(source) == b"".join(source) == content


def test_a_generator_is_read_once_only() -> None:
    source = open_source(chunk for chunk in (b"a", b"b"))
    assert (source.size, source.replayable) == (None, False)
    assert b"".join(source) == b"ab"


@pytest.mark.parametrize("given", ["text", io.StringIO("text")])
def test_text_is_no_file(given: Any) -> None:
    with pytest.raises(TypeError, match=r"binary mode|mode 'rb'"):
        open_source(given)


def test_a_missing_file_is_an_error_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_source(tmp_path / "none")


def test_what_is_appended_while_a_file_is_sent_stays_out(path: Path) -> None:
    source = open_source(path)
    chunks = iter(source)
    first = next(chunks)
    with path.open("ab") as file:
        file.write(b"more")
    assert len(first + b"".join(chunks)) == source.size == 200_000


def test_a_file_that_shrinks_while_it_is_sent_is_an_error(path: Path) -> None:
    source = open_source(path)
    path.write_bytes(b"short")
    with pytest.raises(OSError, match=r"data\.bin became shorter"):
        list(source)


async def test_async_reading_gives_the_same_bytes(path: Path) -> None:
    for given in (path, path.read_bytes(), iter([b"a", b"b"])):
        reader = AsyncReader(open_source(given))
        assert len(b"".join([chunk async for chunk in reader])) == (reader.size or 2)


async def test_an_async_iterable_is_for_async_clients() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    source = open_source(chunks())
    assert (source.size, source.replayable) == (None, False)
    with pytest.raises(TypeError, match="async client"):
        iter(source)
    assert [chunk async for chunk in AsyncReader(source)] == [b"a", b"b"]


async def test_a_reader_that_stops_closes_the_file(path: Path, recwarn: pytest.WarningsRecorder) -> None:
    chunks = aiter(AsyncReader(open_source(path)))
    await anext(chunks)
    await chunks.aclose()  # type: ignore[attr-defined]  # An async generator.
    assert not recwarn.list


async def test_a_cancelled_upload_says_that_it_was_cancelled_though_its_thread_still_reads() -> None:
    begun, released = threading.Event(), threading.Event()

    def chunks() -> Iterator[bytes]:
        begun.set()
        released.wait()
        yield b"a"

    async def read() -> list[bytes]:
        return [chunk async for chunk in AsyncReader(open_source(chunks()))]

    reading = asyncio.create_task(read())
    await asyncio.to_thread(begun.wait)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    released.set()


def test_base64_takes_files_and_leaves_text_alone(path: Path) -> None:
    assert base64.b64decode(encode_base64(path)) == path.read_bytes()
    assert encode_base64(io.BytesIO(b"ab")) == "YWI="
    assert encode_base64("YWI=") == "YWI="


def test_a_file_is_named_after_its_path(path: Path) -> None:
    assert file_from_path(str(path)) == ("data.bin", path)


def test_what_is_no_content_is_told_with_what_is() -> None:
    with pytest.raises(TypeError, match="an iterable of bytes, not int"):
        open_source(7)  # type: ignore[arg-type]  # what it is about
