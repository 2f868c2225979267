"""What would the lines of a list change in a register of providers? Plain functions, no files.

A line is taken whole, or refused with its reasons. What the list does not hold stays as it is: a
column, or a provider. An empty cell empties what was there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from infra.local.provider_list import COLUMNS, Line, text_of
from shared.provider import Provider, owners
from shared.settings import Key

_FORMULA = re.compile(r"(?:^|[,;\n])\s*[=+@-]")
_PROVIDERS = TypeAdapter(dict[Key, Provider])


@dataclass(frozen=True)
class Change:
    key: str
    was: Provider | None
    becomes: Provider

    def fields(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What differs, by its name in the register: before and after."""
        before, after = _filled_in(self.was), _filled_in(self.becomes)
        return _not_in(before, after), _not_in(after, before)


@dataclass(frozen=True)
class Plan:
    changes: tuple[Change, ...]
    refused: Mapping[int, list[str]]
    """By line, every reason."""
    same: int
    absent: tuple[str, ...]


def _filled_in(provider: Provider | None) -> dict[str, Any]:
    if provider is None:
        return {}
    return provider.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _not_in(these: dict[str, Any], those: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in these.items() if those.get(name) != value}


def plan(lines: list[Line], register: Mapping[str, Provider], units: Collection[str]) -> Plan:
    """What these lines change in *register*, and which of them cannot be taken."""
    times = Counter(line.key for line in lines)
    refused = dict[int, list[str]]()
    wanted = dict[str, Provider]()
    for line in lines:
        try:
            if line.key and times[line.key] > 1:
                raise _RefusedError("sleutel: staat op meer regels; laat er een over")
            wanted[line.key] = _provider(line, register.get(line.key), units)
        except _RefusedError as reasons:
            refused[line.number] = list(reasons.args)
    number_of = {line.key: line.number for line in lines}
    while clashes := _clashes(register, wanted):
        for key, others in clashes.items():
            del wanted[key]
            whose = ", ".join(sorted(others))
            reason = f"naam, ook_bekend_als of sleutel: zo heet {whose} al; kies wat uniek is"
            refused[number_of[key]] = [reason]
    changes = [Change(key, register.get(key), becomes) for key, becomes in wanted.items()]
    return Plan(
        changes=tuple(change for change in changes if change.was != change.becomes),
        refused=dict(sorted(refused.items())),
        same=sum(change.was == change.becomes for change in changes),
        absent=tuple(key for key in register if key not in times),
    )


class _RefusedError(Exception):
    """Why a line cannot be taken: one argument for each reason."""


def _provider(line: Line, known: Provider | None, units: Collection[str]) -> Provider:
    reasons = [
        f"{column}: {fault}" for column, cell in line.cells.items() for fault in _unsafe(cell)
    ]
    if "" in line.cells:
        reasons.append('er zijn meer cellen dan kolommen; zet tekst met een komma tussen ""')
    kept = known.model_dump(by_alias=True) if known else {}
    fields = {name: value for name, value in kept.items() if name not in line.cells}
    for column, cell in line.cells.items():
        if column and cell.strip():
            read, hint = COLUMNS[column]
            try:
                fields[column] = read(cell)
            except ValueError:
                reasons.append(f"{column}: {hint}")
    key = fields.pop("sleutel", "")
    try:
        [provider] = _PROVIDERS.validate_python({key: fields}).values()
    except ValidationError as error:
        reasons += map(_reason, error.errors())
        raise _RefusedError(*dict.fromkeys(reasons)) from None
    if provider.manager and provider.manager not in units:
        reasons.append(f"leidinggevende: {COLUMNS['leidinggevende'][1]}")
    reasons += _contract_faults(known, provider)
    if reasons:
        raise _RefusedError(*reasons)
    return provider


def _unsafe(cell: str) -> Iterator[str]:
    if _FORMULA.search(unicodedata.normalize("NFKC", cell)):
        yield "begint met = + - of @, en dat is een formule; haal dat teken weg"
    if not text_of(cell).isprintable():
        yield "heeft een teken dat niet te zien is; typ de tekst opnieuw"


def _reason(error: Any) -> str:
    """Our own words where we have them, else what is right in that column."""
    _, first, *_ = error["loc"]
    column = "sleutel" if first == "[key]" else first
    own = error["type"] in ("ours", "value_error")
    return f"{column}: {error['msg'].removeprefix('Value error, ') if own else COLUMNS[column][1]}"


def _contract_faults(was: Provider | None, becomes: Provider) -> Iterator[str]:
    """No contract without a good complaints regulation (Uitgangspunten par. 1C, Memo par. 2).

    One that runs without may stay in the register as it is, or end sooner.
    """
    if was and was.contract_from and becomes.contract_from is None:
        yield "contract_van: een contract eindigt met een dag in contract_tot_en_met; vul beide in"
    if becomes.contract_from is None or becomes.regulation_approved_on:
        return
    runs_already = (
        was is not None
        and was.regulation_approved_on is None
        and was.contract_from == becomes.contract_from
        and (was.contract_until or date.max) >= (becomes.contract_until or date.max)
    )
    if not runs_already:
        yield (
            "klachtenregeling_goedgekeurd_op: geen contract zonder goede klachtenregeling "
            "(Uitgangspunten par. 1C); vraag haar op, of laat de kolommen van het contract leeg"
        )


def _clashes(
    register: Mapping[str, Provider], wanted: Mapping[str, Provider]
) -> dict[str, set[str]]:
    """Who takes a name that another has or takes too, with those others."""
    before = owners(register)
    found = dict[str, set[str]]()
    for name, keys in owners({**register, **wanted}).items():
        if len(keys) > 1:
            for key in keys - before.get(name, set()):
                found.setdefault(key, set()).update(keys - {key})
    return found
