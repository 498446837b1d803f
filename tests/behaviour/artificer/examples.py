"""The acceptance scenarios as users write them, by number: type checkers find nothing here (scenario 37)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from artificer import Artificer, ArtificerError, AsyncArtificer, RateLimitError, ValidationError
from artificer.models import BatchJob, Conversation, PhaseConfig
from artificer.processing.pdf import PdfProcessor
from artificer.types.orchestration import ChainResult, Token


def sync(client: Artificer, id_: str, pdf: bytes, path: Path) -> None:
    """Scenarios with the one client."""
    Artificer(api_key="k", base_url="http://localhost:3001", timeout=30.0)  # 1
    made: Conversation = client.conversations.create(title="a", model="deepseek-chat", system_prompt="b")  # 2
    print(client.conversations.send_message(conversation_id=made.id, content="c").content)  # 3
    check = client.images.check_pdf_needs_ocr(pdf_data=pdf, min_text_threshold=100)  # 4
    print(check.needs_ocr, f"{check.estimated_ocr_cost or 0:.4f}")
    print(client.images.process_pdf(pdf_data=pdf, options={"force_ocr": False}).metadata.pages)  # 5
    with path.open("rb") as file:
        print(
            client.images.process_pdf(file.read()), client.images.process_pdf(file), client.images.process_pdf(path)
        )  # 6
    print(client.images.extract_text_from_image(image_data=path, content_type="image/png").confidence)  # 7
    try:
        client.images.analyze_image(image_data=bytes(20 * 1024 * 1024 + 1))  # 8, 9
    except ValidationError as error:
        print(error.errors["image_data"][0])
    job: BatchJob = client.batch.create(  # 10
        name="d",
        items=[{"input": text} for text in "efg"],
        phases=[
            PhaseConfig(name="draft", model="gpt-4o-mini", task_type="translate"),
            PhaseConfig(name="review", task_type="validate", validation={"enabled": True, "min_score": 7}),
        ],
        options={"auto_start": True, "checkpoint_frequency": 5, "concurrency": 4},
    )
    while client.batch.get_status(job.id).status not in ("COMPLETED", "FAILED", "CANCELLED"):  # 11
        continue
    client.batch.wait(job.id, poll_interval=0.1, timeout=60, on_progress=lambda seen: print(seen.status))  # 12
    print([result.output for result in client.batch.get_results(job.id)])  # 13
    print([result.input for result in client.batch.stream_results(job.id)])
    for deed in (client.batch.start, client.batch.pause, client.batch.resume, client.batch.cancel):  # 14, 15
        print(deed(job.id).status)
    page = client.batch.list(project_id=id_, status="RUNNING", limit=20, offset=0)  # 17
    print(len(page.data), [found.id for found in page])
    print(len(client.images.process_pdf(pdf).text), PdfProcessor().extract_text(pdf).has_text_content)  # 30


def more_sync(client: Artificer, id_: str, path: Path) -> None:
    """The others with the one client."""
    done = client.orchestration.execute(  # 18
        query="a",
        model="gpt-4o",
        task_type="qa",
        validation_config={"enabled": True, "min_score": 8},
        use_rag=True,
    )
    print(done.response, f"{done.cost:.4f}", done.tokens)
    for event in client.orchestration.execute_stream(query="a"):  # 19
        if isinstance(event, Token):
            print(event.content)
        elif isinstance(event, ChainResult):
            print(event.result.response)
    for chunk in client.chat.stream(conversation_id=id_, message="Describe a harbour"):  # 20, 22
        print(chunk.content, end="")
    with client.chat.stream(conversation_id=id_, message="a", resume=True) as stream:  # 23
        print(next(stream).index, "".join(stream.iter_text()), stream.get_final_message().usage)
    try:
        client.batch.list(max_retries=0)
    except RateLimitError as error:  # 26
        print(error.retry_after + 1.0)
    except ArtificerError as error:  # 24, 25, 27
        print(error.message, error.status_code, error.code)
    Artificer(api_key=lambda: "k", typescript_api_url="http://a", python_worker_url="http://b")  # 29, 32
    key = client.auth.keys.create(name="a", scopes=["batch:read"], ip_allow_list=["10.0.0.0/8"])  # 31
    print(key.key, client.auth.keys.rotate(key.id, grace_period_seconds=0).key)  # 32
    client.export.conversation(id_, format="markdown").write_to_file(path)  # 33
    for hit in client.search.query(query="a"):  # 34
        print(hit.conversation.title if hit.type == "conversation" else hit.type)
    print(client.model_admin.get("meta-llama/Llama-3").enabled, client.usage.summary(from_=date(2025, 1, 1)).cost)  # 35
    client.conversations.update(id_, system_prompt=None)  # 36


async def twins(client: Artificer, id_: str) -> None:
    """Scenarios with the `_async` methods of the one client."""
    made: Conversation = await client.conversations.create_async(title="a")  # 2
    print(made.title)
    job: BatchJob = await client.batch.create_async(  # 10
        name="a", items=[{"input": "b"}], phases=[{"name": "c", "validation": {"enabled": True}}]
    )
    print((await client.batch.wait_async(job.id, timeout=60)).status)  # 12
    print([found.id async for found in client.batch.list_async(limit=20)])  # 17
    async for chunk in client.chat.stream_async(conversation_id=id_, message="a"):  # 21
        print(chunk.content)
    async for chunk in await client.chat.stream_async(conversation_id=id_, message="a"):
        print(chunk.content)
    async with client.chat.stream_async(conversation_id=id_, message="a", resume=True) as stream:
        print((await stream.get_final_message()).content)


async def asynchronous(client: AsyncArtificer, id_: str, path: Path) -> None:
    """Scenarios with the asynchronous client."""
    made: Conversation = await client.conversations.create(title="a")  # 2
    print(made.title, (await client.images.process_pdf(path, options={"force_ocr": True})).text)  # 6
    print([result.output async for result in await client.batch.stream_results(id_)])  # 13
    async for chunk in client.chat.stream(conversation_id=id_, message="a"):  # 21
        print(chunk.content)
    async with client.chat.stream(conversation_id=id_, message="a") as stream:
        print([text async for text in stream.iter_text()])
    await (await client.export.conversation(id_, format="html")).write_to_file(path)  # 33
