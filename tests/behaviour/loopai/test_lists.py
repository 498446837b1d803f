"""Lists are walked by page number: the answer says how many pages there are, and no other is asked for."""

from __future__ import annotations

from loopai import AsyncLoopai, Loopai
from loopai.testing import ASGITransport, AsyncASGITransport, example
from loopai.types.tasks import Task
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

COUNT, URL = 45, "http://loopai.test"


class Server:
    """A server with 45 tasks, which notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.app = Starlette(routes=[Route("/api/v1/tasks", self.tasks)])

    def tasks(self, request: Request) -> JSONResponse:
        """A page of tasks."""
        self.asked.append(request.url.query)
        page, size = int(request.query_params.get("page", 1)), int(request.query_params["pageSize"])
        tasks = [{**example(Task), "name": f"task {number}"} for number in range(COUNT)]
        counted = {"page": page, "pageSize": size, "totalCount": COUNT, "totalPages": -(-COUNT // size)}
        return JSONResponse({"items": tasks[(page - 1) * size : page * size], **counted})


PAGES = ["pageSize=20", "page=2&pageSize=20", "page=3&pageSize=20"]
NAMES = [f"task {number}" for number in range(COUNT)]


def test_45_tasks_are_three_requests() -> None:
    server = Server()
    with Loopai(api_key="k", base_url=URL, http_client=ASGITransport(server.app)) as client:
        assert [task.name for task in client.tasks.list(page_size=20)] == NAMES
    assert server.asked == PAGES


async def test_45_tasks_are_three_requests_in_async_code() -> None:
    server = Server()
    async with AsyncLoopai(api_key="k", base_url=URL, http_client=AsyncASGITransport(server.app)) as client:
        assert [task.name async for task in client.tasks.list(page_size=20)] == NAMES
    assert server.asked == PAGES
