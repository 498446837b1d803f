"""Steps: what was done between a prompt and its answer, timed, as a tree that follows calls, tasks and threads."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import aclosing, contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Literal, TypeVar, cast

from .timing import Clock, Stopwatch

__all__ = ["Mark", "Recorder", "Step", "active_recorder", "decorated", "leave", "recorder_for"]

CallT = TypeVar("CallT", bound="Callable[..., Any]")


@dataclass
class Step:
    """A step: set `output` inside, and it ends with the block. An exception makes its status "error"."""

    name: str
    started_at: str
    input: object = None
    output: object = None
    attributes: dict[str, Any] = field(default_factory=dict[str, Any])
    status: Literal["ok", "error"] = "ok"
    error: dict[str, str] | None = None
    duration_ms: float = 0.0
    children: list[Step] = field(default_factory=list["Step"])

    def failed(self, error: BaseException) -> None:
        """Note why the step failed."""
        self.status = "error"
        self.error = {"type": type(error).__name__, "message": str(error)}

    def to_dict(self) -> dict[str, Any]:
        """The step as it is stored; what is empty is left out."""
        optional = {
            "input": self.input,
            "output": self.output,
            "error": self.error,
            "attributes": self.attributes or None,
            "children": [child.to_dict() for child in self.children] or None,
        }
        return {
            "name": self.name,
            "status": self.status,
            "started_at": self.started_at,
            "duration_ms": self.duration_ms,
            **{key: value for key, value in optional.items() if value is not None},
        }


class Recorder:
    """Collects the steps that end between two logs. Threads and tasks may share one.

    An `owned` one belongs to a session or a trace; the steps of others go with the next `client.log`.
    """

    def __init__(self, clock: Clock, *, owned: bool = True) -> None:
        self.owned = owned
        self._clock = clock
        self._ended: list[Step] = []
        self._lock = Lock()

    @contextmanager
    def step(self, name: str, input: object = None, **attributes: Any) -> Iterator[Step]:
        """Time a block; steps begun inside become its children."""
        with self.timed(name, input, **attributes) as step, self.inside(step):
            yield step

    @contextmanager
    def timed(self, name: str, input: object = None, **attributes: Any) -> Iterator[Step]:
        """Time a block in which others run too, as the consumer of a generator does: only `inside` is of the step."""
        step, outer = Step(name, self._clock.wall().isoformat(), input, attributes=attributes), self._here()
        watch = Stopwatch(self._clock)
        try:
            yield step
        except GeneratorExit:
            raise  # whoever walked the generator has enough, which is no failure
        except BaseException as error:
            step.failed(error)
            raise
        finally:
            step.duration_ms = watch.elapsed_ms()
            self.add(step, outer)

    @contextmanager
    def inside(self, step: Step) -> Iterator[None]:
        """Be in a step: others that begin meanwhile become its children."""
        mark = current.set(Place(self, step))
        try:
            yield
        finally:
            leave(mark)

    def _here(self) -> Step | None:
        """The step of this recorder that the context is in."""
        place = current.get()
        return place.step if place is not None and place.recorder is self else None

    def add(self, step: Step, below: Step | None = None) -> None:
        """Add a step that has ended: below another, or at the top."""
        with self._lock:
            (self._ended if below is None else below.children).append(step)

    def measured(self, name: str, duration_ms: float, **fields: Any) -> None:
        """Add a step that was measured elsewhere."""
        started_at = fields.pop("started_at", None) or self._clock.wall().isoformat()
        self.add(Step(name, started_at, duration_ms=duration_ms, **fields), self._here())

    def take(self) -> list[dict[str, Any]]:
        """The steps so far; the next log begins without any."""
        with self._lock:
            ended, self._ended = self._ended, []
        return [step.to_dict() for step in ended]

    def activate(self) -> Mark:
        """Make this the recorder of the current context; give the mark to `leave`."""
        return current.set(Place(self, None))


@dataclass(frozen=True)
class Place:
    """Where the current context stands: its recorder, and the step that it is in."""

    recorder: Recorder
    step: Step | None


current: ContextVar[Place | None] = ContextVar("huggingplace_step", default=None)
Mark = Token[Place | None]


def leave(mark: Mark) -> None:
    """Go back to where the context stood; an async generator may be closed in another one, which has its own."""
    try:
        current.reset(mark)
    except ValueError:
        return


def active_recorder() -> Recorder | None:
    """The recorder of the current context."""
    place = current.get()
    return None if place is None else place.recorder


def recorder_for(clock: Clock) -> Recorder:
    """The recorder of the current context; a new one where it has none."""
    found = active_recorder()
    if found is None:
        found = Recorder(clock, owned=False)
        found.activate()
    return found


class Walk(Generator[Any, Any, Any]):
    """A generator that is in its step while it works, and not while its consumer does."""

    def __init__(self, inner: Generator[Any, Any, Any], recorder: Recorder, step: Step) -> None:
        self._inner = inner
        self._recorder = recorder
        self._step = step

    def send(self, value: Any) -> Any:
        """Go on to the next item."""
        with self._recorder.inside(self._step):
            return self._inner.send(value)

    def throw(self, *error: Any) -> Any:
        """Go on with an exception, or with GeneratorExit."""
        with self._recorder.inside(self._step):
            return self._inner.throw(*error)


class AsyncWalk:
    """The items of an async generator, which is in its step while it works, and not while its consumer does."""

    def __init__(self, inner: AsyncGenerator[Any, Any], recorder: Recorder, step: Step) -> None:
        self._inner = inner
        self._recorder = recorder
        self._step = step

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        with self._recorder.inside(self._step):
            return await anext(self._inner)

    async def aclose(self) -> None:
        """End before the last item."""
        with self._recorder.inside(self._step):
            await self._inner.aclose()


def decorated(given: object, name: str | None, clock: Clock) -> Any:
    """What `traced` gives as a decorator: written bare, or called with a name for the step or without."""
    if callable(given):
        return traced(cast("Callable[..., Any]", given), name, clock)
    called = given if isinstance(given, str) else name

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        return traced(function, called, clock)

    return decorate


def traced(function: CallT, name: str | None, clock: Clock) -> CallT:
    """The function, coroutine function or generator function, each call of which is a step."""
    called = name or function.__name__

    if inspect.isasyncgenfunction(function):

        @functools.wraps(function)
        async def each(*args: Any, **kwargs: Any) -> AsyncIterator[Any]:
            recorder = recorder_for(clock)
            with recorder.timed(called) as step:
                async with aclosing(AsyncWalk(function(*args, **kwargs), recorder, step)) as walk:
                    async for item in walk:
                        yield item

        return cast("CallT", each)
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def awaited(*args: Any, **kwargs: Any) -> Any:
            with recorder_for(clock).step(called):
                return await function(*args, **kwargs)

        return cast("CallT", awaited)
    if inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def walked(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
            recorder = recorder_for(clock)
            with recorder.timed(called) as step:
                return (yield from Walk(function(*args, **kwargs), recorder, step))

        return cast("CallT", walked)

    @functools.wraps(function)
    def plain(*args: Any, **kwargs: Any) -> Any:
        with recorder_for(clock).step(called):
            return function(*args, **kwargs)

    return cast("CallT", plain)
