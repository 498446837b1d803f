"""The clients: what the API offers, and logging, sessions and traces above it."""

# burnish: derive sync
from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast, overload
from uuid import uuid4

from ._exceptions import AuthenticationError, HuggingPlaceError, ValidationError
from ._generated import _client as generated
from ._runtime import NOT_GIVEN
from .backlog import Batch, Entry, batches
from .delivery import AsyncDelivery
from .entries import LogEntry, checked, checked_choice
from .redaction import REDACTION_FAILED, Redaction, checked_redaction
from .stats import Counter, Stats
from .timing import Clock, Stopwatch
from .tracing import Recorder, active_recorder, decorated, recorder_for

if TYPE_CHECKING:
    from ._runtime import Drift, Middleware, NotGiven, Timeout
    from .session import AsyncSession, AsyncTrace
    from .tracing import Step
    from .types.auth import Verification
    from .types.responses import EntryResult, Step as StoredStep, StepParam, StoreResult, TokenCountParam

__all__ = ["AsyncHuggingPlace"]

CallT = TypeVar("CallT", bound="Callable[..., Any]")
Mode: TypeAlias = Literal["prod", "dev"]
Complete: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
REFUSED = re.compile(rb'"success"\s*:\s*false')
diagnostics = logging.getLogger("huggingplace")


class AsyncHuggingPlace(generated.AsyncHuggingPlace):
    """Logs what people ask language models and what they are answered: `log`, or sessions, traces and steps.

    `responses`, `sessions`, `auth` and `health` are the operations of the API as they are.
    """

    def __init__(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        org_id: str | None = None,
        mode: Mode | None = None,
        delivery: Literal["direct", "background"] = "direct",
        redact: Redaction | None = None,
        on_error: Callable[[Exception, Sequence[Mapping[str, Any]]], object] | None = None,
        clock: Clock | None = None,
        base_url: str | None = None,
        timeout: float | Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: object | None = None,
        middleware: Sequence[Middleware] = (),
        strict: bool = False,
        on_drift: Drift | None = None,
    ) -> None:
        """Make a client; nothing is sent before the first call.

        Args:
            api_key: The key, or a function that gives it; else the environment's HUGGINGPLACE_API_KEY.
            org_id: The organisation of the key; else HUGGINGPLACE_ORG_ID.
            mode: "prod" or "dev", which are stored apart; else HUGGINGPLACE_MODE, else "prod".
            delivery: "background" makes every `log` return at once; entries are sent in batches.
            redact: Names of keys to mask, or a function from an entry to the one to send.
            on_error: Told of errors that nobody sees: of the background, and of `redact`; with the entries concerned.
            clock: What measures durations.
            base_url: Where the API is; else HUGGINGPLACE_BASE_URL.
            timeout: Seconds between bytes, or a `Timeout` for each phase; None for no limit. Default: 30.
            max_retries: How often a failed request is repeated; what was stored is never stored twice. Default: 3.
            default_headers: Headers of every request.
            default_query: Query parameters of every request.
            http_client: A client of an HTTP library to send with, which stays open.
            middleware: Functions around every attempt, outermost first.
            strict: Raise for answers that break the description.
            on_drift: Told of values that break the description and were kept.

        Raises:
            AuthenticationError: there is no key.
            ValidationError: there is no organisation, or `mode`, `delivery` or `redact` is not what it can be.
        """
        key = api_key if api_key is not None else os.environ.get("HUGGINGPLACE_API_KEY")
        if not key or (isinstance(key, str) and key != key.strip()):
            raise AuthenticationError("give `api_key=...` or set HUGGINGPLACE_API_KEY: a key without blanks around it")
        if not (org_id or os.environ.get("HUGGINGPLACE_ORG_ID")):
            raise ValidationError.before_sending("give `org_id=...` or set HUGGINGPLACE_ORG_ID", "org_id")
        known: Any = mode if mode is not None else os.environ.get("HUGGINGPLACE_MODE") or "prod"
        checked_choice("mode", known, ("prod", "dev"))
        checked_choice("delivery", delivery, ("direct", "background"))
        checked_redaction(redact)
        super().__init__(
            api_key=api_key,
            org_id=org_id,
            mode=known,
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
            middleware=middleware,
            strict=strict,
            on_drift=on_drift,
        )
        self.clock = clock or Clock()
        self._redact = redact
        self._on_error = on_error
        self._counter = Counter()
        self._delivery = AsyncDelivery(self._send_batch) if delivery == "background" else None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"

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
        mode: Mode | None = None,
    ) -> StoreResult:
        """Store an interaction.

        Args:
            user_prompt: What was asked.
            response: What was answered: a text, or an answer of OpenAI or Anthropic, which tells model and tokens too.
            metadata: About the interaction: `sessionId`, `recommendationId`, or any other names.
            user_metadata: About the user: `email`, `orgName`, or any other names.
            user_id: The user's id.
            file_name: The file that the prompt is about.
            llm_model: The model that answered.
            token_count: The tokens, as a number or in detail.
            step_data: The steps in between: models, mappings, or just names. Recorded steps follow them.
            response_time_ms: How long the answer took, in milliseconds.
            timestamp: When it happened, if it is stored later.
            mode: "prod" or "dev", for this entry.

        Returns:
            What was stored; in background delivery it has no ids yet (`queued` is true).

        Raises:
            ValidationError, PayloadTooLargeError: the entry breaks a rule; nothing was sent.
            HuggingPlaceError: the service refused it, or cannot be reached. Never raised in background delivery.
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
            "response_time_ms": response_time_ms,
            "timestamp": timestamp,
            "mode": mode,
        }
        recorder = active_recorder()
        return await self._deliver(given, None if recorder is None or recorder.owned else recorder)

    async def _deliver(
        self, given: dict[str, Any], recorder: Recorder | None, complete: Complete | None = None
    ) -> StoreResult:
        """Check an entry and store it, now or in the background.

        The steps of a recorder go with it; `complete` adds what a session knows.
        """
        try:
            given = complete(given) if complete else given
            entry = self._entry(given, recorder.take() if recorder else ())
        except Exception as error:
            self._counter.failure(error, 1)
            if self._delivery is None and getattr(error, "code", None) != REDACTION_FAILED:
                raise
            self._tell(error, [given])
            if self._delivery is None:
                raise
            return queued(given)
        if self._delivery is None:
            return await self._store(entry)
        self._delivery.put(entry)
        return queued(given)

    def _entry(self, given: Mapping[str, Any], steps: Iterable[dict[str, Any]]) -> Entry:
        """Check an entry; one that is sent later tells when it happened."""
        now = self.clock.wall()
        dated = {"timestamp": now.isoformat()} if self._delivery is not None else {}
        known = {name: value for name, value in given.items() if value is not None}
        return checked({**dated, **known}, steps, now, self._redact)

    async def _store(self, entry: Entry) -> StoreResult:
        watch = Stopwatch(self.clock)
        try:
            result = await self.responses.store(**entry.fields)
        except HuggingPlaceError as error:
            self._counter.failure(error, 1)
            raise
        self._counter.answered(1, watch.elapsed_ms())
        return result

    async def log_many(self, entries: Iterable[LogEntry]) -> list[EntryResult]:
        """Store many interactions, 100 a request, fewer where they are large; one that fails does not stop the others.

        Returns:
            What became of each, in their order: look at `success` and `code`.

        Raises:
            HuggingPlaceError: a whole request failed; the entries of earlier ones are stored.
        """
        results: dict[int, EntryResult] = {}
        for mode, part in self._parts(entries, results):
            told = await self._store_many(Batch([entry for _, entry in part]), mode)
            results.update({number: result for (number, _), result in zip(part, told, strict=False)})
        for number, result in results.items():
            result.index = number
        return [results[number] for number in sorted(results)]

    def _parts(
        self, entries: Iterable[LogEntry], refused: dict[int, EntryResult]
    ) -> Iterator[tuple[Mode | None, list[tuple[int, Entry]]]]:
        """Entries and their numbers, by request; those that break a rule become results at once."""
        for part in batches(self._ready(entries, refused)):
            for mode in modes_of(entry for _, entry in part):
                yield mode, [(number, entry) for number, entry in part if entry.fields.get("mode") == mode]

    def _ready(self, entries: Iterable[LogEntry], refused: dict[int, EntryResult]) -> Iterator[tuple[int, Entry]]:
        from .types.responses import EntryResult

        for number, given in enumerate(entries):
            try:
                now = self.clock.wall().isoformat()
                yield number, self._entry({"timestamp": now, **given}, ())
            except HuggingPlaceError as error:
                self._counter.failure(error, 1)
                refused[number] = EntryResult(index=number, success=False, error=str(error), code="validation_failed")

    async def _store_many(self, batch: Batch, mode: Mode | None) -> list[EntryResult]:
        """Store entries of one mode: that of the client, or another."""
        watch = Stopwatch(self.clock)
        entries: list[Any] = [without_mode(entry.fields) for entry in batch.entries]
        key = f"{batch.key}-{mode}" if mode else batch.key
        answer = await (
            self.responses.store_many(entries=entries, mode=mode, idempotency_key=key)
            if mode
            else self.responses.store_many(entries=entries, idempotency_key=key)
        )
        self._counter.answered(sum(result.success for result in answer.results), watch.elapsed_ms())
        return answer.results

    async def _send_batch(self, batch: Batch) -> None:
        """Send what waited; errors go to `on_error` and never further."""
        for mode in modes_of(batch.entries):
            part = [entry for entry in batch.entries if entry.fields.get("mode") == mode]
            try:
                results = await self._store_many(Batch(part, batch.key), mode)
            except Exception as error:
                self._counter.failure(error, len(part))
                self._tell(error, [entry.fields for entry in part])
                continue
            for entry, result in zip(part, results, strict=False):
                if not result.success:
                    refused = ValidationError.before_sending(result.error or "the service refused the entry", None)
                    refused.code = result.code
                    self._counter.failure(refused, 1)
                    self._tell(refused, [entry.fields])

    def _tell(self, error: Exception, entries: Sequence[Mapping[str, Any]]) -> None:
        """Tell the log, and `on_error`, which may fail as it likes."""
        diagnostics.warning("not stored: %d (%s)", len(entries), type(error).__name__)
        if self._on_error is not None:
            try:
                self._on_error(error, entries)
            except Exception as failure:
                diagnostics.warning("`on_error` raised %s", type(failure).__name__)

    def start_session(
        self,
        session_id: str | None = None,
        *,
        user_id: str | None = None,
        metadata: Mapping[str, object] | None = None,
        user_metadata: Mapping[str, object] | None = None,
    ) -> AsyncSession:
        """Begin a session, without a request; its id is a new UUID unless it is given.

        Raises:
            ValidationError: the id is empty.
        """
        from .session import AsyncSession

        if session_id == "":
            raise ValidationError.before_sending("`session_id` is empty: leave it out for a new one", "session_id")
        return AsyncSession(self, session_id or str(uuid4()), user_id, metadata, user_metadata)

    def trace(self, user_prompt: str) -> AsyncTrace:
        """One interaction as a block, which is logged with its duration when it ends."""
        from .session import AsyncTrace

        return AsyncTrace(self, user_prompt, Recorder(self.clock))

    @overload
    def traced(self, function: CallT, /, name: str | None = None) -> CallT: ...
    @overload
    def traced(self, name: str | None = None, /) -> Callable[[CallT], CallT]: ...
    def traced(self, function: object = None, /, name: str | None = None) -> Any:
        """Decorate a function, coroutine function or generator: each call is a step of whatever is traced then.

        Written `@client.traced`, or with a name for the step: `@client.traced("search")`.
        """
        return decorated(function, name, self.clock)

    def step(self, name: str, input: object = None, **attributes: Any) -> Any:
        """Time a step of whatever is traced now; it goes with the next log."""
        return recorder_for(self.clock).step(name, input, **attributes)

    async def verify(self) -> Verification:
        """Ask the service whether the key holds for the organisation."""
        return await self.auth.verify()

    async def flush(self, timeout: float | None = None) -> bool:
        """Send what waits in the background; False if that took longer than `timeout` seconds."""
        return True if self._delivery is None else await self._delivery.flush(timeout)

    async def close(self) -> None:
        """Send what waits, and close the connections."""
        if self._delivery is not None:
            await self._delivery.close(5.0)
        await super().close()

    def stats(self) -> Stats:
        """What became of the entries so far."""
        waiting = (self._delivery.dropped, self._delivery.pending) if self._delivery is not None else (0, 0)
        return Stats(self._counter.stored, dict(self._counter.failed), *waiting, self._counter.mean_ms)

    def _parse(self, call: Any, response: Any, raw: bytes, to: Any = NOT_GIVEN) -> Any:
        """The value of a body; one that says that it is an error is raised, whatever its status."""
        if REFUSED.search(raw) and json.loads(raw).get("success") is False:
            raise self._failure(call, response, raw)
        return super()._parse(call, response, raw, to)


def queued(given: Mapping[str, Any]) -> StoreResult:
    """The result of an entry that is not stored yet: without ids."""
    from .types.responses import StoreResult

    metadata: object = given.get("metadata")
    session = cast("Mapping[str, Any]", metadata).get("sessionId") if isinstance(metadata, Mapping) else None
    return StoreResult.model_construct(
        success=True, chat_id="", prompt_id="", session_id=session, created=False, queued=True
    )


def modes_of(entries: Iterable[Entry]) -> list[Mode | None]:
    """The modes of entries, each once; None is that of the client."""
    return list(dict.fromkeys(entry.fields.get("mode") for entry in entries))


def without_mode(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of a request that has the mode for all."""
    return {name: value for name, value in entry.items() if name != "mode"}
