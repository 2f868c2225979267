"""Routing as AWS runs it: a table of cases, a table of dossiers, and an issuer of tokens."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from services.routing import handler
from shared import identity
from shared.dossier import Attachment, Dossier, Person, key_of
from shared.glossary import Channel
from shared.table import Table
from tests.aws import a_table
from tests.builders import MONDAY
from tests.tokens import SETTING

NUMBER = "KL-2026-AAAAA-AAAAA"
FILE_ID = "0123456789abcdef0123456789abcdef"


@dataclass
class Town:
    cases: Table
    dossiers: Table

    def has_a_dossier(self, text: str, municipality: str = "1904", number: str = NUMBER) -> None:
        dossier = Dossier(
            number=number,
            municipality=municipality,
            channel=Channel.WEB_FORM,
            received_at=MONDAY,
            registered_at=MONDAY,
            text=text,
            person=Person(name="Klaas Geheim", address="Dorpsweg 1"),
            attachments=(
                Attachment(
                    key=f"bijlagen/{municipality}/{number}/{FILE_ID}",
                    name="foto.png",
                    content_type="image/png",
                    size=3,
                ),
            ),
        )
        pk, sk = key_of(municipality, number)
        item: dict[str, Any] = {"pk": pk, "sk": sk, "dossier": dossier.model_dump_json()}
        self.dossiers.transact(self.dossiers.put(item))


@pytest.fixture
def town(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("TABLE", "routing")
    monkeypatch.setenv("DOSSIERS_TABLE", "dossiers")
    monkeypatch.setenv("ISSUERS", SETTING)
    handler.routing.cache_clear()
    identity.issuers.cache_clear()
    yield Town(a_table("routing"), a_table("dossiers"))
    handler.routing.cache_clear()
    identity.issuers.cache_clear()
