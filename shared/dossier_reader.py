"""How is a dossier read? By whom the template grants it to, and never unseen.

Every reading is logged: who, which case, for what purpose, never what it says (AVG 5 and 30).
"""

from typing import TYPE_CHECKING

from shared.dossier import Dossier, key_of
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
        logger.info(
            "dossier read",
            extra={
                "inzage": {
                    "gemeentecode": municipality,
                    "zaaknummer": number,
                    "lezer": self._reader,
                    "doel": purpose,
                    "gevonden": item is not None,
                }
            },
        )
        return Dossier.model_validate_json(item["dossier"]) if item else None
