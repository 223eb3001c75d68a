"""Work done side by side in processes: what comes out, to the last bit, does not depend on how many there are."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import wraps
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from threading import Thread
from types import TracebackType
from typing import ParamSpec, TypeVar

from onconeural.engine.ensemble import MOST_THREADS, available_threads

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")

LOOK = 1.0  # seconds after which somebody who waits is told that the work goes on
LOADED = ["onconeural.calibration.comparison.validation"]  # what all processes need, loaded once


class Workers:
    """Processes that do one work on many items; they end with the block, on Ctrl-C, and with their parent.

    ``count`` of them; 1: everything is done in this process, with all its processors. A script that asks for more must
    be guarded by ``if __name__ == "__main__"``, because processes load it.
    """

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._lifeline: Connection | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is None or self._lifeline is None:
            return
        if kind is not None:
            self._lifeline.close()  # nobody waits for work that is not wanted any more
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._lifeline.close()

    def each(
        self, work: Callable[[T], R], items: Sequence[T], waiting: Callable[[], None] | None = None
    ) -> Iterator[tuple[int, R]]:
        """Position and result of each item, as they are ready; ``work`` is a function of a module, or a partial of one.

        ``waiting`` is called about every second. Raises what the work raises, and ChildProcessError where a process
        was ended from outside.

        >>> with Workers() as workers:
        ...     dict(workers.each(abs, [-1, 2]))
        {0: 1, 1: 2}
        """
        if self.count == 1 or len(items) < 2:
            yield from ((i, work(item)) for i, item in enumerate(items))
            return
        try:
            running = self._begun(work, items)
            while running:
                ready = wait(running, LOOK, FIRST_COMPLETED).done
                if waiting is not None:
                    waiting()
                yield from ((running.pop(future), future.result()) for future in ready)
        except BrokenProcessPool:
            raise ChildProcessError(
                f"one of {self.count} processes was ended from outside, perhaps for lack of memory; "
                "expected all to go on (`--workers 1` needs least)"
            ) from None

    def _begun(self, work: Callable[[T], R], items: Sequence[T]) -> dict[Future[R], int]:
        with _without_interrupts():  # processes inherit that: Ctrl-C ends this process, and this one ends them
            if self._pool is None:
                context = multiprocessing.get_context("forkserver")
                context.set_forkserver_preload(LOADED)
                ear, self._lifeline = context.Pipe(duplex=False)
                threads = max(1, available_threads() // self.count)
                self._pool = ProcessPoolExecutor(self.count, context, _begin, (ear, threads))
            return {self._pool.submit(work, item): i for i, item in enumerate(items)}


def _begin(ear: Connection, threads: int) -> None:
    """Begin a process: it ends as soon as the other end of ``ear`` is closed, also when its parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    MOST_THREADS.set(threads)
    Thread(target=_end_with, args=(ear,), daemon=True).start()


def _end_with(ear: Connection) -> None:
    wait_for([ear])
    os._exit(1)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def on_one_thread(work: Callable[P, R]) -> Callable[P, R]:
    """The same with one thread for products of matrices: ours are small, and waiting threads cost more than they give.

    On two busy processors the sampler takes a third of the time. Needs the extra ``calibration``.
    """

    @wraps(work)
    def alone(*args: P.args, **kwargs: P.kwargs) -> R:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - an extra

        with threadpool_limits(limits=1, user_api="blas"):
            return work(*args, **kwargs)

    return alone
