"""What a form of Open Formulieren says, and that nothing of it is lost."""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.intake.programs import open_forms
from services.intake.programs.open_forms import Form, FromForm
from shared.glossary import Channel
from tests.builders import MONDAY

PDF = b"%PDF-1.7 een brief"


def read(values: Any, labels: Any = None, **metadata: Any) -> FromForm:
    said = {"values": values, "values_schema": {"properties": labels or {}}, "metadata": metadata}
    form = Form.model_validate(said)
    return open_forms.read(form, "1904", Channel.WEB_FORM, "formulieren", MONDAY)


def a_file(name: str, content: bytes = PDF) -> dict[str, str]:
    return {"file_name": name, "content": base64.b64encode(content).decode()}


def test_known_fields_find_their_place() -> None:
    data = read(
        {
            "onderwerp": "De taxi",
            "klacht": "De taxi kwam niet.",
            "wanneer": "vorige week",
            "gewensteOplossing": "Een taxi die komt.",
            "voorletters": "J.",
            "achternaam": "de Wit",
            "persoon": {"e-mailadres": "j.dewit@post.example"},
            "contact.telefoonnummer": "06-00000001",
            "magMailen": True,
            "adres": {"postcode": "3600 AA", "huisnummer": 12, "straatnaam": "Dorpsstraat"},
        }
    ).offered.data

    assert (data.subject, data.text) == ("De taxi", "De taxi kwam niet.")
    assert (data.happened, data.wish) == ("vorige week", "Een taxi die komt.")
    assert (data.person.name, data.person.email) == ("J. de Wit", "j.dewit@post.example")
    assert (data.person.phone, data.person.reachable_electronically) == ("06-00000001", True)
    assert data.person.address == "Dorpsstraat 12 3600 AA"


def test_what_we_do_not_know_stands_in_the_text_under_its_own_label() -> None:
    data = read(
        {
            "klacht": "De taxi kwam niet.",
            "kenteken": "XX-00-YY",
            "vervoer": {"taxi": True, "bus": False},
            "ritten": [{"dag": "maandag"}, {"dag": "dinsdag"}],
            "eerder": False,
            "leeg": None,
        },
        {
            "kenteken": {"title": "Kenteken van de taxi"},
            "vervoer": {"title": "Vervoer"},
            "ritten": {"title": "Rit", "items": {"properties": {"dag": {"title": "Dag"}}}},
        },
    ).offered.data

    assert data.text == (
        "De taxi kwam niet.\n\n"
        "Kenteken van de taxi: XX-00-YY\n"
        "Vervoer: taxi\n"
        "Rit 1 - Dag: maandag\n"
        "Rit 2 - Dag: dinsdag\n"
        "eerder: nee"
    )


def test_an_address_that_is_none_is_not_lost_and_not_used() -> None:
    data = read({"klacht": "Niemand belt terug.", "email": "bel mij maar"}).offered.data

    assert data.person.email is None
    assert data.text == "Niemand belt terug.\n\nemail: bel mij maar"


def test_a_second_answer_for_one_field_is_not_lost() -> None:
    data = read({"klacht": "Dit eerst.", "toelichting": "En dit ook."}).offered.data

    assert data.text == "Dit eerst.\n\ntoelichting: En dit ook."


def test_files_come_along_and_what_we_do_not_take_is_named() -> None:
    read_ = read(
        {
            "klacht": "Zie de brieven.",
            "brief": a_file("C:\\mijn map\\brief.pdf"),
            "meer": [a_file("foto.jpg", b"\xff\xd8\xff foto"), a_file("blad.xls", b"\xd0\xcf")],
        }
    )

    assert [file.name for file in read_.offered.data.files] == ["brief.pdf", "foto.jpg"]
    assert len(read_.notes) == 1
    assert "blad.xls" in read_.notes[0]


def test_eleven_files_are_too_many_and_the_form_is_still_taken() -> None:
    read_ = read({"klacht": "Veel brieven.", "b": [a_file(f"{n}.pdf") for n in range(11)]})

    assert len(read_.offered.data.files) == 10
    assert "10.pdf" in read_.notes[0]


def test_the_same_reference_is_the_same_complaint() -> None:
    one, again = (read({"klacht": "De taxi."}, public_reference="OF-1").offered for _ in "ab")
    other = read({"klacht": "De taxi."}, public_reference="OF-2").offered

    assert one.key == again.key != other.key


def test_it_was_received_when_the_form_was_sent() -> None:
    sent = read({"klacht": "De taxi."}, registration_timestamp="2026-05-30T12:00:00+02:00").offered
    wrong = read({"klacht": "De taxi."}, registration_timestamp="gisteren").offered

    assert sent.received_at(MONDAY) == datetime(2026, 5, 30, 10, tzinfo=UTC)
    assert wrong.received_at(MONDAY) == MONDAY


def test_a_text_that_is_too_long_is_cut_and_somebody_is_told() -> None:
    read_ = read({"klacht": "x" * 200_000})

    assert len(read_.offered.data.text) <= 100_000
    assert read_.notes == (open_forms.TEXT_CUT,)


@pytest.mark.parametrize("values", [{}, {"klacht": ""}, {"klacht": None}, {"lijst": [{}]}])
def test_a_form_without_an_answer_is_for_a_person(values: Any) -> None:
    with pytest.raises(ValidationError):
        read(values)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=15,
)
keys = words | st.sampled_from([*open_forms._STORY, *open_forms._PERSON, *open_forms._PARTS])


@given(st.dictionaries(keys, anything, max_size=6), anything, st.dictionaries(words, anything))
def test_no_form_is_too_wild(values: Any, labels: Any, metadata: Any) -> None:
    form = Form.model_validate({"values": values, "values_schema": labels, "metadata": metadata})
    with suppress(ValidationError):  # that is for a person
        open_forms.read(form, "1904", Channel.WEB_FORM, "formulieren", MONDAY)


@given(st.dictionaries(st.sampled_from("abcdef"), st.text("xyz", min_size=1), min_size=1))
def test_every_answer_is_somewhere(values: dict[str, str]) -> None:
    text = read(values).offered.data.text

    assert all(f"{key}: {said}" in text for key, said in values.items())


def test_a_label_without_end_does_not_stand_whole_before_each_of_a_thousand_answers() -> None:
    endless = "k" * 100_000
    rides = [{"dag": number} for number in range(1_000)]

    by_key = read({endless: rides}).offered.data.text
    by_title = read({"ritten": rides}, {"ritten": {"title": endless}}).offered.data.text

    for text in (by_key, by_title):
        assert text.startswith("kkk")
        assert len(text.split("\n")) > 300
