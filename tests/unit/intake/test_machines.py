"""Did a machine send it, and what does it bring back?"""

from email import message_from_bytes
from email.message import Message
from email.policy import compat32

import pytest

from services.intake.post import machines
from services.intake.post.headers import Headers
from services.intake.post.machines import Author, Returned, author_of, returned_in
from tests.fakes.mails import MESSAGE_ID, a_bounce, one_of_ours

TOKEN = "klachten+7q2mkx0r4t.0123456789abcdef@stichtsevecht.example"
OURS = one_of_ours(TOKEN, "KL-2026-7Q2MK-X0R4T")


def author(headers: str) -> Author:
    message = read(f"{headers}\r\n\r\ntekst".encode())
    return author_of(Headers(message), message)


@pytest.mark.parametrize(
    "headers",
    [
        "From: jan@mail.example",
        "Auto-Submitted: no",
        "Return-Path: <jan@mail.example>",
        "Subject: Afwezige hulp",
        "Subject: Automatisch antwoordapparaat van de huisarts",
        "Precedence: first-class",
    ],
)
def test_a_person_wrote_it(headers: str) -> None:
    assert author(headers) is Author.PERSON


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        "Precedence: List",
        "List-Id: <buurt.mail.example>",
        "X-Auto-Response-Suppress: All",
        "Subject: Automatisch antwoord: Uw klacht",
        "Subject: Automatic reply: Uw klacht",
        "Subject: Out of Office: Uw klacht",
        "Subject: Afwezig",
        "Subject: Afwezigheidsbericht: Uw klacht",
    ],
)
def test_a_program_sent_it_in_which_a_person_may_have_written(headers: str) -> None:
    assert author(headers) is Author.PROGRAM


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "Auto-Submitted: AUTO-REPLIED; owner-email=x",
        "X-Autoreply: yes",
        "X-Autorespond: away",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "Return-Path: <MAILER-DAEMON@mail.example>",
        "From: Postmaster <postmaster@mail.example>",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
        f"X-Klachtenloket-Bericht: {MESSAGE_ID}",
    ],
)
def test_a_machine_answered_by_itself(headers: str) -> None:
    assert author(headers) is Author.REPLIER


def test_a_mail_of_our_own_is_known_when_it_comes_back_to_us() -> None:
    message = read(OURS)

    assert message[machines.OURS] == MESSAGE_ID
    assert author_of(Headers(message), message) is Author.REPLIER


def read(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=compat32)


def returned(message: Message, text: str = "") -> Returned:
    found = returned_in(message, Headers(message), text)
    assert found is not None
    return found


def test_a_bounce_says_which_mail_of_ours_it_brings_back() -> None:
    found = returned(read(a_bounce(OURS)))

    assert found.message_id == MESSAGE_ID
    assert TOKEN in found.said
    assert "KL-2026-7Q2MK-X0R4T" in found.said


def test_ses_put_an_id_of_its_own_in_its_place_and_we_still_know_it() -> None:
    sent = OURS.replace(
        f"<{MESSAGE_ID}@stichtsevecht.example>".encode(), b"<0107018f@eu-central-1.example>"
    )

    assert returned(read(a_bounce(sent))).message_id == MESSAGE_ID


@pytest.mark.parametrize(
    ("status", "action", "permanent"),
    [
        ("5.1.1", "failed", True),
        ("5.7.1", "", True),
        ("4.2.2", "delayed", False),
        ("4.4.7", "failed", False),
        ("2.0.0", "relayed", False),
        ("5.0.0", "delayed", False),
        ("x", "y", False),
    ],
)
def test_only_what_failed_for_good_is_permanent(status: str, action: str, permanent: bool) -> None:
    assert returned(read(a_bounce(OURS, status, action))).permanent is permanent


def test_only_the_headers_may_have_been_brought_back() -> None:
    headers = OURS.partition(b"\r\n\r\n")[0]
    report = a_bounce(headers, kind="text/rfc822-headers")

    assert returned(read(report)).message_id == MESSAGE_ID


def test_an_old_mail_server_brings_back_plain_text() -> None:
    message = read(b"From: MAILER-DAEMON@mail.example\r\n\r\nx")
    text = f"550 5.1.1 unknown\n\n--- Below this line\nMessage-ID: <{MESSAGE_ID}@x.example>\n"

    found = returned(message, text)

    assert (found.message_id, found.permanent) == (MESSAGE_ID, True)
    assert not returned(message, text.replace("5.1.1", "4.2.2")).permanent


def test_an_id_that_is_not_ours_is_not_passed_on() -> None:
    report = a_bounce(b"Message-ID: <0612345678@x.example>\r\n\r\nx")

    assert returned(read(report)).message_id is None


def test_who_is_away_brings_nothing_back() -> None:
    away = read(b"Auto-Submitted: auto-replied\r\nFrom: j@mail.example\r\n\r\nx")

    assert returned_in(away, Headers(away), "Ik ben er maandag weer.") is None
