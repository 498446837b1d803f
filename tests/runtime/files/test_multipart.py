"""Forms with files, read back by an independent parser."""

import io
import tracemalloc
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any, cast

import pytest
from sdk_runtime._files import AsyncReader
from sdk_runtime._multipart import MultipartEncoder, Part, data_part, file_part


def parsed(*parts: Part) -> list[Message]:
    encoder = MultipartEncoder(parts)
    body = b"".join(encoder)
    if encoder.size is not None:
        assert encoder.size == len(body)
    message = message_from_bytes(f"Content-Type: {encoder.content_type}\r\n\r\n".encode() + body)
    return cast("list[Message]", message.get_payload())


def test_a_form_says_what_each_part_is(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n--x")
    text, json, file = parsed(
        data_part("title", "Übung"),
        data_part("meta", b'{"a":1}', content_type="application/json"),
        file_part("file", path),
    )
    assert text["content-disposition"] == 'form-data; name="title"'
    assert text.get_payload(decode=True) == "Übung".encode()
    assert json.get_content_type() == "application/json"
    assert (file.get_filename(), file.get_content_type()) == ("scan.png", "image/png")
    assert file.get_payload(decode=True) == b"\x89PNG\r\n--x"


@pytest.mark.parametrize(
    ("file", "name", "media_type"),
    [
        (b"x", "upload", "application/octet-stream"),
        (("a.pdf", b"x"), "a.pdf", "application/pdf"),
        (("a.tar.gz", b"x"), "a.tar.gz", "application/octet-stream"),
        (("a.pdf", b"x", "text/x-odd"), "a.pdf", "text/x-odd"),
        (("a.pdf", b"x", None), "a.pdf", "application/pdf"),
        ((None, b"x"), "upload", "application/octet-stream"),
        (("a", b"x", "text/plain", {"content-type": "text/html", "X-Y": "z"}), "a", "text/html"),
    ],
)
def test_names_and_media_types_are_the_callers_or_guessed(file: Any, name: str, media_type: str) -> None:
    (part,) = parsed(file_part("f", file))
    assert (part.get_filename(), part.get_content_type()) == (name, media_type)


def test_a_setting_of_the_part_beats_the_guess() -> None:
    (part,) = parsed(file_part("f", ("a.pdf", b"x"), content_type="image/jpeg"))
    assert part.get_content_type() == "image/jpeg"


def test_names_are_escaped_as_browsers_do() -> None:
    head = file_part('a"\r\nX: y', ('b"\n.txt', b"")).head
    assert head.startswith(b'Content-Disposition: form-data; name="a%22%0D%0AX: y"; filename="b%22%0A.txt"\r\n')


@pytest.mark.parametrize("bad", ["\r", "\n", "\0", "text/plain\r\nX-Evil: 1"])
def test_line_breaks_in_part_headers_are_refused_without_showing_them(bad: str) -> None:
    attempts: list[Any] = [
        ("f", b"x", bad),
        ("f", b"x", "text/plain", {"X-Secret": bad}),
        ("f", b"x", None, {bad: "x"}),
    ]
    for file in attempts:
        with pytest.raises(ValueError, match="part 'doc'") as caught:
            file_part("doc", file)
        assert "Evil" not in str(caught.value)
    with pytest.raises(ValueError, match="NUL"):
        file_part("doc", ("\0", b""))


def test_a_form_can_be_written_again_from_where_its_files_stood() -> None:
    file = io.BytesIO(b"skipped, sent")
    file.seek(9)
    encoder = MultipartEncoder([file_part("f", file)], boundary="b")
    first = b"".join(encoder)
    assert b"".join(encoder) == first
    assert b"\r\n\r\nsent\r\n" in first
    assert encoder.replayable


def test_a_pipe_makes_a_form_of_unknown_size_that_is_sent_once() -> None:
    class Pipe(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            return 0

    encoder = MultipartEncoder([file_part("f", cast("Any", Pipe()))])
    assert (encoder.size, encoder.replayable) == (None, False)


async def test_an_async_reader_writes_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 200_000)
    encoder = MultipartEncoder([data_part("a", "1"), file_part("f", path)], boundary="b")
    assert b"".join([chunk async for chunk in AsyncReader(encoder)]) == b"".join(encoder)


def test_a_large_file_is_never_held_whole() -> None:
    class Zeros(io.RawIOBase):
        """A file of 200 MB that is not there."""

        size, at = 200_000_000, 0

        def read(self, count: int = -1) -> bytes:
            count = min(count, self.size - self.at)
            self.at += count
            return bytes(count)

        def tell(self) -> int:
            return self.at

        def seek(self, offset: int, whence: int = 0) -> int:
            self.at = offset if whence == 0 else self.size + offset
            return self.at

    def sizes() -> Iterator[int]:
        yield from map(len, MultipartEncoder([file_part("f", cast("Any", Zeros()))]))

    tracemalloc.start()
    total = sum(sizes())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > Zeros.size
    assert peak < 1_000_000
