"""How is a dossier read? By whom the template grants it to, and never unseen.

Every reading is logged: who, which case, for what purpose, never what it says (AVG 5 and 30).
"""

from typing import TYPE_CHECKING

from shared.dossier import Addition, Dossier, key_of
from shared.observability import logger
from shared.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Dossiers:
    """The dossiers, for a reader with a purpose."""

    def __init__(self, client: "DynamoDBClient", table: str, reader: str) -> None:
        self._table = Table(client, table)
        self._reader = reader

    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
        """The dossier, if there is one. Logs that it was read, and for what *purpose*."""
        item = self._table.get(*key_of(municipality, number))
        _log(municipality, number, self._reader, purpose, found=item is not None)
        return Dossier.model_validate_json(item["dossier"]) if item else None

    def story(
        self, municipality: str, number: str, reader: str, purpose: str
    ) -> tuple[Dossier, tuple[Addition, ...]] | None:
        """The dossier, and what was told later, the oldest first. Logs which member of staff
        (*reader*, opaque) read it, and for what *purpose*.
        """
        pk, first = key_of(municipality, number)
        items = {item["sk"]: item for item in self._table.query(pk)}
        _log(municipality, number, reader, purpose, found=first in items)
        if first not in items:
            return None
        later = (item["aanvulling"] for _, item in sorted(items.items()) if "aanvulling" in item)
        return (
            Dossier.model_validate_json(items[first]["dossier"]),
            tuple(map(Addition.model_validate_json, later)),
        )


def _log(municipality: str, number: str, reader: str, purpose: str, *, found: bool) -> None:
    reading = {
        "gemeentecode": municipality,
        "zaaknummer": number,
        "lezer": reader,
        "doel": purpose,
        "gevonden": found,
    }
    logger.info("dossier read", extra={"inzage": reading})
