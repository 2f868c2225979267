"""A report says the same as JSON, as a sheet and as a page, and none of them can do harm."""

import csv
import io
import json
import re
from base64 import b64encode
from hashlib import sha256
from itertools import permutations

import pytest

from services.reporting.document import Document, document
from services.reporting.domain import Quarter
from services.reporting.figures import NONE, QUESTIONS
from services.reporting.forms import FORMS, PAGE_POLICY, as_csv, as_json, as_page, form_for
from services.reporting.public import suppress
from services.reporting.service import Reporting
from services.reporting.words import NOT_TO_SAY, WITHHELD, name_of
from shared.glossary import Domain, Kind
from shared.municipality import municipalities
from shared.provider import Provider
from tests.builders import MONDAY, a_case
from tests.fakes.reporting import InMemoryFacts

HOME = municipalities()["1904"]


def a_document(public: bool = False, cases: int = 32) -> Document:
    """Two complaints, the rest reports."""
    reporting = Reporting(InMemoryFacts())
    for n in range(cases):
        kind = Kind.COMPLAINT if n < 2 else Kind.REPORT
        reporting.record(a_case(number=f"KL-2026-AAAAA-AAA{n:02}", kind=kind))
    report = reporting.report("1904", Quarter(2026, 2), as_of=MONDAY)
    return document(suppress(report) if public else report, HOME)


def about_a_provider_called(name: str) -> Document:
    provider = Provider(name=name, domains=(Domain.SOCIAL_SUPPORT,), legal_regime="contract")
    home = HOME.model_copy(update={"providers": {"vechtstroom": provider}})
    reporting = Reporting(InMemoryFacts())
    reporting.record(a_case(providers=("vechtstroom",)))
    return document(reporting.report("1904", Quarter(2026, 2), as_of=MONDAY), home)


def sheet(report: Document) -> list[dict[str, str]]:
    text = as_csv(report)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


def test_every_form_says_which_version_which_period_and_as_of_when() -> None:
    report = a_document(public=True)

    told = json.loads(as_json(report))
    assert (told["versie"], told["peilmoment"]) == ("openbaar", "2026-06-01T09:30:00.000Z")
    assert (told["periode"]["vanaf"], told["periode"]["totEnMet"]) == ("2026-04-01", "2026-06-30")
    assert {row["versie"] for row in sheet(report)} == {"openbaar"}
    assert {row["peilmoment"] for row in sheet(report)} == {told["peilmoment"]}
    page = as_page(report)
    assert "Openbare versie" in page
    assert "Stand op maandag 1 juni 2026 om 11.30 uur" in page


def test_an_exact_report_has_its_small_numbers_and_a_public_one_has_not() -> None:
    exact, public = a_document(), a_document(public=True)

    kinds = {row["sleutel"]: row["weergave"] for row in sheet(exact) if row["onderdeel"] == "soort"}
    assert kinds == {"klacht": "2", "melding": "30", "totaal": "32"}
    assert [row["weergave"] for row in sheet(public) if row["onderdeel"] == "soort"] == ["32"]
    assert ">2<" in as_page(exact)
    assert ">2<" not in as_page(public)


@pytest.mark.parametrize(
    ("public", "cases", "divided"), [(True, 19, False), (True, 20, True), (False, 5, True)]
)
def test_a_public_percentage_needs_twenty_cases(public: bool, cases: int, divided: bool) -> None:
    (channels,) = (part for part in a_document(public, cases).parts if part.key == "kanaal")

    assert [line.percentage for line in channels.lines] == [100 if divided else None]


def test_every_figure_says_what_it_means() -> None:
    report = a_document()

    assert all(row["uitleg"].endswith(".") for row in sheet(report))
    assert all(figure.meaning in as_page(report) for figure in report.figures)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_sheet_can_be_a_formula(start: str) -> None:
    name = f"{start}SOM(A1:A9);Zorg"

    rows = sheet(about_a_provider_called(name))

    assert [row["naam"] for row in rows if row["sleutel"] == "vechtstroom"] == [f"'{name}"]


def test_a_name_cannot_put_code_on_the_page() -> None:
    page = as_page(about_a_provider_called("<script>alert(1)</script>"))

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_keeps_to_its_own_policy() -> None:
    page = as_page(a_document())

    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert b64encode(sha256(style.encode()).digest()).decode() in PAGE_POLICY
    assert not re.search(r"\sstyle=|\son\w+=|<script|<link|<img|https?://", page)


def test_the_page_can_be_read_aloud() -> None:
    page = as_page(a_document())

    assert '<html lang="nl">' in page
    assert page.count("<table") == page.count("<caption>") == len(QUESTIONS) + 1
    assert not re.search(r"<th(?! scope=| +scope=)(?=[ >])", page)
    assert page.count("<svg") == page.count('aria-hidden="true"')


def test_every_answer_has_a_name() -> None:
    for question in QUESTIONS:
        for answer in question.answers:
            assert name_of(question.key, answer, HOME) != answer
    nones = {name_of(question, NONE, HOME) for question in ("contact", "aanbieder", "vervolg")}
    assert len(nones) == 3
    for was, became in permutations(Kind, 2):
        assert name_of("indeling", f"{was}/{became}", HOME).startswith(name_of("soort", was, HOME))


def test_a_provider_that_the_configuration_forgot_keeps_its_key() -> None:
    assert name_of("aanbieder", "oude_zorg", HOME) == "oude_zorg"
    assert name_of("behandelaar", "extern/svb", HOME) == "Sociale Verzekeringsbank"


def test_hidden_numbers_say_so() -> None:
    (kinds,) = (part for part in a_document(public=True).parts if part.key == "soort")
    (late,) = (each for each in a_document(public=True).figures if each.key == "contact_op_tijd")

    assert (kinds.lines, kinds.note) == ((), WITHHELD)
    assert late.shown == NOT_TO_SAY


@pytest.mark.parametrize(
    ("wanted", "accept", "form"),
    [
        (None, "", "json"),
        (None, "*/*", "json"),
        (None, "text/html,application/xhtml+xml,*/*;q=0.8", "html"),
        (None, "text/csv", "csv"),
        ("csv", "text/html", "csv"),
        ("html", "application/json", "html"),
    ],
)
def test_a_reader_gets_the_form_she_asked_for(wanted: str | None, accept: str, form: str) -> None:
    assert form_for(wanted, accept) is FORMS[form]


def test_a_form_that_we_do_not_have_is_refused_with_what_we_have() -> None:
    with pytest.raises(ValueError, match=r"Kies uit: json, csv, html\.$"):
        form_for("pdf", "")
