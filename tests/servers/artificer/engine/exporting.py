"""Conversations, results and projects as files. Equal contents give equal bytes."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from ..records import BatchJob, Conversation, ItemResult, Message, Project, wire

__all__ = ["conversation_file", "project_file", "results_file"]

Thread: TypeAlias = tuple[Conversation, Sequence[Message]]
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell


def conversation_file(conversation: Conversation, thread: Sequence[Message], format_: str) -> tuple[str, bytes]:
    """The ending and the bytes of a conversation as a file."""
    match format_:
        case "json":
            value = {"conversation": wire(conversation), "messages": [wire(message) for message in thread]}
            return "json", json.dumps(value, ensure_ascii=False, indent=2).encode()
        case "html":
            said = "".join(f"<dt>{html.escape(m.role)}</dt><dd>{html.escape(m.content)}</dd>\n" for m in thread)
            title = html.escape(conversation.title)
            return "html", f"<!doctype html>\n<title>{title}</title>\n<h1>{title}</h1>\n<dl>\n{said}</dl>\n".encode()
        case _:
            said = "".join(f"**{message.role}**: {message.content}\n\n" for message in thread)
            return "md", f"# {conversation.title}\n\n{said}".encode()


def results_file(results: Iterable[ItemResult], format_: str) -> bytes:
    """The results of a batch job as CSV (RFC 4180) or JSON Lines."""
    if format_ == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(["itemIndex", "input", "output", "status"])
        writer.writerows([r.item_index, r.input, r.output or "", r.status] for r in results)
        return text.getvalue().encode()
    return jsonl(wire(result) for result in results)


def project_file(
    project: Project,
    conversations: Sequence[Thread],
    jobs: Sequence[BatchJob],
    format_: str,
) -> bytes:
    """A project as a zip file, or as JSON Lines whose `type` tells what each line is."""
    if format_ == "jsonl":
        lines = [{"type": "project", **wire(project)}]
        for conversation, thread in conversations:
            lines.append({"type": "conversation", **wire(conversation)})
            lines += [{"type": "message", **wire(message)} for message in thread]
        return jsonl([*lines, *({"type": "batchJob", **wire(job)} for job in jobs)])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        add(archive, "project.json", json.dumps(wire(project), ensure_ascii=False).encode())
        for conversation, thread in conversations:
            add(archive, f"conversations/{conversation.id}.md", conversation_file(conversation, thread, "markdown")[1])
        for job in jobs:
            add(archive, f"batch/{job.id}.jsonl", results_file(job.results.values(), "jsonl"))
    return content.getvalue()


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file without the time at which that happens."""
    archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def jsonl(values: Iterable[object]) -> bytes:
    """Values as JSON Lines."""
    return "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values).encode()
