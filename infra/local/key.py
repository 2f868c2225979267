"""Which programs may knock, and with which key? Nothing is kept without `apply=yes`.

    make key gemeente=1904 naam=chatbot kanalen=whatsapp,social_media apply=yes
    make key gemeente=1904 naam=rietland-app kanalen=aanbieder aanbieder=rietland apply=yes
    make key gemeente=1904 naam=zaaksysteem kanalen=webformulier zaaktypen=<UUID's>
    make key gemeente=1904 intrekken=<kenmerk> apply=yes

Key and secret are shown once, and nobody can show them again. To replace a key: make a new one,
have it put in place, then end the old one.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from infra.local.aws import Client, client_for, named
from infra.local.transform import REGION
from services.intake.programs.keys import Integration, Keys, new_key
from shared.glossary import Channel
from shared.municipality import SAFETY_NET, Municipality, municipalities
from shared.table import Table

NOT_KEPT = "Er is niets bewaard: voeg apply=yes toe om dit te doen."


class WrongError(Exception):
    """What was asked cannot be done. Its text says, in Dutch, what to do."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for a new key."""

    town: str
    name: str
    channels: Sequence[str]
    provider: str | None = None
    case_types: Sequence[str] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description="Make or end the key of an integration.")
    parser.add_argument("--gemeente", default="", help="its code, such as 1904")
    parser.add_argument("--naam", default="", help="what the program is called")
    parser.add_argument("--kanalen", default="", help="the channels that it may use, with commas")
    parser.add_argument("--aanbieder", help="a key of the register: it may report in this name")
    parser.add_argument("--zaaktypen", default="", help="URLs or UUIDs that mean a complaint")
    parser.add_argument("--intrekken", help="end the key with this kenmerk")
    parser.add_argument("--stack", default="klachtenloket")
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--endpoint", help="an engine on this machine; without it, AWS")
    parser.add_argument("--apply", action="store_true", help="also do it")
    asked = parser.parse_args()
    client, now = client_for(asked.endpoint, asked.region), datetime.now(UTC)
    wanted = Wanted(
        asked.gemeente,
        asked.naam,
        _list(asked.kanalen),
        asked.aanbieder or None,
        _list(asked.zaaktypen),
    )
    try:
        if asked.intrekken:
            end(client, asked.stack, wanted.town, asked.intrekken, now, asked.apply)
        else:
            make(client, asked.stack, wanted, now, asked.apply)
    except WrongError as wrong:
        sys.exit(f"{wrong}\nEr is niets veranderd.")
    except Exception as error:
        sys.exit(f"Gestopt: {error}\nVerhelp dat en doe het opnieuw: dat kan geen kwaad.")


def make(client: Client, stack: str, wanted: Wanted, now: datetime, apply: bool) -> None:
    """Print what the key may do and, if *apply*, keep it and show it once."""
    integration, key = _new(wanted, now)
    print(f"Koppeling {integration.name} van {_town(wanted.town).name}.")
    print(f"Kanalen: {', '.join(sorted(integration.channels))}.")
    if integration.provider:
        print(f"Mag berichten sturen als aanbieder: {integration.provider}.")
    if integration.case_types:
        print(f"Zaaktypen die een klacht zijn: {', '.join(integration.case_types)}.")
    print(f"Hoogstens {integration.per_minute} berichten per minuut.")
    if not apply:
        print(NOT_KEPT)
        return
    _keys(client, stack).add(integration)
    print(f"Kenmerk: {integration.id} (daarmee trekt u deze sleutel in)")
    print(f"Sleutel: {key}")
    print(f"Geheim:  {integration.secret}")
    print("Bewaar sleutel en geheim meteen op een veilige plek: wij tonen ze niet nog eens.")


def end(client: Client, stack: str, town: str, id: str, now: datetime, apply: bool) -> None:
    """Print which key it is and, if *apply*, let it open nothing any more."""
    keys = _keys(client, stack)
    found = keys.find(_town(town).code, id)
    if found is None:
        raise WrongError(f"Deze gemeente heeft geen sleutel met kenmerk {id}. Controleer beide.")
    print(
        f"Koppeling {found.name}, sleutel {found.key_name}_... sinds {found.valid_from:%d-%m-%Y}."
    )
    if not apply:
        print(NOT_KEPT)
        return
    keys.end(found, now)
    print("Deze sleutel opent niets meer.")


def _new(wanted: Wanted, now: datetime) -> tuple[Integration, str]:
    town = _town(wanted.town)
    if unknown := [each for each in wanted.channels if each not in list(Channel)]:
        raise WrongError(f"{', '.join(unknown)}: kies kanalen= uit {', '.join(Channel)}.")
    if not wanted.channels:
        raise WrongError("Zeg met kanalen= welke kanalen deze koppeling mag gebruiken.")
    if wanted.provider and wanted.provider not in town.providers:
        raise WrongError(f"{wanted.provider} staat niet in het register van {town.name}.")
    try:
        return new_key(
            town.code,
            wanted.name,
            map(Channel, wanted.channels),
            now,
            wanted.provider,
            wanted.case_types,
        )
    except ValidationError:
        raise WrongError(
            "Zeg met naam= hoe de koppeling heet: 2 tot 40 kleine letters, cijfers en streepjes."
        ) from None


def _town(code: str) -> Municipality:
    if code not in municipalities() or code == SAFETY_NET:
        known = ", ".join(each for each in municipalities() if each != SAFETY_NET)
        raise WrongError(f"Zeg met gemeente= om welke gemeente het gaat: {known}.")
    return municipalities()[code]


def _keys(client: Client, stack: str) -> Keys:
    table = named(client("cloudformation"), stack, "IntakeTable")
    return Keys(Table(client("dynamodb"), table))


def _list(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


if __name__ == "__main__":
    main()
