"""Flattens documents in worker processes, each document within limits of time and memory.

A document that hangs, takes all memory or brings its process down loses only itself: the worker is
replaced, the document gets an issue, the others are not touched. Results come out in the order of the
documents, whichever worker was faster. Each worker has a pipe of its own, so that one killed in mid-sentence
cannot leave the others waiting for a lock that it held.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pickle
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from ingest.columns import Columns, RowsInvalid, pack
from ingest.rows import Flattened, RawIssue
from ingest.sources import Document

CHUNK_DOCUMENTS = 16
CHUNK_BYTES = 1024 * 1024
"""What a worker is given at a time, at most: enough that it seldom waits, little enough to keep the workers level."""
WINDOW = 1024
"""Documents that may be finished, in any order, before the oldest of them is."""
TICK = 0.5
"""Seconds between two looks at the clock."""

DEFAULT_FLATTEN = "ingest.document:flatten"
_READY = b"ready"


class WorkersBroken(Exception):
    """A worker process could not even start, so that no document can be blamed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: ``seconds`` on the clock, and ``memory_mib`` MiB of address space of its own."""

    seconds: float = 60
    memory_mib: int = 1024


def all_cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# --- in the worker process -----------------------------------------------------------------------------------


def _serve(pipe: Connection, function: str, limits: Limits) -> None:
    """Flatten the chunks that come through ``pipe`` and send back the packed rows of each document."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the build stops its workers
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    flatten = _load(function)
    pipe.send_bytes(_READY)
    while True:
        try:
            chunk: list[Document] = pickle.loads(pipe.recv_bytes())
            for document in chunk:
                pipe.send_bytes(pickle.dumps(_flatten_one(flatten, document, limits), pickle.HIGHEST_PROTOCOL))
        except (EOFError, OSError):  # the build is gone
            return


def _load(function: str) -> Callable[[bytes, str], Flattened]:
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)


def _flatten_one(flatten: Callable[[bytes, str], Flattened], document: Document, limits: Limits) -> Columns:
    try:
        _allow_memory(limits.memory_mib)
        # The build keeps the time. Should it be killed, this ends an endless loop that nobody waits for.
        signal.setitimer(signal.ITIMER_PROF, 2 * limits.seconds)
        return pack(flatten(document.data, document.source_path))
    except MemoryError:
        reason = ("document_memory", f"took more than {limits.memory_mib} MiB of memory to read")
    except RowsInvalid as error:
        reason = ("document_crashed", f"gave a row that fits no table: {error}")
    except Exception as error:
        reason = ("document_crashed", f"could not be read: {type(error).__name__}: {error}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _allow_memory(None)
    return set_aside(document.source_path, *reason)


def set_aside(source_path: str, code: str, message: str) -> Columns:
    """Return the one row there is of a document that could not be read: its issue."""
    return pack(Flattened(issues=[RawIssue(source_path, None, "error", code, message)]))


def _allow_memory(mib: int | None) -> None:
    """Let this process take ``mib`` MiB beyond what it has now; None lifts the limit."""
    ceiling = resource.RLIM_INFINITY
    if mib is not None:
        try:
            with open("/proc/self/statm", "rb") as file:
                pages = int(file.read().split()[0])
        except OSError:  # a system that does not tell what a process has (and often enforces no limit either)
            return
        ceiling = pages * resource.getpagesize() + mib * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, resource.RLIM_INFINITY))


# --- in the build ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Slot:
    """A document's place in the order, kept until its rows are there."""

    document: Document | None
    rows: bytes | Columns | None = None


@dataclass(slots=True)
class _Worker:
    """One worker process, and the slots it was given and has not answered yet, the first being in its hands."""

    process: BaseProcess
    pipe: Connection
    in_hand: deque[_Slot] = field(default_factory=deque)
    deadline: float = 0.0
    chunk: int = 1

    def give(self, slots: list[_Slot], deadline: float) -> None:
        self.in_hand.extend(slots)
        self.deadline = deadline
        self.chunk = min(2 * self.chunk, CHUNK_DOCUMENTS)  # small at first, so that a short list is shared out too
        # It waits for work with its pipe empty, so that this is read at once and cannot block. If it died
        # meanwhile, its pipe tells so at the next look.
        with suppress(OSError):
            self.pipe.send_bytes(pickle.dumps([slot.document for slot in slots], pickle.HIGHEST_PROTOCOL))

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class _Pool:
    def __init__(self, items: Iterator[Document | RawIssue], function: str, jobs: int, limits: Limits) -> None:
        # The fork server imports the readers once; each worker, and each that replaces one, starts from there.
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([function.partition(":")[0], __name__])
        self._items = items
        self._has_more = True
        self._function = function
        self._limits = limits
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._order: deque[_Slot] = deque()  # everything not yet handed on, oldest first
        self._again: deque[_Slot] = deque()  # given to a worker that was lost before it came to them
        self._clock = 0.0
        self._looked = time.monotonic()

    def run(self) -> Iterator[Columns]:
        try:
            while True:
                while self._has_work() and (worker := self._free_worker()):
                    if slots := self._next_chunk(worker.chunk):
                        worker.give(slots, self._clock + self._limits.seconds)
                while self._order and self._order[0].rows is not None:
                    rows = self._order.popleft().rows
                    yield pickle.loads(rows) if isinstance(rows, bytes) else rows
                if self._order:
                    self._listen()
                elif not self._has_more:
                    return
        finally:
            for worker in self._workers:
                worker.stop()

    def _has_work(self) -> bool:
        return bool(self._again) or (self._has_more and len(self._order) < WINDOW)

    def _free_worker(self) -> _Worker | None:
        for worker in self._workers:
            if not worker.in_hand:
                return worker
        return self._start_worker() if len(self._workers) < self._jobs else None

    def _start_worker(self) -> _Worker:
        mine, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._function, self._limits), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, mine)
        self._workers.append(worker)
        try:
            mine.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkersBroken(f"A worker process could not start: {_how_it_died(process)}.") from error
        return worker

    def _next_chunk(self, most: int) -> list[_Slot]:
        """Return the next documents for a worker. An issue among them takes its place in the order at once."""
        slots: list[_Slot] = []
        size = 0
        while len(slots) < most and size < CHUNK_BYTES and self._has_work():
            if self._again:
                slot = self._again.popleft()
            elif (item := next(self._items, None)) is None:
                self._has_more = False
                break
            else:
                slot = _Slot(None, pack(Flattened(issues=[item]))) if isinstance(item, RawIssue) else _Slot(item)
                self._order.append(slot)
            if slot.document is not None:
                slots.append(slot)
                size += len(slot.document.data)
        return slots

    def _listen(self) -> None:
        """Take what the workers have to say, and replace those that died or ran out of time."""
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.in_hand}
        for pipe in wait(by_pipe, timeout=TICK):
            worker = by_pipe[pipe]
            try:
                rows = worker.pipe.recv_bytes()
            except (EOFError, OSError):
                message = f"brought down the process that read it: {_how_it_died(worker.process)}"
                self._lose(worker, "document_crashed", message)
                continue
            slot = worker.in_hand.popleft()
            slot.rows, slot.document = rows, None
            worker.deadline = self._clock + self._limits.seconds
        now = time.monotonic()
        # A clock that stands still while this process does (suspended, or busy writing), as its workers' answers do.
        self._clock += min(now - self._looked, 2 * TICK)
        self._looked = now
        for worker in list(self._workers):
            if worker.in_hand and self._clock > worker.deadline and not worker.pipe.poll():
                self._lose(worker, "document_timeout", f"took more than {self._limits.seconds:g} seconds to read")

    def _lose(self, worker: _Worker, code: str, message: str) -> None:
        """Set aside the document in the worker's hands; the others that it was given go to another."""
        worker.stop()
        self._workers.remove(worker)
        lost = worker.in_hand.popleft()
        lost.rows, lost.document = set_aside(lost.document.source_path, code, message), None
        self._again.extend(worker.in_hand)


def _how_it_died(process: BaseProcess) -> str:
    process.join()
    code = process.exitcode or 0
    return f"it was ended by {signal.Signals(-code).name}" if code < 0 else f"it ended with exit code {code}"


def flatten_all(
    items: Iterable[Document | RawIssue],
    function: str = DEFAULT_FLATTEN,
    jobs: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Columns]:
    """Yield the packed rows of each item, in order: a document flattened in one of ``jobs`` workers, or an issue.

    ``function`` is named ``module:name`` and called as ``ingest.document.flatten``. Whatever a document does to
    its worker, its rows are then one ``error`` issue: ``document_timeout``, ``document_memory`` or
    ``document_crashed``. Closing the iterator ends the workers.
    """
    return _Pool(iter(items), function, jobs or all_cores(), limits or Limits()).run()
