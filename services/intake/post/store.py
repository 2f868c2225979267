"""How is remembered what a person must judge, and what came back?

TABLE           `<gemeentecode>#<kenmerk>`      verdacht    that we have it, and where in the list
DOSSIERS_TABLE  `<gemeentecode>#verdacht`       <ontvangen>#<kenmerk>   what is known of it

The `kenmerk` follows from what the mail says, as the code of a case does: the same mail twice is
one line in the list.
"""

from collections.abc import Iterator

from services.intake.post.suspected import Suspected
from shared.bus import news_item
from shared.events import BounceReceived, MessageSuspected
from shared.table import ConflictError, Item, Table
from shared.wire import utc_text

MARK = "verdacht"


class DynamoMailStore:
    def __init__(self, table: Table, dossiers: Table) -> None:
        self._table = table
        self._dossiers = dossiers

    def find(self, municipality: str, id: str) -> Suspected | None:
        mark = self._table.get(f"{municipality}#{id}", MARK)
        item = mark and self._dossiers.get(_list(municipality), mark["plaats"])
        return _read(item) if item else None

    def add(self, suspected: Suspected, news: MessageSuspected) -> None:
        """Keep it, with its *news*; nothing where it is there already."""
        mark = {"pk": f"{suspected.municipality}#{suspected.id}", "sk": MARK}
        try:
            self._table.transact(
                self._table.put(
                    mark | {"plaats": _place(suspected)}, only_if="attribute_not_exists(pk)"
                ),
                self._dossiers.put(_item(suspected)),
                self._table.put(news_item(news)),
            )
        except ConflictError:
            if self.find(suspected.municipality, suspected.id) is None:
                raise

    def judge(self, before: Suspected, after: Suspected) -> None:
        """Raises `ConflictError` where it is no longer as *before*."""
        self._dossiers.transact(
            self._dossiers.put(
                _item(after), only_if="bericht = :before", before=_item(before)["bericht"]
            )
        )

    def listed(self, municipality: str, after: Suspected | None) -> Iterator[Suspected]:
        """All of them, oldest first, from the one *after*."""
        place = _place(after) if after else None
        return map(_read, self._dossiers.list(_list(municipality), place))

    def tell(self, news: BounceReceived) -> None:
        """Telling it twice is telling it once: the relay hears only of what is new."""
        self._table.transact(self._table.put(news_item(news)))


def _list(municipality: str) -> str:
    return f"{municipality}#verdacht"


def _place(suspected: Suspected) -> str:
    return f"{utc_text(suspected.received_at)}#{suspected.id}"


def _item(suspected: Suspected) -> Item:
    return {
        "pk": _list(suspected.municipality),
        "sk": _place(suspected),
        "bericht": suspected.model_dump_json(exclude_none=True),
    }


def _read(item: Item) -> Suspected:
    return Suspected.model_validate_json(item["bericht"])
