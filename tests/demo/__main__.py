"""From a resident's door to the council's report, on MiniStack, with fictional people.

Exit status 0 only if every complaint arrived.
"""

import sys
import threading
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from infra.local import Unavailable, ministack
from infra.local.deploy import deploy
from infra.local.engine import until
from infra.local.token import issuers
from shared.dutch_time import dutch_date, in_words
from shared.glossary import Channel
from shared.law.calendar import dutch_calendar
from shared.municipality import municipalities
from tests.demo.show import party, say, step, table, timeline, title
from tests.town.ear import Ear
from tests.town.samples import Sample, samples
from tests.town.town import Town, now

WEEKS = 10
SATURDAY = 5
HEARD_OUT = {"C01", "C03", "C12", "C30"}  # somebody calls the resident in time
SATISFIED = {"C03", "C30"}
FORMAL = "C04"
FOLLOWED = "C01"  # by the resident, on her page
WITHDRAWN = "C27"
ACCEPTED = "C01", "vechtstroom"  # a provider says that it takes the case, and reports
RETURNED = "C23", "rietland"  # another says that it is not its own


def main() -> int:
    with ministack.start() as engine:
        with step("Klachtenloket wordt uitgerold op MiniStack"):
            site = {"Site": "https://klachten.example"}  # for the mails; the pages are here
            deployment = deploy(engine, parameters={"Issuers": issuers(), **site})
            towns = {code: Town(deployment, code) for code in ("1904", "1696", "0457")}
            ear = Ear(deployment)
        cases = _complain(towns, ear)
        if len(cases) == len(samples()):
            _act(towns, cases)
            _travel(towns["1904"], ear)
            _look_back(towns, cases, ear)
        arrived = len(cases) == len(samples())
        say(f"\n{len(cases)} van de {len(samples())} klachten zijn aangekomen.")
        if arrived and sys.stdin.isatty():
            say("Klachtenloket blijft draaien tot Ctrl-C.")
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                say()
        return 0 if arrived else 1


def _complain(towns: dict[str, Town], ear: Ear) -> dict[str, str]:
    """All samples come in by their doors. Gives the case number of each that arrived."""
    title("Dertig klachten komen binnen, door drie deuren")
    shown: dict[str, str] = {}
    for sample in samples():
        town = towns[sample.municipality]
        before = set(_opened(ear))
        _bring(town, sample)
        try:
            new = until(lambda b=before: set(_opened(ear)) - b, sample.id, 30)  # type: ignore[misc]
        except TimeoutError as late:
            say(f"{sample.id}  {late}")
            continue
        [number] = new
        shown[sample.id] = number
        case = _opened(ear)[number]["data"]["zaak"]
        proposed = case.get("voorgesteldeBehandelaar")
        whom = party(sample.municipality, case["behandelaar"])
        advice = f" (voorstel: {party(sample.municipality, proposed)})" if proposed else ""
        say(f"{sample.id}  {sample.channel:<13} {number}  {case['soort']:<12} {whom}{advice}")
    return shown


def _bring(town: Town, sample: Sample) -> None:
    match sample.channel:
        case Channel.WEB_FORM:
            answer = town.post_form(sample.form(), f"voorbeeld-{sample.id}")
            assert answer.status == 201, answer.text
        case Channel.EMAIL:
            town.mail(sample.mail())
        case _:
            town.offer(sample.offer(town.municipality, now()))


def _opened(ear: Ear) -> dict[str, Any]:
    return {
        event["subject"]: event for event in ear.hear() if event["type"].endswith("zaak-geopend.v1")
    }


def _act(towns: dict[str, Town], cases: dict[str, str]) -> None:
    """Some handlers do their work. The others will hear of it."""
    title("Sommige behandelaars handelen, andere niet")
    by_id = {sample.id: sample for sample in samples()}

    def act(sample: str, action: str, provider: str = "", **facts: Any) -> None:
        town = towns[by_id[sample].municipality]
        town.act(cases[sample], action, by=town.of(provider) if provider else None, **facts)
        say(f"{sample}  {cases[sample]}  {action}{provider and f', door {provider}'}")

    for sample in sorted(HEARD_OUT):
        act(sample, "contact-vastleggen", gesprokenOp=now().isoformat())
    for sample in sorted(SATISFIED):
        act(
            sample,
            "afhandelen",
            uitkomst="naar_tevredenheid_afgedaan",
            tevredenheidGeuit="mondeling",
        )
    act(FORMAL, "formeel-behandelen", verzochtOp=now().isoformat())
    act(
        FORMAL,
        "betrokkene-vastleggen",
        kenmerk="B-1",
        functie="generalist",
        bij={"soort": "gemeente", "sleutel": "wijkteam"},
    )
    act(FORMAL, "afschrift-vastleggen", kenmerk="B-1", verzondenOp=now().isoformat())
    act(
        FORMAL,
        "horen-plannen",
        kenmerk="H-1",
        geplandOp=(now() + timedelta(days=14)).isoformat(),
        uitgenodigd=["klager", "B-1"],
    )
    act(FORMAL, "verdagen", weken=4, reden="horen_kost_tijd")
    act(WITHDRAWN, "intrekken")
    act(ACCEPTED[0], "overdracht-aanvaarden", ACCEPTED[1])
    act(
        ACCEPTED[0],
        "mijlpaal-vastleggen",
        ACCEPTED[1],
        mijlpaal="registratie_gemeld",
        op=now().isoformat(),
    )
    act(RETURNED[0], "overdracht-teruggeven", RETURNED[1], reden="niet_van_ons")


def _travel(town: Town, ear: Ear) -> None:
    """Every working day of ten weeks the sweep comes by, as it will."""
    title(f"{WEEKS} weken gaan voorbij")
    today = dutch_date(now())
    for week in range(1, WEEKS + 1):
        before = _steps(ear)
        for day in (today + timedelta(days=7 * week - n) for n in range(6, -1, -1)):
            if day.weekday() < SATURDAY:
                town.sweep_on(day)
        _settle(ear)
        told = _steps(ear) - before
        say(
            f"week {week:>2}, tot en met {in_words(today + timedelta(days=7 * week)):<28}"
            f"{told['termijn-nadert'] + told['verplichting-nadert']:>3} herinneringen  "
            f"{told['termijn-verstreken'] + told['verplichting-verstreken']:>3} escalaties"
        )


def _steps(ear: Ear) -> Counter[str]:
    return Counter(event["type"].split(".")[-2] for event in ear.hear())


def _settle(ear: Ear) -> None:
    """Wait until every step has been written to whom it concerns."""

    def written() -> bool:
        steps = {event["id"] for event in ear.hear() if _is_step(event)}
        return steps <= {event["data"].get("oorzaak") for event in ear.hear()}

    until(written, "the mails about what was due", 60)


def _is_step(event: dict[str, Any]) -> bool:
    return str(event["type"]).split(".")[-2].endswith(("-nadert", "-verstreken"))


def _look_back(towns: dict[str, Town], cases: dict[str, str], ear: Ear) -> None:
    events = ear.hear()
    title("Elke zaak, met de reden van haar route en van haar termijnen")
    by_number = {number: sample for sample, number in cases.items()}
    for sample in samples():
        number = cases[sample.id]
        mine = [event for event in events if event["subject"] == number]
        timeline(number, mine, f"{sample.id}, {towns[sample.municipality].municipality}")
    _show_mailbox(towns["1904"])
    _show_overdue(events, by_number)
    _show_duties(towns["1904"])
    _show_doubt(events)
    _show_report(towns)


def _show_mailbox(town: Town) -> None:
    title("De postbus")
    mails = town.mailbox()
    count = Counter((mail.subject.partition(" (KL-")[0], mail.to) for mail in mails)
    table(
        ("aantal", "aan", "onderwerp"), ((n, to, what) for (what, to), n in sorted(count.items()))
    )
    receipt = next(mail for mail in mails if mail.subject.startswith("Wij hebben uw bericht"))
    say(f"\nBijvoorbeeld:\n\n  Aan: {receipt.to}\n  Onderwerp: {receipt.subject}\n")
    for line in receipt.text.splitlines():
        say(f"  {line}")


def _show_overdue(events: list[dict[str, Any]], by_number: dict[str, str]) -> None:
    title("Wat te laat is")
    late: dict[tuple[str, str], dict[str, Any]] = {}
    closed = {event["subject"] for event in events if event["type"].endswith("zaak-afgehandeld.v1")}
    for event in events:
        if event["type"].endswith("termijn-verstreken.v1") and event["subject"] not in closed:
            late[event["subject"], event["data"]["termijn"]["soort"]] = event
    table(
        ("zaak", "voorbeeld", "termijn", "uiterlijk", "laatst gezegd aan"),
        (
            (
                number,
                by_number[number],
                clock,
                date.fromisoformat(event["data"]["termijn"]["uiterlijk"]).strftime("%d-%m-%Y"),
                event["data"]["aan"],
            )
            for (number, clock), event in sorted(late.items())
        ),
    )


def _show_duties(town: Town) -> None:
    title("Wat de gemeente moet, welke klachten er ook komen")
    table(
        ("uiterlijk", "wat", "van wie", "waarom", "stand"),
        (
            (
                date.fromisoformat(duty["uiterlijk"]).strftime("%d-%m-%Y"),
                duty["soort"].replace("_", " "),
                duty.get("onderdeel", "gemeente"),
                duty["artikel"],
                "te laat" if _went_by(duty) else "loopt",
            )
            for duty in town.duties()
        ),
    )


def _went_by(duty: dict[str, Any]) -> bool:
    """As seen after these weeks, not today."""
    return date.fromisoformat(duty["uiterlijk"]) < dutch_date(now()) + timedelta(weeks=WEEKS)


def _show_doubt(events: list[dict[str, Any]]) -> None:
    """Terms that end where nobody knows the calendar yet."""
    doubtful = {
        (event["subject"], clock["soort"], clock["voorbehoud"])
        for event in events
        if event["type"].endswith("termijnen-vastgesteld.v1")
        for clock in event["data"]["termijnen"]
        if clock.get("voorbehoud")
    }
    title("De kalender")
    known = in_words(dutch_calendar().unknown_after)
    say(f"De gelijkgestelde dagen (Termijnenwet art. 3 lid 3) zijn bekend tot en met {known}.")
    for number, clock, doubt in sorted(doubtful):
        say(f"LET OP  {number}  {clock}: {doubt}")
    if not doubtful:
        say("Geen van deze termijnen eindigt daarna.")


def _show_report(towns: dict[str, Town]) -> None:
    title("Het kwartaal in cijfers")
    today: datetime = now()
    year, quarter = dutch_date(today).year, (dutch_date(today).month + 2) // 3
    report = towns["1904"].report(year, quarter).json
    period = report["periode"]
    say(f"{report['gemeente']}, {period['vanaf']} tot en met {period['totEnMet']}")
    for part in report["tabellen"]:
        say(f"\n{part['titel']}")
        for row in part["rijen"]:
            say(f"  {row['weergave']:>5}  {row['naam']}")
    title("Adressen")
    api = towns["1904"].deployment.api
    _show_where_to_follow(towns["1904"], api)
    for town in towns.values():
        say(f"  {api}/v1/gemeenten/{town.municipality}/rapportages/{year}/{quarter}?formaat=html")
    for town in towns.values():
        say(f"  {api}/loket/{municipalities()[town.municipality].slug}")
    say(f"  {api}/v1/gemeenten/1904/klachten  (POST)")
    say(f"  {towns['1904'].deployment.engine.endpoint}/_ministack/ses/messages")


def _show_where_to_follow(town: Town, api: str) -> None:
    """Who sends her form again gets the same receipt, with the code that she had."""
    form = next(each for each in samples() if each.id == FOLLOWED).form()
    receipt = town.post_form(form, f"voorbeeld-{FOLLOWED}").json
    say(f"  {api}/loket/stichtse-vecht/volgen")
    say(f"    met zaaknummer {receipt['zaaknummer']} en volgcode {receipt['volgcode']}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as missing:
        sys.exit(str(missing))
