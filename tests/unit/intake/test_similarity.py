"""When do two messages seem to tell the same story, and what do we say of it?"""

import json
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local import ROOT
from services.intake.similarity import (
    AT_MOST,
    LIKE_ENOUGH,
    WITHIN,
    fingerprints,
    likeness,
    overlap,
    proposals,
    traits_of,
)
from shared.dossier import Dossier, Person
from shared.glossary import Channel
from shared.privacy import personal_data_in
from tests.builders import MONDAY

TAXI = (
    "De taxi van Plassentaxi kwam vanmorgen weer niet. Ik heb een uur in de kou gewacht en mijn "
    "afspraak in het ziekenhuis gemist."
)
HELP = "De hulp in huis komt al weken niet. Ik belde drie keer, en niemand belde terug."
HER = Person(name="A. Voorbeeld", email="a@mail.example", phone="06-12345678")
SAMPLES = ROOT / "tests/samples"
TEXTS = st.text(max_size=300)
SAID = st.lists(
    st.sampled_from(["taxi", "hulp", "Te laat", "gebeld", "wéken", "koud", "keukentafel", "boos"]),
    min_size=1,
    max_size=30,
).map(" ".join)


def a_message(text: str = TAXI, number: str = "KL-2026-AAAAA-AAAAA", **facts: Any) -> Dossier:
    usual: dict[str, Any] = {
        "number": number,
        "municipality": "1904",
        "channel": Channel.WEB_FORM,
        "received_at": MONDAY,
        "registered_at": MONDAY,
        "text": text,
        "person": HER,
    }
    return Dossier(**(usual | facts))


def explained(**other: Any) -> str | None:
    """What is said of her message and another, if that is proposed."""
    found = proposals(a_message(), [a_message(number="KL-2026-BBBBB-BBBBB", **other)])
    return found[0].explanation if found else None


def test_the_same_story_is_proposed_with_the_reasons_in_one_sentence() -> None:
    mailed = {"person": Person(phone="+31 6 1234 5678"), "received_at": MONDAY - timedelta(days=2)}

    assert explained(**mailed) == (
        "Zelfde telefoonnummer, 2 dagen ertussen, de tekst komt voor 100 % overeen."
    )


@pytest.mark.parametrize(
    ("later", "says"),
    [
        (timedelta(), "op dezelfde dag"),
        (timedelta(hours=13), "1 dag ertussen"),  # 00:30 in Amsterdam
        (timedelta(days=14), "14 dagen ertussen"),
    ],
)
def test_days_are_days_in_amsterdam(later: timedelta, says: str) -> None:
    assert says in (explained(received_at=MONDAY + later) or "")


def test_each_way_in_which_she_is_the_same_is_named() -> None:
    assert (explained() or "").startswith("Zelfde e-mailadres en telefoonnummer,")


@pytest.mark.parametrize(
    "other",
    [
        {"text": HELP},
        {"text": ""},
        {"person": Person(name="A. Voorbeeld", email="b@mail.example")},
        {"person": Person()},
        {"received_at": MONDAY + WITHIN + timedelta(seconds=1)},
        {"received_at": MONDAY - WITHIN - timedelta(seconds=1)},
    ],
)
def test_another_story_another_person_or_another_month_is_not_proposed(
    other: dict[str, Any],
) -> None:
    assert explained(**other) is None


def test_a_message_is_not_like_itself() -> None:
    assert proposals(a_message(), [a_message()]) == ()


def test_the_likest_comes_first_and_nobody_reads_a_long_list() -> None:
    others = [a_message(f"{TAXI} {HELP}"[: 100 + 10 * n], number=f"KL-2026-B{n}") for n in range(9)]

    found = proposals(a_message(), others)

    assert len(found) == AT_MOST
    scores = [overlap(TAXI, each.text) for each in others]
    best = [each.number for each in others if overlap(TAXI, each.text) == max(scores)]
    assert found[0].number in best


@pytest.mark.parametrize(
    "again",
    [
        "Goedemorgen, vanochtend stond ik weer een uur in de kou te wachten op de taxi. "
        "Plassentaxi kwam niet. Mijn afspraak bij het ziekenhuis heb ik gemist. Wat nu?",
        "Mevrouw belt: taxi niet gekomen, uur gewacht, afspraak ziekenhuis gemist.",
        f"Zie mijn formulier van gisteren!\n\n{TAXI}\n\nGraag antwoord.",
        f"{TAXI} {HELP}",
    ],
)
def test_a_story_that_is_told_again_in_other_words_is_recognised(again: str) -> None:
    assert overlap(TAXI, again) >= LIKE_ENOUGH


def test_no_two_stories_of_the_samples_are_taken_for_one() -> None:
    texts = [
        each["body"]
        for name in ("complaints.json", "more_complaints.json")
        for each in json.loads((SAMPLES / name).read_text(encoding="utf-8"))["complaints"]
    ]

    assert len(texts) > 100
    assert max(overlap(*pair) for pair in combinations(texts, 2)) < LIKE_ENOUGH


@given(one=TEXTS | SAID, other=TEXTS | SAID)
def test_likeness_has_no_direction_and_bounds(one: str, other: str) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other) <= 1


@given(text=SAID)
def test_the_same_text_is_wholly_the_same_however_it_is_laid_out(text: str) -> None:
    assert overlap(text, text) == 1
    assert overlap(text, f"  {text.upper()}\r\n") == 1
    assert overlap(text, text.replace(" ", "\n\t")) == 1


@given(text=SAID, quoted=SAID)
def test_what_a_reply_quotes_does_not_count(text: str, quoted: str) -> None:
    assert overlap(text, f"{text}\n> {quoted}\n > {quoted}") == 1


@given(subject=SAID, text=SAID, wish=SAID)
def test_it_does_not_matter_in_which_field_she_says_it(subject: str, text: str, wish: str) -> None:
    form = a_message(text, subject=subject, wish=wish)
    other = a_message(text, number="KL-2026-BBBBB-BBBBB", about=subject, wish=wish)

    like = likeness(form, other)

    assert like is not None
    assert like.overlap == 1


@given(text=st.text(), name=st.text(), email=st.text(), phone=st.text(), address=st.text())
def test_whatever_somebody_types_it_never_fails_and_tells_nothing_about_her(
    text: str, name: str, email: str, phone: str, address: str
) -> None:
    person = Person.model_construct(name=name, email=email, phone=phone, address=address)
    one = a_message().model_copy(update={"text": text, "person": person})
    other = one.model_copy(update={"number": "KL-2026-BBBBB-BBBBB"})

    for each in proposals(one, [other]):
        assert personal_data_in(each.explanation) == frozenset()
        assert each.explanation.startswith("Zelfde ")


@pytest.mark.parametrize(
    "phone",
    ["0612345678", "06-12 34 56 78", "+31 6 12345678", "+31 (0)6-12345678", "0031612345678"],
)
def test_a_telephone_number_is_the_same_however_it_is_typed(phone: str) -> None:
    assert traits_of(Person(phone=phone)) == {"telefoonnummer": "0612345678"}


def test_a_name_alone_or_an_address_alone_is_not_who_she_is() -> None:
    assert traits_of(Person(name="A. Voorbeeld")) == {}
    assert traits_of(Person(address="Dorpsweg 1")) == {}
    assert traits_of(Person(name="Anna Voorbeeld", address="Dorpsweg 1,  3621 AB Breukelen")) == (
        traits_of(Person(name="mw. A. voorbeeld", address="dorpsweg 1 3621ab Breukelen"))
    )


def test_the_index_knows_her_in_one_municipality_and_says_nobody_who_she_is() -> None:
    here, elsewhere = fingerprints("1904", HER), fingerprints("1696", HER)

    assert len(here) == 2
    assert not set(here) & set(elsewhere)
    assert all(len(each) == 6 for each in here)
