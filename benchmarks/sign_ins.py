"""Sign-ins of guests with password, page by page over HTTP, beside the password hash alone.

The server runs as in production, with Argon2id at its default cost.  First a few browsers sign
in as fast as they are answered: what the server's processes take of the processor for each, and
how many there are a second.  Then people come by themselves, half as many.  The hash alone is
measured in a process of its own before, between and after.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles

from benchmarks.browsing import Browsing
from benchmarks.databases import benchmark_database
from benchmarks.initial_cycle import say
from benchmarks.served import Served, served
from benchmarks.visitors import PASSWORD, Board, settle_visitors
from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.runtime.logs import configure_logs
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings

_PEOPLE = 200
_BROWSERS = 4
_MOST_AT_ONCE = 32
_WARMING_UP = 8
_HASHES = 15
_CPU_GOAL, _P95_GOAL = 3, 5  # times the hash's own
_SEED = 7


def main() -> None:
    """Parse the command line, measure, print; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=80.0)
    options = parser.parse_args()
    configure_logs("warning", "json")
    with (
        tempfile.TemporaryDirectory() as folder,
        benchmark_database(options.database, Path(folder)) as url,
    ):
        settings = Settings(folder=Path(folder), database=url)
        with open_services(settings) as services:
            board = settle_visitors(services, _PEOPLE)
        with served(settings) as server:
            found = _measure(server, board, options.seconds)
    print(json.dumps(found))


def _measure(server: Served, board: Board, seconds: float) -> dict[str, float]:
    hashes, crowd = _Hashes(), _Crowd(server, board)
    crowd.saturate(lambda done: done >= _WARMING_UP)
    hashes.measure()
    say("as many sign-ins as the server does")
    before, began = server.processor_seconds(), time.perf_counter()
    latencies = crowd.saturate(lambda _: time.perf_counter() >= began + seconds / 3)
    rate = len(latencies) / (time.perf_counter() - began)
    processor = (server.processor_seconds() - before) / len(latencies)
    hashes.measure()
    say(f"  {rate:.2f} a second; now half as many")
    latencies = crowd.arrive(rate / 2, seconds * 2 / 3)
    hashes.measure()
    return _figures(hashes, rate, processor, latencies)


def _figures(
    hashes: "_Hashes", rate: float, processor: float, latencies: list[float]
) -> dict[str, float]:
    """Return the figures; *processor* and *latencies* are seconds for a sign-in."""
    p95 = quantiles(latencies, n=20)[-1]
    _tell("processor of a sign-in", processor, hashes.processor, _CPU_GOAL)
    _tell(f"p95 of {len(latencies)} sign-ins", p95, hashes.elapsed, _P95_GOAL)
    return {
        "signInCpuRatio": round(processor / hashes.processor, 2),
        "signInP95Ratio": round(p95 / hashes.elapsed, 2),
        "signInP50Ratio": round(median(latencies) / hashes.elapsed, 2),
        "signInsPerSecond": round(rate, 2),
        "hashCpuMs": round(hashes.processor * 1000, 1),
        "hashMs": round(hashes.elapsed * 1000, 1),
    }


def _tell(what: str, seconds: float, hash_seconds: float, goal: int) -> None:
    ratio = seconds / hash_seconds
    say(
        f"{what:24} {seconds * 1000:7.1f} ms, the hash {hash_seconds * 1000:6.1f} ms:"
        f" {ratio:.2f} times, at most {goal} wanted"
    )


class _Crowd:
    """People who sign in one after the other, each with a browser and a connection of their own."""

    def __init__(self, server: Served, board: Board) -> None:
        self._server = server
        self._board = board
        self._numbers = count()

    def saturate(self, is_over: Callable[[int], bool]) -> list[float]:
        """Let a few browsers sign in one after the other; return the seconds of each sign-in."""
        done: list[float] = []

        def browse() -> None:
            while not is_over(len(done)):
                done.append(self._sign_in(time.perf_counter()))

        with ThreadPoolExecutor(_BROWSERS) as browsers:
            for each in [browsers.submit(browse) for _ in range(_BROWSERS)]:
                each.result()
        return done

    def arrive(self, rate: float, seconds: float) -> list[float]:
        """Let people come by themselves; return the seconds from each arrival to the tokens.

        They come at random, *rate* a second, whether or not those before are done.
        """
        with ThreadPoolExecutor(_MOST_AT_ONCE) as browsers:
            signing_in = []
            for due in _arrivals(time.perf_counter(), rate, seconds):
                time.sleep(max(0.0, due - time.perf_counter()))
                signing_in.append(browsers.submit(self._sign_in, due))
            return [each.result() for each in signing_in]

    def _sign_in(self, due: float) -> float:
        visitors = self._board.visitors
        browsing = Browsing(self._server.host, self._server.port, self._board)
        with closing(browsing):
            browsing.sign_in(visitors[next(self._numbers) % len(visitors)])
        return time.perf_counter() - due


def _arrivals(began: float, rate: float, seconds: float) -> Iterator[float]:
    drawn = random.Random(_SEED)  # noqa: S311  # the same arrivals in each run
    due = began
    while (due := due + drawn.expovariate(rate)) < began + seconds:
        yield due


@dataclass
class _Hashes:
    """What checking a password takes alone; the medians of all that was measured."""

    found: list[tuple[float, float]] = field(default_factory=list)

    def measure(self) -> None:
        """Measure some in a process of its own."""
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            self.found += process.submit(_checked_alone, _HASHES).result()

    @property
    def processor(self) -> float:
        """Seconds of the processor."""
        return median(processor for processor, _ in self.found)

    @property
    def elapsed(self) -> float:
        """Seconds on the clock."""
        return median(elapsed for _, elapsed in self.found)


def _checked_alone(times: int) -> list[tuple[float, float]]:
    """Return the seconds of the processor and those on the clock of each check."""
    hashing = PasswordHashing()
    password_hash = hashing.renewed(PASSWORD)
    found = []
    for _ in range(times):
        processor, began = time.process_time(), time.perf_counter()
        hashing.is_password(PASSWORD, password_hash)
        found.append((time.process_time() - processor, time.perf_counter() - began))
    return found


if __name__ == "__main__":
    main()
