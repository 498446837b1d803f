# Copied from overlays/python/huggingplace/session.py; edit it there.
"""Sessions and traces: logs that belong together, timed, with the steps that led to them."""

# burnish: derive sync
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

from ._exceptions import HuggingPlaceError
from .entries import with_session
from .timing import Stopwatch
from .tracing import Mark, Recorder, Step, decorated, leave

if TYPE_CHECKING:
    from ._client import AsyncHuggingPlace
    from ._runtime import AsyncPaginator
    from .pagination import AsyncLinkPage
    from .types.responses import Step as StoredStep, StepParam, StoredResponse, StoreResult, TokenCountParam
    from .types.sessions import SessionSummary

__all__ = ["AsyncSession", "AsyncTrace"]

CallT = TypeVar("CallT", bound="Callable[..., Any]")
Complete: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""Adds to the arguments of a log what a session knows."""


class AsyncTrace:
    """One interaction as a block: set `response`, and any other field of `log`, inside.

    When the block ends it is logged with its duration. An exception inside is logged as a step with status "error" and
    goes on; without a response nothing is logged unless there was an exception.
    """

    response: object = None
    metadata: Mapping[str, object] | None = None
    user_metadata: Mapping[str, object] | None = None
    user_id: str | None = None
    file_name: str | None = None
    llm_model: str | None = None
    token_count: TokenCountParam | None = None
    mode: Literal["prod", "dev"] | None = None

    def __init__(
        self,
        client: AsyncHuggingPlace,
        user_prompt: str,
        recorder: Recorder,
        complete: Complete | None = None,
    ) -> None:
        """Prepare. Made by `client.trace` and `session.trace`."""
        self.user_prompt = user_prompt
        self.result: StoreResult | None = None
        self._client = client
        self._recorder = recorder
        self._complete = complete
        self._marks: list[Mark] = []

    def step(self, name: str, input: object = None, **attributes: Any) -> AbstractContextManager[Step]:
        """Time a step of this interaction."""
        return self._recorder.step(name, input, **attributes)

    async def __aenter__(self) -> AsyncTrace:
        self._watch = Stopwatch(self._client.clock)
        self._marks.append(self._recorder.activate())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        duration = self._watch.elapsed_ms()
        leave(self._marks.pop())
        if error is not None:
            reason = {"type": type(error).__name__, "message": str(error)}
            self._recorder.measured("trace", duration, status="error", error=reason)
        if error is None and self.response is None:
            return
        fields = {name: getattr(self, name) for name in FIELDS}
        given = {**fields, "response": "" if self.response is None else self.response, "response_time_ms": duration}
        try:
            self.result = await self._client._deliver(given, self._recorder, self._complete)  # pyright: ignore[reportPrivateUsage]  # its other half
        except HuggingPlaceError:
            if error is None:
                raise  # else the exception of the block matters more


FIELDS = ("user_prompt", "metadata", "user_metadata", "user_id", "file_name", "llm_model", "token_count", "mode")


class AsyncSession:
    """Logs of one conversation: they carry its id and fields, and are timed from one to the next.

    Made by `client.start_session`, without a request.
    """

    def __init__(
        self,
        client: AsyncHuggingPlace,
        session_id: str,
        user_id: str | None,
        metadata: Mapping[str, object] | None,
        user_metadata: Mapping[str, object] | None,
    ) -> None:
        """Begin: the time of the first log counts from here."""
        self.id = session_id
        self._client = client
        self._usual = {"user_id": user_id, "metadata": metadata, "user_metadata": user_metadata}
        self._recorder = Recorder(client.clock)
        self._watch = Stopwatch(client.clock)
        self._recorder.activate()

    async def log(
        self,
        user_prompt: str,
        response: object,
        *,
        metadata: Mapping[str, object] | None = None,
        user_metadata: Mapping[str, object] | None = None,
        user_id: str | None = None,
        file_name: str | None = None,
        llm_model: str | None = None,
        token_count: TokenCountParam | None = None,
        step_data: Sequence[str | StepParam | StoredStep | Step] | None = None,
        response_time_ms: float | None = None,
        timestamp: str | datetime | None = None,
        mode: Literal["prod", "dev"] | None = None,
    ) -> StoreResult:
        """Store an interaction of this session, as `client.log` does.

        The response time is that since the session began, or since its last log ended, unless it is given.
        """
        given: dict[str, Any] = {
            "user_prompt": user_prompt,
            "response": response,
            "metadata": metadata,
            "user_metadata": user_metadata,
            "user_id": user_id,
            "file_name": file_name,
            "llm_model": llm_model,
            "token_count": token_count,
            "step_data": step_data,
            "response_time_ms": self._watch.elapsed_ms() if response_time_ms is None else response_time_ms,
            "timestamp": timestamp,
            "mode": mode,
        }
        try:
            return await self._client._deliver(given, self._recorder, self._complete)  # pyright: ignore[reportPrivateUsage]  # its other half
        finally:
            self._watch.restart()

    def _complete(self, given: dict[str, Any]) -> dict[str, Any]:
        return with_session(given, self.id, self._usual)

    def step(self, name: str, input: object = None, **attributes: Any) -> AbstractContextManager[Step]:
        """Time a step; it goes with the next log. Steps begun inside become its children."""
        return self._recorder.step(name, input, **attributes)

    def add_step(self, name: str, duration_ms: float = 0.0, **fields: Any) -> None:
        """Add a step that was measured elsewhere; `fields` are those of a step (`input`, `output`, `status`, ...)."""
        self._recorder.measured(name, duration_ms, **fields)

    @overload
    def traced(self, function: CallT, /, name: str | None = None) -> CallT: ...
    @overload
    def traced(self, name: str | None = None, /) -> Callable[[CallT], CallT]: ...
    def traced(self, function: object = None, /, name: str | None = None) -> Any:
        """Make every call of a function a step of whatever is traced then: `@session.traced`, or with a name."""
        return decorated(function, name, self._client.clock)

    def trace(self, user_prompt: str) -> AsyncTrace:
        """One interaction of this session as a block."""
        return AsyncTrace(self._client, user_prompt, self._recorder, self._complete)

    def responses(self) -> AsyncPaginator[StoredResponse, AsyncLinkPage[StoredResponse]]:
        """What the server has of this session, newest first."""
        return self._client.responses.list(session_id=self.id)

    async def summary(self) -> SessionSummary:
        """What the server has of this session, summed up."""
        return await self._client.sessions.get(self.id)


# Derived from the async classes above by Burnish.


if TYPE_CHECKING:
    from ._client import HuggingPlace
    from .pagination import SyncLinkPage


class Trace:
    """One interaction as a block: set `response`, and any other field of `log`, inside.

    When the block ends it is logged with its duration. An exception inside is logged as a step with status "error" and
    goes on; without a response nothing is logged unless there was an exception.
    """

    response: object = None
    metadata: Mapping[str, object] | None = None
    user_metadata: Mapping[str, object] | None = None
    user_id: str | None = None
    file_name: str | None = None
    llm_model: str | None = None
    token_count: TokenCountParam | None = None
    mode: Literal["prod", "dev"] | None = None

    def __init__(
        self,
        client: HuggingPlace,
        user_prompt: str,
        recorder: Recorder,
        complete: Complete | None = None,
    ) -> None:
        """Prepare. Made by `client.trace` and `session.trace`."""
        self.user_prompt = user_prompt
        self.result: StoreResult | None = None
        self._client = client
        self._recorder = recorder
        self._complete = complete
        self._marks: list[Mark] = []

    def step(self, name: str, input: object = None, **attributes: Any) -> AbstractContextManager[Step]:
        """Time a step of this interaction."""
        return self._recorder.step(name, input, **attributes)

    def __enter__(self) -> Trace:
        self._watch = Stopwatch(self._client.clock)
        self._marks.append(self._recorder.activate())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        duration = self._watch.elapsed_ms()
        leave(self._marks.pop())
        if error is not None:
            reason = {"type": type(error).__name__, "message": str(error)}
            self._recorder.measured("trace", duration, status="error", error=reason)
        if error is None and self.response is None:
            return
        fields = {name: getattr(self, name) for name in FIELDS}
        given = {**fields, "response": "" if self.response is None else self.response, "response_time_ms": duration}
        try:
            self.result = self._client._deliver(given, self._recorder, self._complete)  # pyright: ignore[reportPrivateUsage]  # its other half
        except HuggingPlaceError:
            if error is None:
                raise  # else the exception of the block matters more


class Session:
    """Logs of one conversation: they carry its id and fields, and are timed from one to the next.

    Made by `client.start_session`, without a request.
    """

    def __init__(
        self,
        client: HuggingPlace,
        session_id: str,
        user_id: str | None,
        metadata: Mapping[str, object] | None,
        user_metadata: Mapping[str, object] | None,
    ) -> None:
        """Begin: the time of the first log counts from here."""
        self.id = session_id
        self._client = client
        self._usual = {"user_id": user_id, "metadata": metadata, "user_metadata": user_metadata}
        self._recorder = Recorder(client.clock)
        self._watch = Stopwatch(client.clock)
        self._recorder.activate()

    def log(
        self,
        user_prompt: str,
        response: object,
        *,
        metadata: Mapping[str, object] | None = None,
        user_metadata: Mapping[str, object] | None = None,
        user_id: str | None = None,
        file_name: str | None = None,
        llm_model: str | None = None,
        token_count: TokenCountParam | None = None,
        step_data: Sequence[str | StepParam | StoredStep | Step] | None = None,
        response_time_ms: float | None = None,
        timestamp: str | datetime | None = None,
        mode: Literal["prod", "dev"] | None = None,
    ) -> StoreResult:
        """Store an interaction of this session, as `client.log` does.

        The response time is that since the session began, or since its last log ended, unless it is given.
        """
        given: dict[str, Any] = {
            "user_prompt": user_prompt,
            "response": response,
            "metadata": metadata,
            "user_metadata": user_metadata,
            "user_id": user_id,
            "file_name": file_name,
            "llm_model": llm_model,
            "token_count": token_count,
            "step_data": step_data,
            "response_time_ms": self._watch.elapsed_ms() if response_time_ms is None else response_time_ms,
            "timestamp": timestamp,
            "mode": mode,
        }
        try:
            return self._client._deliver(given, self._recorder, self._complete)  # pyright: ignore[reportPrivateUsage]  # its other half
        finally:
            self._watch.restart()

    def _complete(self, given: dict[str, Any]) -> dict[str, Any]:
        return with_session(given, self.id, self._usual)

    def step(self, name: str, input: object = None, **attributes: Any) -> AbstractContextManager[Step]:
        """Time a step; it goes with the next log. Steps begun inside become its children."""
        return self._recorder.step(name, input, **attributes)

    def add_step(self, name: str, duration_ms: float = 0.0, **fields: Any) -> None:
        """Add a step that was measured elsewhere; `fields` are those of a step (`input`, `output`, `status`, ...)."""
        self._recorder.measured(name, duration_ms, **fields)

    @overload
    def traced(self, function: CallT, /, name: str | None = None) -> CallT: ...
    @overload
    def traced(self, name: str | None = None, /) -> Callable[[CallT], CallT]: ...
    def traced(self, function: object = None, /, name: str | None = None) -> Any:
        """Make every call of a function a step of whatever is traced then: `@session.traced`, or with a name."""
        return decorated(function, name, self._client.clock)

    def trace(self, user_prompt: str) -> Trace:
        """One interaction of this session as a block."""
        return Trace(self._client, user_prompt, self._recorder, self._complete)

    def responses(self) -> SyncLinkPage[StoredResponse]:
        """What the server has of this session, newest first."""
        return self._client.responses.list(session_id=self.id)

    def summary(self) -> SessionSummary:
        """What the server has of this session, summed up."""
        return self._client.sessions.get(self.id)
