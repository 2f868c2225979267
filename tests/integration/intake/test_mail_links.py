"""To which case does a mail belong? Never by a number alone, and never by a guess."""

import json
from datetime import timedelta
from typing import Any

import pytest

from services.intake.domain import code_in
from services.intake.post import linking
from services.intake.post.door import QUOTED
from shared.dossier import Addition, Dossier
from shared.events import BounceReceived, ComplaintReceived, MoreReceived
from shared.glossary import Channel, Side, Telling
from tests.aws import news_in
from tests.builders import MONDAY
from tests.fakes.files import A_PDF
from tests.fakes.mails import MESSAGE_ID, a_bounce, one_of_ours
from tests.integration.intake.conftest import Door, logged

HERS = "J. de Wit <j.dewit@mail.example>"
ANOTHER = "Zus <zus@mail.example>"
LATER = MONDAY + timedelta(days=1)


def a_mail(text: str = "Er kwam weer niemand.", sender: str = HERS, **headers: str) -> bytes:
    given = {"From": sender, "Subject": "Hulp", "Message-ID": "<2@mail.example>"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join([*lines, "", text]).encode()


@pytest.fixture
def case(door: Door) -> Dossier:
    """What she mailed on Monday."""
    door.mail(a_mail("De hulp komt al weken niet.", Message_ID="<1@mail.example>"))
    return door.only_dossier()


def answer_to(case: Dossier, token: str | None = None) -> str:
    code = code_in(case.number).replace("-", "").lower()
    return f"klachten+{code}.{token or case.reply_token}@stichtsevecht.example"


def told(door: Door, kind: type = MoreReceived) -> list[Any]:
    events = [json.loads(text) for text in news_in(door.table)]
    wanted = kind.model_fields["type"].default  # type: ignore[attr-defined]
    return [kind.model_validate(each) for each in events if each["type"] == wanted]  # type: ignore[attr-defined]


def added(door: Door, case: Dossier) -> list[Addition]:
    items = door.dossiers.query(f"{case.municipality}#{case.number}", "aanvulling#")
    return [Addition.model_validate_json(item["aanvulling"]) for item in items]


def send(door: Door, raw: bytes, key: str = "post/1904/twee") -> None:
    assert door.mail(raw, key, LATER) == []


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered_To", "X_Original_To", "X_Forwarded_To"])
def test_an_answer_to_a_mail_of_ours_is_more_of_that_case(
    door: Door, case: Dossier, header: str
) -> None:
    send(door, a_mail(**{header: f"Klachten <{answer_to(case)}>"}))

    [more], [addition] = told(door), added(door, case)
    assert (more.subject, more.data.telling, more.data.side) == (
        case.number,
        Telling.MORE,
        Side.COMPLAINANT,
    )
    assert not more.data.by_another
    assert not more.data.automatic
    assert (addition.text, addition.channel) == ("Er kwam weer niemand.", Channel.EMAIL)
    assert (addition.raw, addition.note) == ("post/1904/twee", linking.BY_TOKEN)
    assert addition.received_at == LATER
    assert len(told(door, ComplaintReceived)) == 1


def test_however_mailers_change_its_letters_the_token_still_fits(door: Door, case: Dossier) -> None:
    send(door, a_mail(To=answer_to(case).upper()))

    assert len(added(door, case)) == 1


def test_with_the_token_but_from_another_it_is_added_and_said(door: Door, case: Dossier) -> None:
    send(door, a_mail(sender=ANOTHER, To=answer_to(case)))

    [more], [addition] = told(door), added(door, case)
    assert more.data.by_another
    assert linking.FROM_ANOTHER in (addition.note or "")
    assert addition.person.email == "zus@mail.example"


def test_with_the_token_but_a_forged_sender_it_is_added_and_said(door: Door, case: Dossier) -> None:
    send(door, a_mail(To=answer_to(case), Authentication_Results="mx.example; dmarc=fail"))

    [more], [addition] = told(door), added(door, case)
    assert more.data.by_another
    assert linking.UNSURE in (addition.note or "")


def test_a_guessed_token_opens_nothing(door: Door, case: Dossier) -> None:
    send(door, a_mail("Iets anders.", To=answer_to(case, "0" * 16)))

    assert added(door, case) == []
    new = next(each for each in told(door, ComplaintReceived) if each.subject != case.number)
    assert linking.NO_SUCH_TOKEN in (door.dossier(new).note or "")


def test_a_token_of_another_municipality_opens_nothing(door: Door, case: Dossier) -> None:
    send(door, a_mail(To=answer_to(case)), "post/1696/twee")

    assert added(door, case) == []
    assert {each.gemeentecode for each in told(door, ComplaintReceived)} == {"1904", "1696"}


def test_the_token_of_one_case_does_not_open_another(door: Door, case: Dossier) -> None:
    send(door, a_mail("Nog een klacht.", sender=ANOTHER, Message_ID="<3@mail.example>"))
    other = next(
        door.dossier(each) for each in told(door, ComplaintReceived) if each.subject != case.number
    )
    send(door, a_mail(sender=ANOTHER, To=answer_to(case, other.reply_token)), "post/1904/drie")

    assert added(door, case) == added(door, other) == []


@pytest.mark.parametrize("place", ["subject", "text"])
def test_a_number_and_her_own_address_are_enough(door: Door, case: Dossier, place: str) -> None:
    number = case.number.lower()
    raw = (
        a_mail(Subject=f"Re: klacht ({number})")
        if place == "subject"
        else a_mail(f"Over {number}: er kwam weer niemand.")
    )
    send(door, raw.replace(b"j.dewit@", b"J.deWit@"))

    [more], [addition] = told(door), added(door, case)
    assert not more.data.by_another
    assert addition.note == linking.BY_NUMBER


def test_somebody_elses_number_is_a_case_of_its_own_that_says_so(door: Door, case: Dossier) -> None:
    send(door, a_mail("Geef mij alles.", sender=ANOTHER, Subject=case.number))

    assert added(door, case) == []
    new = next(each for each in told(door, ComplaintReceived) if each.subject != case.number)
    note = door.dossier(new).note or ""
    assert linking.MENTIONED.format(number=case.number) in note
    assert case.number not in new.model_dump_json()


def test_a_forged_sender_is_not_her(door: Door, case: Dossier) -> None:
    send(
        door,
        a_mail(
            "Ik trek alles in.",
            Subject=case.number,
            Authentication_Results="mx.example; spf=fail; dkim=fail",
        ),
    )

    assert added(door, case) == []
    new = next(each for each in told(door, ComplaintReceived) if each.subject != case.number)
    assert linking.MENTIONED_UNSURE.format(number=case.number) in (door.dossier(new).note or "")


def test_a_number_in_what_somebody_quotes_does_not_count(door: Door, case: Dossier) -> None:
    send(door, a_mail(f"Een nieuwe klacht.\n\n> Uw zaak {case.number}"))

    assert added(door, case) == []


def test_a_case_that_we_do_not_know_is_a_new_one(door: Door) -> None:
    unknown = "KL-2026-AAAAA-AAAAA"
    send(door, a_mail(Subject=unknown, To="klachten+aaaaaaaaaa.0123456789abcdef@x.example"))

    note = door.only_dossier().note or ""
    assert linking.UNKNOWN.format(number=unknown) in note
    assert linking.NO_SUCH_TOKEN in note


def test_of_several_numbers_the_first_that_fits_counts(door: Door, case: Dossier) -> None:
    numbers = f"KL-2026-AAAAA-AAAAA, {case.number} en KL-2026-BBBBB-BBBBB"
    send(door, a_mail(f"Over {numbers}"))

    assert len(added(door, case)) == 1


def test_the_year_belongs_to_the_number(door: Door, case: Dossier) -> None:
    send(door, a_mail(Subject=case.number.replace("2026", "2025")))

    assert added(door, case) == []


def test_what_she_answers_is_left_out_but_kept(door: Door, case: Dossier) -> None:
    quoted = "Op ma 1 jun 2026 om 11:30 schreef X <x@y.example>:\r\n> Uw bericht"
    send(door, a_mail(f"Er kwam weer niemand.\r\n\r\n{quoted}", To=answer_to(case)))

    [addition] = added(door, case)
    assert addition.text == "Er kwam weer niemand."
    assert QUOTED in (addition.note or "")
    assert addition.raw == "post/1904/twee"


def test_of_a_forward_what_it_passes_on_is_kept(door: Door, case: Dossier) -> None:
    text = "Zie onder.\n\nVan: Zorg <z@zorg.example>\nDatum: 1 juni\n\nU krijgt niets meer."
    send(door, a_mail(text, Subject="Fwd: brief", To=answer_to(case)))

    assert added(door, case)[0].text == text


def test_a_new_complaint_keeps_the_mails_that_it_quotes(door: Door) -> None:
    text = "Kijk wat zij schrijven.\n\n> U krijgt niets meer."
    send(door, a_mail(text))

    assert door.only_dossier().text == text


def test_who_withdraws_by_mail_is_read_by_a_person(door: Door, case: Dossier) -> None:
    send(door, a_mail("Ik trek mijn klacht in.", To=answer_to(case)))

    [more] = told(door)
    assert more.data.telling is Telling.MORE


def test_files_come_along(door: Door, case: Dossier) -> None:
    raw = a_mail("x", To=answer_to(case), Content_Type="application/pdf")
    send(door, raw[: -len("x")] + A_PDF)

    assert [each.content_type for each in added(door, case)[0].attachments] == ["application/pdf"]


def test_the_same_answer_twice_is_one_addition(door: Door, case: Dossier) -> None:
    raw = a_mail(To=answer_to(case))
    send(door, raw)
    send(door, raw)
    send(door, b"Received: from elsewhere\r\n" + raw, "post/1904/drie")

    assert len(added(door, case)) == len(told(door)) == 1


def test_a_mail_that_came_before_its_case_stays_what_it_became(door: Door) -> None:
    """The queue may hand it over again when the case is there."""
    early = a_mail("Ik heb een klacht.", Message_ID="<1@mail.example>")
    send(door, early, "post/1904/een")
    case = door.only_dossier()
    again = early.replace(b"Subject: Hulp", b"Subject: Hulp\r\nTo: " + answer_to(case).encode())
    send(door, again, "post/1904/twee")

    assert added(door, case) == []
    assert len(told(door, ComplaintReceived)) == 1


def test_a_machine_that_answers_is_added_and_asks_nothing(door: Door, case: Dossier) -> None:
    send(door, a_mail("Ik ben er niet.", To=answer_to(case), Auto_Submitted="auto-replied"))

    [more] = told(door)
    assert more.data.automatic
    assert not added(door, case)[0].person.reachable_electronically


@pytest.mark.parametrize("by", ["token", "number"])
def test_a_bounce_is_kept_with_its_case_and_told(door: Door, case: Dossier, by: str) -> None:
    reply_to = answer_to(case) if by == "token" else "klachten@stichtsevecht.example"
    raw = a_bounce(one_of_ours(reply_to, case.number))
    send(door, raw)
    send(door, raw)

    [more], [bounce], [addition] = told(door), told(door, BounceReceived), added(door, case)
    assert more.data.automatic
    assert more.data.by_another
    assert linking.CAME_BACK in (addition.note or "")
    assert (bounce.subject, bounce.data.message_id) == (case.number, MESSAGE_ID)
    assert bounce.data.permanent


def test_a_mail_that_is_late_is_not_lost_yet(door: Door, case: Dossier) -> None:
    send(door, a_bounce(one_of_ours(answer_to(case), case.number), "4.2.2", "delayed"))

    [bounce] = told(door, BounceReceived)
    assert not bounce.data.permanent


def test_the_log_says_nothing_of_what_was_answered(
    door: Door, case: Dossier, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    send(door, a_mail(To=answer_to(case)))

    log = logged(caplog)
    assert "accepted" in log
    private = ("dewit", "Wit", "niemand", "Hulp", str(case.reply_token))
    assert not [word for word in private if word in log]


def test_an_address_that_only_looks_like_hers_is_another(door: Door) -> None:
    door.mail(a_mail(sender="Jo <jo@weiss.example>", Message_ID="<1@mail.example>"))
    case = door.only_dossier()

    send(door, a_mail(f"Zaak {case.number}.", "Jo <jo@wei\u00df.example>"))

    assert added(door, case) == []
    assert len(told(door, ComplaintReceived)) == 2


@pytest.mark.parametrize(("sender", "by_herself"), [(HERS, True), (ANOTHER, False)])
def test_the_dossier_knows_whether_she_wrote_it_herself(
    door: Door, case: Dossier, sender: str, by_herself: bool
) -> None:
    send(door, a_mail(sender=sender, To=answer_to(case)))

    [addition] = added(door, case)
    assert addition.by_herself is by_herself
