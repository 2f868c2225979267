"""A wrong configuration is refused, with its file, the line and the reason."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.case import Handler
from shared.glossary import RIGHTS, ClockKind, Ground, HandlerKind, Outcome
from shared.municipality import FILES, Municipality, municipalities, read
from shared.provisions import Effect
from shared.regime import Duties
from shared.settings import ConfigurationError

STICHTSE_VECHT = (FILES / "1904-stichtse-vecht.yaml").read_text(encoding="utf-8")


def refusal(folder: Path, text: str) -> str:
    path = folder / "1904.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read(path)
    return str(refused.value)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_all_municipalities_and_the_safety_net_are_in_order() -> None:
    assert set(municipalities()) == {"0000", "0268", "0362", "0457", "1696", "1904"}


def test_a_word_that_we_do_not_know_is_refused_with_its_line(tmp_path: Path) -> None:
    wrong = STICHTSE_VECHT.replace("afzender:", "afzendr:")

    said = refusal(tmp_path, wrong)

    assert f"1904.yaml, regel {line_of(wrong, 'afzendr:')}: afzendr" in said


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    wrong = STICHTSE_VECHT.replace("rapportage_openbaar: true", "rapportage_openbaar: soms")
    wrong = wrong.replace("anoniem: signaal", "anoniem: nooit")

    said = refusal(tmp_path, wrong).splitlines()

    assert len(said) == 2
    assert any(f"regel {line_of(wrong, 'rapportage_openbaar')}" in fault for fault in said)
    assert any(f"regel {line_of(wrong, 'anoniem: nooit')}" in fault for fault in said)


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "1904.yaml, regel 2:" in refusal(tmp_path, 'naam: "Stichtse Vecht\n')


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        (
            "werkdagen: -1, aan: behandelaar",
            "werkdagen: -1, aan: niemand",
            "die eenheid bestaat niet",
        ),
        ("  klachtencoordinator: {", "  coordinator: {", "geen eenheid klachtencoordinator"),
        ("werkdagen: 6, aan: college", "werkdagen: 3, aan: college", "elk op een andere dag"),
        (
            "    vastgesteld:",
            "    geldig_tot: 2013-01-01\n    vastgesteld:",
            "na geldig_van",
        ),
        ("kernen:", 'opvolger: "0363"\nkernen:', "horen bij elkaar"),
        ("postbus: bezwaar@stichtsevecht.example", "postbus: bezwaar", "niet de juiste vorm"),
    ],
)
def test_nonsense_is_refused_with_a_reason(
    tmp_path: Path, right: str, wrong: str, reason: str
) -> None:
    assert right in STICHTSE_VECHT
    assert reason in refusal(tmp_path, STICHTSE_VECHT.replace(right, wrong))


COMMITTEE = "  - {naam: Eigen commissie, geldig_van: 2020-01-01, bron: test}\n"


@pytest.mark.parametrize(
    ("right", "wrong", "where", "reason"),
    [
        ("\nregelingen:", f"{COMMITTEE}\nregelingen:", COMMITTEE,
         "op woensdag 1 januari 2020 gelden er twee tegelijk: geef het vorige een geldig_tot"),
        ("tweede_lijn:\n", f"tweede_lijn:\n{COMMITTEE}", "  - {naam: Nationale ombudsman",
         "dit begint eerder dan wat erboven staat: zet het oudste bovenaan"),
        ("soorten: [klacht, melding,", "soorten: [klacht, intrekking,", "soorten:",
         "kies uit 'klacht', 'melding', 'signaal' of 'onvrede'"),
        ("soorten: [klacht, melding, signaal, onvrede]", "soorten: []", "soorten:",
         "noem er minstens 1"),
        ("anoniem: signaal", "anoniem: ja", "anoniem: ja", "kies uit 'signaal' of"),
        ("onvrede_registreren: licht", "onvrede_registreren: soms", "onvrede_registreren:",
         "kies uit 'ja', 'licht' of 'nee'"),
        ("grond: onvoldoende_belang", "grond: geen_zin", "grond: geen_zin", "kies uit"),
        ("gevolg: uitsluiten, artikel: Awb 9:8 lid 2", "gevolg: weigeren, artikel: Awb 9:8 lid 2",
         "gevolg: weigeren", "kies uit 'uitsluiten', 'splitsen' of 'verwijzen'"),
        ("      - {grond: reeds_behandeld, gevolg: uitsluiten, artikel: Awb 9:8 lid 1 a}\n", "",
         "uitsluitingen:", "deze gronden van Awb 9:8 ontbreken: reeds_behandeld"),
        ("grond: onvoldoende_belang", "grond: reeds_behandeld", "grond: reeds_behandeld, gevolg: "
         "uitsluiten, artikel: Awb 9:8 lid 2", "de grond reeds_behandeld staat er twee keer"),
        ("bij: extern:clientondersteuner", "bij: extern:iemand", "clientondersteuner: {bij",
         "rol clientondersteuner bij extern:iemand: die eenheid of externe bestaat niet"),
        ("bij: extern:clientondersteuner", "bij: iemand", "clientondersteuner: {bij",
         "niet de juiste vorm"),
        ("anders: {jaren: 5", "anders: {jaren: 0", "anders: {jaren", "schrijf minstens 1"),
        ("{werkdagen: 6, aan: college}", "{werkdagen: 6, aan: de_raad}", "aan: de_raad",
         "trede aan de_raad: die eenheid bestaat niet"),
        ("      - wijkteam\n", "      - {regel: wijkteam, aan: burgerraadsman}\n",
         "aan: burgerraadsman", "burgerraadsman zegt niet wie: schrijf klachtenloket, aanbieder"),
        ("      - wijkteam\n", "      - {regel: wijkteam, aan: niemand}\n", "aan: niemand",
         "niemand zegt niet wie"),
    ],
)  # fmt: skip
def test_a_regulation_that_does_not_hold_together_is_refused_on_its_line(
    tmp_path: Path, right: str, wrong: str, where: str, reason: str
) -> None:
    assert STICHTSE_VECHT.count(right) == 1
    changed = STICHTSE_VECHT.replace(right, wrong)

    [fault] = refusal(tmp_path, changed).splitlines()

    assert fault.startswith(f"1904.yaml, regel {line_of(changed, where)}: ")
    assert reason in fault


def test_two_regulations_at_once_are_refused_on_the_line_of_the_second(tmp_path: Path) -> None:
    regulation = STICHTSE_VECHT[STICHTSE_VECHT.index("  - code: stichtse_vecht_2014") :]
    second = regulation.replace("stichtse_vecht_2014", "nieuw").replace("2014-12-16", "2020-01-01")
    changed = f"{STICHTSE_VECHT}\n{second}"

    [fault] = refusal(tmp_path, changed).splitlines()

    assert fault.startswith(f"1904.yaml, regel {line_of(changed, 'geldig_van: 2020-01-01')}: ")
    assert "gelden er twee tegelijk" in fault


def test_two_regulations_with_one_code_are_refused(tmp_path: Path) -> None:
    until = STICHTSE_VECHT.replace(
        "    vastgesteld:", "    geldig_tot: 2020-01-01\n    vastgesteld:"
    )
    regulation = STICHTSE_VECHT[STICHTSE_VECHT.index("  - code: stichtse_vecht_2014") :]
    changed = f"{until}\n{regulation.replace('2014-12-16', '2020-01-01')}"

    [fault] = refusal(tmp_path, changed).splitlines()

    assert "de code stichtse_vecht_2014 staat er twee keer" in fault


def test_what_is_excluded_and_kept_can_be_asked() -> None:
    regime = municipalities()["1904"].regimes[0]
    exclusion = regime.exclusion(Ground.OBJECTION_POSSIBLE)

    assert exclusion is not None
    assert (exclusion.effect, exclusion.article) == (Effect.REFER, "Awb 6:15 en 9:8 lid 1 c")
    assert regime.exclusion(Ground.LAPSED) is None
    assert regime.retention.of(Outcome.JUDGED).years == 5


def test_a_result_may_be_kept_for_another_time(tmp_path: Path) -> None:
    kept = "bewaren: {per_uitkomst: {ingetrokken: {jaren: 1, bron: eigen keuze}}, anders: {jaren: 5"
    changed = re.sub(r"bewaren:[^{]*anders: \{jaren: 5", kept, STICHTSE_VECHT)
    path = tmp_path / "1904.yaml"
    path.write_text(re.sub(r"(uit de tweede hand\"\})", r"\1}", changed), encoding="utf-8")

    retention = read(path).regimes[0].retention

    assert retention.of(Outcome.WITHDRAWN).years == 1
    assert retention.of(Outcome.JUDGED).years == 5


@pytest.mark.parametrize(
    ("code", "last_day", "successor"),
    [("0457", date(2022, 3, 23), "0363"), ("1696", date(2026, 12, 31), "0402")],
)
def test_after_a_merger_the_successor_answers(code: str, last_day: date, successor: str) -> None:
    town = municipalities()[code]

    assert town.owner_on(last_day) == code
    assert town.owner_on(last_day + timedelta(days=1)) == successor


def test_after_a_merger_the_old_rules_go_on_in_the_old_territory() -> None:
    town = municipalities()["1696"]

    assert town.regime_on(date(2027, 6, 1)) == town.regime_on(date(2026, 6, 1))


def test_a_committee_ends_with_its_municipality() -> None:
    town = municipalities()["1696"]

    assert town.second_line_on(date(2026, 12, 31)) is not None
    assert town.second_line_on(date(2027, 1, 1)) is None


def test_the_second_line_changes_with_the_merger() -> None:
    weesp = municipalities()["0457"]
    before, after = (weesp.second_line_on(date(2022, 3, day)) for day in (23, 24))

    assert before is not None
    assert before.name == "Nationale ombudsman"
    assert after is not None
    assert after.name == "Ombudsman Metropool Amsterdam"


def test_what_has_no_mailbox_of_its_own_is_written_to_at_the_desk() -> None:
    town = municipalities()["1904"]
    svb = Handler(kind=HandlerKind.EXTERNAL, key="svb")

    assert town.party(svb).mailbox == town.units["klachtenloket"].mailbox


UNANSWERED = "contact:\n        treden:\n"
LAST_RUNG = "          - {werkdagen: 2, aan: klachtencoordinator}\n"
SURVEY = "tevredenheid: {treden: [{werkdagen: -9, aan: inwoner}, {werkdagen: 0, aan: inwoner}]}"
HANDOVER = "overdracht: {treden: [{werkdagen: 0, aan: behandelaar}"
A_LADDER = "{treden: [{werkdagen: 1, aan: klachtencoordinator}], herhaal_werkdagen: 5}"
MESSAGES = "registratie_gemeld: 5, informatie_gegeven: 10"


@pytest.mark.parametrize(
    ("right", "wrong", "where", "reason"),
    [
        (f"{LAST_RUNG}        herhaal_werkdagen: 5\n", LAST_RUNG, UNANSWERED,
         "herhaal_werkdagen ontbreekt"),
        ("portaalbericht: {treden: [{werkdagen: 0, aan: behandelaar}, {werkdagen: 1,",
         "portaalbericht: {treden: [{werkdagen: -1, aan: behandelaar}, {werkdagen: 0,",
         "portaalbericht:", "na de uiterste dag"),
        ("werkdagen: -10, aan: behandelaar}\n", "werkdagen: -31, aan: behandelaar}\n",
         "- {werkdagen: -31", "schrijf minstens -30"),
        (SURVEY, SURVEY[:-1] + ", herhaal_werkdagen: 5}", SURVEY[:20],
         "een inwoner krijgt geen herinnering zonder einde"),
        (SURVEY, f"tevredenheid: {A_LADDER}", "ladders:", "alleen tevredenheid gaat naar"),
        ("contact:\n        treden:\n          - {werkdagen: -1, aan: behandelaar}",
         "contact:\n        treden:\n          - {werkdagen: -1, aan: inwoner}",
         "contact:\n", "geen herinnering zonder einde"),
        (f"      {SURVEY}", f"      ombudsman: {A_LADDER}\n      {SURVEY}", "ladders:",
         "niemand hoeft iets te doen voor ombudsman"),
        ("      wisseling_tweede_lijn: {treden", "      # {treden", "ladders:",
         "er is geen ladder voor wisseling_tweede_lijn"),
        ("      oude_regels: {treden", "      nieuwe_regels: {treden", "nieuwe_regels:",
         "kies uit"),
        (MESSAGES, "registratie_gemeld: 5", "aanbiederberichten_werkdagen:",
         "noem precies deze berichten: registratie_gemeld, informatie_gegeven"),
        (MESSAGES, f"{MESSAGES}, tevredenheid_gegeven: 5", "aanbiederberichten_werkdagen:",
         "noem precies deze berichten"),
        (MESSAGES, "registratie_gemeld: 0, informatie_gegeven: 10",
         "aanbiederberichten_werkdagen:", "1 tot en met 130 werkdagen"),
        (MESSAGES, "registratie_gemeld: 5, informatie_gegeven: 131",
         "aanbiederberichten_werkdagen:", "1 tot en met 130 werkdagen"),
        ("overdracht_werkdagen: 2", "overdracht_werkdagen: 0", "overdracht_werkdagen:",
         "schrijf minstens 1"),
        ("tevredenheid_werkdagen: 10", "tevredenheid_werkdagen: 61", "tevredenheid_werkdagen:",
         "schrijf hoogstens 60"),
        ('jaarpublicatie_voor: "07-01"', 'jaarpublicatie_voor: "06-30"', "jaarpublicatie_voor:",
         "niet de juiste vorm"),
        ("eerste_aanbiedersrapportage: 2015-07-31", "eerste_aanbiedersrapportage: 2015-02-30",
         "eerste_aanbiedersrapportage:", "bestaande datum"),
        ("voortgangsrapportage_werkdagen: 20", "voortgangsrapportage_werkdagen: 0",
         "voortgangsrapportage_werkdagen:", "schrijf minstens 1"),
        ("vanaf: gedraging", "vanaf: gisteren", "klachtrecht:",
         "kies uit 'gedraging' of 'kennisname'"),
    ],
)  # fmt: skip
def test_a_setting_that_would_leave_somebody_unheard_is_refused_on_its_line(
    tmp_path: Path, right: str, wrong: str, where: str, reason: str
) -> None:
    assert STICHTSE_VECHT.count(right) == 1
    changed = STICHTSE_VECHT.replace(right, wrong)

    fault, *_ = refusal(tmp_path, changed).splitlines()

    assert f"1904.yaml, regel {line_of(changed, where)}:" in fault
    assert reason in fault


def test_a_manager_who_is_no_unit_is_refused_on_its_line(tmp_path: Path) -> None:
    right = "leidinggevende: leidinggevende_wijkteam, postbus: toegang"
    assert STICHTSE_VECHT.count(right) == 1
    changed = STICHTSE_VECHT.replace(right, "leidinggevende: de_baas, postbus: toegang")

    [fault] = refusal(tmp_path, changed).splitlines()

    assert fault.startswith(f"1904.yaml, regel {line_of(changed, 'de_baas')}: ")
    assert "leidinggevende de_baas: die eenheid bestaat niet" in fault


@pytest.mark.parametrize("town", municipalities().values(), ids=lambda each: str(each.name))
def test_every_clock_but_a_right_has_a_ladder_in_every_regulation(town: Municipality) -> None:
    for regime in town.regimes:
        assert set(regime.ladders) == set(ClockKind) - RIGHTS
        residents = {kind for kind, ladder in regime.ladders.items() if ladder.for_a_resident}
        assert residents == {ClockKind.SATISFACTION}


def test_a_municipality_has_only_the_duties_that_it_names() -> None:
    safety_net = municipalities().safety_net.regimes[0]
    town = municipalities()["1904"].regimes[0]

    assert safety_net.duties == Duties()
    assert safety_net.terms.satisfaction_working_days is None
    assert town.duties == Duties(
        first_provider_totals=date(2015, 7, 31),
        progress_report_working_days=20,
        publication_before="07-01",
        client_experience=True,
    )


@pytest.mark.parametrize(
    ("kind", "key", "manager"),
    [
        (HandlerKind.UNIT, "wijkteam", "leidinggevende_wijkteam"),
        (HandlerKind.UNIT, "analyse_statistiek", "klachtencoordinator"),
        (HandlerKind.COMPLAINTS_DESK, "klachtenloket", "klachtencoordinator"),
        (HandlerKind.PROVIDER, "vechtstroom", "klachtencoordinator"),
        (HandlerKind.PROVIDER, "failliet", "klachtencoordinator"),
        (HandlerKind.EXTERNAL, "svb", "klachtencoordinator"),
    ],
)
def test_above_every_handler_stands_a_unit(kind: HandlerKind, key: str, manager: str) -> None:
    found = municipalities()["1904"].manager_of(Handler(kind=kind, key=key))

    assert found == Handler(kind=HandlerKind.UNIT, key=manager)


def test_a_provider_may_have_a_unit_above_it() -> None:
    town = municipalities()["1904"]
    watched = town.providers["vechtstroom"].model_copy(update={"manager": "wmo_toegang"})
    town = town.model_copy(update={"providers": {"vechtstroom": watched}})

    found = town.manager_of(Handler(kind=HandlerKind.PROVIDER, key="vechtstroom"))

    assert found == Handler(kind=HandlerKind.UNIT, key="wmo_toegang")


def test_a_case_falls_under_the_regulation_in_force_on_its_day() -> None:
    here = municipalities()["1904"]
    old = here.regimes[0].model_copy(update={"valid_to": date(2027, 1, 1)})
    new = old.model_copy(update={"code": "nieuw", "valid_from": date(2027, 1, 1), "valid_to": None})
    town = here.model_copy(update={"regimes": (old, new)})

    assert [town.regime_on(day).code for day in (date(2026, 12, 31), date(2027, 1, 1))] == [
        old.code,
        "nieuw",
    ]
