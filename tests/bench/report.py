"""How long does a quarter's report take where a hundred thousand cases are known?"""

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from pydantic import TypeAdapter

from services.reporting.domain import Fact, Quarter, fact_of
from services.reporting.service import Reporting
from shared.glossary import ClockKind
from tests.bench.figures import Figure
from tests.builders import MONDAY, a_case

CASES = 100_000
DAYS = 4 * 365
VIEWS = 5


_facts = TypeAdapter(list[Fact])


class Partitions:
    """The store without its network: a quarter's facts as texts, read anew for each view."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, Quarter], list[str]] = defaultdict(list)

    def record(self, fact: Fact) -> None:
        text = _facts.dump_json([fact], exclude={"__all__": {"missed"}}).decode()
        self._texts[fact.municipality, fact.quarter].append(text[1:-1])

    def mark_missed(
        self, municipality: str, quarter: Quarter, number: str, clock: ClockKind
    ) -> None: ...

    def of(self, municipality: str, quarter: Quarter) -> list[Fact]:
        return _facts.validate_json(f"[{','.join(self._texts[municipality, quarter])}]")


def figures() -> Iterator[Figure]:
    facts = Partitions()
    for n in range(CASES):
        received = MONDAY - timedelta(days=n % DAYS)
        case = a_case(
            number=f"KL-BENCH-{n:06}",
            municipality=("1904", "1696", "0457")[n % 3],
            received_at=received,
            first_contact_at=received + timedelta(days=n % 9),
        )
        facts.record(fact_of(case))
    reporting, took = Reporting(facts), []
    for _ in range(VIEWS):
        start = time.process_time()
        reporting.report("1904", Quarter(2026, 2), MONDAY)
        took.append(time.process_time() - start)
    yield Figure(
        f"a quarter's report, {CASES:,} cases known",
        statistics.median(took),
        "s",
        0.5,
        note="CPU of reading texts and computing five quarters; DynamoDB itself comes on top",
    )
