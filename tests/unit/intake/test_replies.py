"""Where does a reply end? In doubt nothing is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.post.replies import is_forward, split, unquoted

OWN = "Er is nog niemand geweest.\n\nGroet, J. de Wit"


@pytest.mark.parametrize(
    "below",
    [
        "Op ma 1 jun 2026 om 11:30 schreef Klachten <klachten@stichtsevecht.example>:\n\n> Beste",
        "Op ma 1 jun 2026 om 11:30 schreef Gemeente Stichtse Vecht <\n"
        "klachten@stichtsevecht.example>:\nBeste J. de Wit,",
        "Op 1 jun 2026 om 11:30 heeft Klachten <klachten@stichtsevecht.example> het volgende "
        "geschreven:\n\nBeste J. de Wit,",
        "Op 1-6-2026 om 11:30 schreef Klachten:\n> Beste J. de Wit,\n> wij kregen uw bericht.",
        "On Mon, 1 Jun 2026 at 11:30, Klachten <klachten@stichtsevecht.example> wrote:\n> Beste",
        "Van: Klachten <klachten@stichtsevecht.example>\nVerzonden: maandag 1 juni 2026 11:30\n"
        "Aan: J. de Wit\nOnderwerp: Wij hebben uw bericht ontvangen\n\nBeste J. de Wit,",
        "________________________________\nVan: Klachten\nVerzonden: maandag 1 juni 2026 11:30",
        "*Van:* Klachten\n*Datum:* maandag 1 juni 2026\n\nBeste J. de Wit,",
        "From: Klachten\nSent: Monday, 1 June 2026 11:30\nTo: J. de Wit",
        "-----Oorspronkelijk bericht-----\nBeste J. de Wit,",
        "---- Original Message ----\nBeste",
        "> Beste J. de Wit,\n> wij kregen uw bericht.",
    ],
)
def test_a_reply_ends_where_the_mail_begins_that_it_answers(below: str) -> None:
    reply = split("Re: Wij hebben uw bericht ontvangen", f"{OWN}\n\n{below}")

    assert reply.own == OWN
    assert reply.quoted
    assert "Beste" not in reply.own


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Er is nog niemand geweest.",
        "Op 3 maart 2026 schreef ik u het volgende:\nde hulp kwam niet.",
        "Op 3 maart schreef mevrouw Jansen van het wijkteam:\nwij komen morgen.",
        "Van: het wijkteam kwam niemand.\nIk wacht nog.",
        "Op ma 1 jun 2026 om 11:30 schreef Klachten <k@gemeente.example>:\n> Wat wilt u?\n\nHulp.",
        "> Wat wilt u?\nHulp.\n> En wanneer?\nNu.",
        "> Alleen wat u schreef.",
        "Op ma 1 jun 2026 om 11:30 schreef Klachten <k@gemeente.example>:\nBeste",
    ],
)
def test_nothing_is_left_out_where_it_may_be_her_own(text: str) -> None:
    assert split("Re: x", text).own == text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "FW: brief",
            "Zie onder.\n\nVan: Zorg\nVerzonden: 1 juni 2026\n\nU krijgt niets meer.",
        ),
        ("Fwd: brief", "Zie onder.\n\n> U krijgt niets meer."),
        ("Doorst: brief", "Zie onder.\n\n> U krijgt niets meer."),
        ("Re: Fw: brief", "Zie onder.\n\n> U krijgt niets meer."),
        ("brief", "Zie onder.\n---------- Forwarded message ---------\nVan: Zorg\nDatum: 1 juni"),
        ("brief", "Zie onder.\n\nBegin doorgestuurd bericht:\n\nVan: Zorg\nDatum: 1 juni 2026"),
        (
            "brief",
            "Zie onder.\n\nDoorgestuurd bericht\nVan: Zorg\nDatum: 1 juni\nOnderwerp: x",
        ),
    ],
)
def test_of_a_forward_all_is_kept(subject: str, text: str) -> None:
    assert is_forward(subject, text)
    assert split(subject, text).own == text


def test_a_line_that_is_marked_as_quoted_is_not_hers() -> None:
    assert unquoted("ja\n> nee\n >> nee\nja").split("\n") == ["ja", "ja"]


LINES = st.sampled_from(
    ["Op ma 1 jun om 11:30 schreef X <x@y.example>:", "> x", "Van: x", "Datum: y", "", "tekst", "_"]
)


@given(st.lists(LINES | st.text(max_size=20), max_size=30).map("\n".join), st.text(max_size=20))
def test_what_is_hers_and_what_she_answers_are_all_that_there_was(text: str, subject: str) -> None:
    reply = split(subject, text)

    assert text.startswith(reply.own)
    assert letters(reply.own + reply.quoted) == letters(text)


def letters(text: str) -> str:
    """Without white space, and the line that Outlook draws."""
    return "".join(text.split()).replace("_", "")


def test_a_text_of_many_lines_is_read_once() -> None:
    text = "Op 1 jun\n" * 50_000 + "\n" * 50_000 + "Van: x\n" * 50_000

    assert split("x", text).own == text
