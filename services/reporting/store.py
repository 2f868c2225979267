"""How does reporting remember? One small item per case, and one per term it missed.

    pk  <gemeentecode>#<jaar>-K<kwartaal>, such as 1904#2026-K2: a report reads its quarter only
    sk  feit#<zaaknummer>, or gemist#<zaaknummer>#<termijn>

The fact is one JSON text, because a report reads thousands and asks all of each.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from services.reporting.domain import Fact, Quarter
from shared.glossary import ClockKind
from shared.table import ConflictError, Table

_fact = TypeAdapter(Fact)
_facts = TypeAdapter(list[Fact])


class DynamoFacts:
    def __init__(self, table: Table) -> None:
        self._table = table

    def record(self, fact: Fact) -> None:
        pk, sk = _pk(fact.municipality, fact.quarter), f"feit#{fact.number}"
        text = _fact.dump_json(fact, exclude={"missed"}).decode()
        item = {"pk": pk, "sk": sk, "volgnummer": fact.sequence, "feit": text}
        newer = "attribute_not_exists(pk) OR volgnummer < :volgnummer"
        try:
            self._table.transact(self._table.put(item, only_if=newer, volgnummer=fact.sequence))
        except ConflictError:
            known = self._table.get(pk, sk)
            if known is None or known["volgnummer"] < fact.sequence:
                raise  # somebody wrote at the same time: the queue tries again

    def mark_missed(
        self, municipality: str, quarter: Quarter, number: str, clock: ClockKind
    ) -> None:
        self._table.transact(
            self._table.put({"pk": _pk(municipality, quarter), "sk": f"gemist#{number}#{clock}"})
        )

    def of(self, municipality: str, quarter: Quarter) -> Sequence[Fact]:
        missed: dict[str, set[ClockKind]] = defaultdict(set)
        texts = []
        for item in self._table.query(_pk(municipality, quarter)):
            if "feit" in item:
                texts.append(item["feit"])
            else:
                _, number, clock = item["sk"].split("#")
                missed[number].add(ClockKind(clock))
        return [
            replace(fact, missed=frozenset(missed[fact.number])) if fact.number in missed else fact
            for fact in _facts.validate_json(f"[{','.join(texts)}]")
        ]


def _pk(municipality: str, quarter: Quarter) -> str:
    return f"{municipality}#{quarter}"
