"""Which pages are there, and how does somebody get to see each? Add yours to PAGES."""

from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import FilePayload

from services.intake import handler
from services.intake.programs.links import Link, Links
from shared.case import Handler
from shared.events import CaseRouted
from shared.glossary import HandlerKind
from shared.municipality import municipalities
from tests.browser import following
from tests.browser.visitor import Reach, Visitor
from tests.builders import MONDAY, a_case

DUTCH = ("nl",)  # for who works here
STORY = "De taxi kwam drie keer niet. Ik stond een uur in de regen. Niemand nam de telefoon op."
A_LETTER = FilePayload(name="brief.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 een brief")


@dataclass(frozen=True)
class Shown:
    name: str
    reach: Reach
    languages: tuple[str, ...] = ("nl", "en")

    def __str__(self) -> str:
        return self.name


def at(place: str) -> Reach:
    return lambda visitor: visitor.go(place)


def told_what(visitor: Visitor) -> None:
    visitor.go("klacht")
    visitor.fill("tekst", STORY)
    visitor.fill("wanneer", "Vorige week")
    visitor.press("naar", "verder")


def told_about(visitor: Visitor) -> None:
    told_what(visitor)
    visitor.choose("over", "gemeente")
    visitor.choose("wens", "uitleg")
    visitor.choose("wens", "excuses")
    visitor.page.set_input_files("#bestanden", [A_LETTER])
    visitor.press("naar", "verder")


def told_who(visitor: Visitor) -> None:
    told_about(visitor)
    visitor.choose("wie", "ja")
    visitor.fill("naam", "Noor de Tester")
    visitor.fill("telefoon", "06 00 00 00 00")
    visitor.fill("email", "noor@post.example")
    visitor.choose("mailen", "ja")
    visitor.press("naar", "verder")


def sent(visitor: Visitor) -> None:
    told_who(visitor)
    visitor.press("naar", "versturen")


def sent_anonymously(visitor: Visitor) -> None:
    told_about(visitor)
    visitor.choose("wie", "nee")
    visitor.press("naar", "verder")
    visitor.press("naar", "versturen")


def forgot_the_story(visitor: Visitor) -> None:
    visitor.go("klacht")
    visitor.press("naar", "verder")


def sent_a_program(visitor: Visitor) -> None:
    told_what(visitor)
    program = FilePayload(name="foto.exe", mimeType="image/png", buffer=b"MZ")
    visitor.page.set_input_files("#bestanden", [A_LETTER, program])
    visitor.press("naar", "verder")


def forgot_who(visitor: Visitor) -> None:
    told_about(visitor)
    visitor.fill("email", "geen adres")
    visitor.press("naar", "verder")


def asked_a_provider(visitor: Visitor) -> None:
    town = municipalities().of_page(visitor.town)
    assert town
    provider = next(iter(town.providers), "aanbieder")
    there = Handler(kind=HandlerKind.PROVIDER, key=provider)
    case = a_case(municipality=town.code, handler=there)
    handler.react(CaseRouted.about(case, MONDAY))
    link = Link(town.code, case.number, provider, datetime(2100, 1, 1, tzinfo=UTC))
    visitor.go(f"aanbieder/{Links(handler.table()).token(link)}")


def forgot_what_to_report(visitor: Visitor) -> None:
    asked_a_provider(visitor)
    visitor.fill("toelichting", "Wij hebben excuses gemaakt.")
    visitor.page.click("main button[type=submit]")


def reported(visitor: Visitor) -> None:
    asked_a_provider(visitor)
    visitor.choose("bericht", "afdoening_gemeld")
    visitor.page.click("main button[type=submit]")


PAGES = [
    Shown("gemeenten", at("/loket")),
    Shown("start", at("")),
    Shown("klacht-1-wat", at("klacht")),
    Shown("klacht-1-wat-fout", forgot_the_story),
    Shown("klacht-2-over", told_what),
    Shown("klacht-2-over-fout", sent_a_program),
    Shown("klacht-3-wie", told_about),
    Shown("klacht-3-wie-fout", forgot_who),
    Shown("klacht-4-controle", told_who),
    Shown("klacht-5-ontvangen", sent),
    Shown("klacht-5-ontvangen-anoniem", sent_anonymously),
    Shown("aanbieder", asked_a_provider, DUTCH),
    Shown("aanbieder-fout", forgot_what_to_report, DUTCH),
    Shown("aanbieder-ontvangen", reported, DUTCH),
    Shown("aanbieder-dicht", at("aanbieder/geen-goede-link"), DUTCH),
    Shown("volgen-inloggen", following.signs_in),
    Shown("volgen-inloggen-fout", following.forgot_both),
    Shown("volgen-ontvangen", following.was_received),
    Shown("volgen-bij-aanbieder", following.is_at_a_provider),
    Shown("volgen-afgesloten", following.was_closed),
    Shown("volgen-aanvullen", following.tells_more),
    Shown("volgen-aanvullen-fout", following.tells_nothing),
    Shown("volgen-aangevuld", following.told_more),
    Shown("volgen-niet-tevreden", following.is_unhappy),
    Shown("volgen-stoppen", following.wants_to_stop),
    Shown("volgen-tevreden", following.says_how_it_went),
    Shown("volgen-afgemeld", following.signed_out),
    Shown("toegankelijkheid", at("toegankelijkheid")),
    Shown("privacy", at("privacy")),
    Shown("knop", at("knop")),
    Shown("bestaat-niet", at("bestaat-niet")),
]
