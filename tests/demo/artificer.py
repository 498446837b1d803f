"""The Artificer SDK at work: a conversation, a streamed answer, a batch job, and a mistake that explains itself.

`nox -s demo` generates the SDK first. The API is the reference server, in memory, on loopback; nothing else is asked.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

# ruff: noqa: E402 - the search path is set before the imports that need it
# This file has the name of the package that it shows: its folder must not come first in the search for modules.
sys.path[0] = str(Path(__file__).parents[2])

from artificer import Artificer, AsyncArtificer, ChatStream, ValidationError
from artificer.types.batch import BatchJob
from artificer.types.chat import ChatChunk

from tests.servers.artificer import ROOT_SECRET, ArtificerServer, Options
from tests.servers.running import running

WIDTH = 76
INDENT = "   "
PACE_S = 0.035  # how long the model takes for a word, and the engine for a phase
POLL_S = 0.02
LIMIT_S = 20.0
NOTICES = (
    "Harbour closed until noon.",
    "No pilot after dusk.",
    "Fog and storm expected.",
    "Bridge open tomorrow.",
    "No berth until tomorrow.",
    "Ferry until dusk.",
)
LIVE = sys.stdout.isatty()
COLOUR = LIVE and "NO_COLOR" not in os.environ


def main() -> int:
    """Show everything once."""
    print(bold("Artificer") + ", through the SDK that Burnish generated from its description")
    with (
        running(ArtificerServer(Options(pace=PACE_S))) as server,
        Artificer(api_key=ROOT_SECRET, base_url=server.url) as client,
    ):
        converse(client)
        translate(client)
        stumble(client)
        asyncio.run(ask_at_once(server.url))
        account(client)
    return 0


def converse(client: Artificer) -> None:
    """Create a conversation and stream an answer into it."""
    headline(1, "A conversation, streamed")
    conversation = client.conversations.create(title="Harbour notices", system_prompt="Answer in three sentences.")
    say(f"{conversation.id} is answered by {conversation.model}.")
    print()
    say(bold("> Describe a harbour."))
    with client.chat.stream(conversation_id=conversation.id, message="Describe a harbour.") as stream:
        last = write_out(stream)
    if last is not None and last.usage is not None:
        say(faint(f"{last.usage.total_tokens} tokens, {money(last.usage.cost)}, ended by {last.finish_reason!r}"))
    roles = [message.role for message in client.messages.list(conversation_id=conversation.id)]
    say(f"The conversation now holds {len(roles)} messages: {' and '.join(roles)}.")


def write_out(stream: ChatStream) -> ChatChunk | None:
    """Print an answer as it comes, in lines; the last piece tells why it ended."""
    column, gap, last = 0, INDENT, None
    for last in stream:
        text = last.content.rstrip()
        if column + len(gap) + len(text) > WIDTH:
            column, gap = 0, f"\n{INDENT}"
        print(gap + text, end="", flush=True)
        column += len(gap) + len(text)
        gap = last.content[len(text) :]
    print()
    return last


def translate(client: Artificer) -> None:
    """Run a batch job and watch it."""
    headline(2, "A batch job")
    job = client.batch.create(
        name="Translate the notices",
        items=[{"input": notice} for notice in NOTICES],
        phases=[
            {"name": "draft", "task_type": "translate", "model": "gpt-4o-mini"},
            {"name": "review", "task_type": "validate", "validation": {"enabled": True, "min_score": 7}},
        ],
        options={"auto_start": True, "concurrency": 2},
    )
    say(f"{job.id}: {job.total_items} items, two phases, two at a time.")
    job = watch(client, job)
    for result in client.batch.get_results(job.id):
        say(f"{result.input:<28} {result.output}")
    say(faint(f"{job.status}, {job.tokens_used} tokens, {money(job.cost_incurred)}"))


def watch(client: Artificer, job: BatchJob) -> BatchJob:
    """Wait for a job, and show how far it is: in place on a terminal, else a line at the end."""

    def show(job: BatchJob) -> None:
        if LIVE:
            print(f"\r{INDENT}{bar(job)}  {job.current_phase or '':<8}", end="", flush=True)

    job = client.batch.wait(job.id, poll_interval=POLL_S, timeout=LIMIT_S, on_progress=show)
    print(f"\r{INDENT}{bar(job)}  {'done':<8}" if LIVE else f"{INDENT}{bar(job)}  done")
    return job


def stumble(client: Artificer) -> None:
    """Send something wrong, read what the error says, and send it right."""
    headline(3, "A mistake, and what the error says")
    say('client.batch.create(name="", items=[{"input": ""}], ...)')
    try:
        client.batch.create(name="", items=[{"input": ""}], phases=[{"name": "answer"}])
    except ValidationError as error:
        say(f"{type(error).__name__}, before anything was sent:")
        for path, texts in error.errors.items():
            say(f"  {path:<15} {', '.join(texts)}")
    job = client.batch.create(name="Questions", items=[{"input": "What is a quay?"}], phases=[{"name": "answer"}])
    say(f"With a name and a text it works: {job.id} is {job.status}.")


async def ask_at_once(url: str) -> None:
    """Ask three questions at the same time, with the asynchronous client."""
    headline(4, "Three questions at once, with the asynchronous client")
    questions = ("What is a quay?", "What is a berth?", "What is a tide?")
    async with AsyncArtificer(api_key=ROOT_SECRET, base_url=url) as client:
        conversations = await asyncio.gather(*(client.conversations.create(title=q) for q in questions))
        answers = await asyncio.gather(
            *(
                client.conversations.send_message(conversation.id, content=question)
                for conversation, question in zip(conversations, questions, strict=True)
            )
        )
    for question, answer in zip(questions, answers, strict=True):
        say(bold(f"> {question}"))
        say(f"{answer.content.partition('. ')[0].rstrip('.')}.")


def account(client: Artificer) -> None:
    """Tell what all of this used."""
    usage = client.usage.summary()
    print()
    print(f"All of this used {usage.tokens} tokens for {money(usage.cost)}; {refused(usage.errors)}.")


def refused(count: int) -> str:
    """How many requests the server refused, in words."""
    return {0: "no request was refused", 1: "one request was refused"}.get(count, f"{count} requests were refused")


def headline(number: int, text: str) -> None:
    """Print the title of a part."""
    print(f"\n{bold(f'{number}  {text}')}\n")


def say(text: str) -> None:
    """Print an indented line."""
    print(INDENT + text)


def bar(job: BatchJob) -> str:
    """How far a job is, as a bar of 24 places."""
    done = job.completed_items + job.failed_items
    filled = 24 * done // job.total_items
    return f"[{'=' * filled}{' ' * (24 - filled)}] {done}/{job.total_items}"


def money(usd: float) -> str:
    """An amount of a few thousandths of a dollar."""
    return f"${usd:.6f}"


def bold(text: str) -> str:
    """Text that stands out, where a terminal can show it."""
    return f"\x1b[1m{text}\x1b[0m" if COLOUR else text


def faint(text: str) -> str:
    """Text that stands back, where a terminal can show it."""
    return f"\x1b[2m{text}\x1b[0m" if COLOUR else text


if __name__ == "__main__":
    sys.exit(main())
