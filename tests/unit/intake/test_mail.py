from email.message import EmailMessage

import pytest

from services.intake.post import reading as mail
from services.intake.post.headers import MAX_HEADER
from services.intake.post.reading import parse, submission_of
from services.intake.text import fits
from shared.dossier import Person
from tests.builders import MONDAY
from tests.fakes.files import A_PDF, A_PNG


def a_mail(text: str = "De hulp komt al weken niet.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    usual = {
        "From": '"J. de Wit" <j.dewit@mail.example>',
        "Subject": "Hulp",
        "Message-ID": "<1@mail.example>",
        "Date": "Mon, 1 Jun 2026 11:30:00 +0200",
    }
    for name, value in (usual | given).items():
        message[name] = value
    message.set_content(text)
    return message


def raw(*lines: str | bytes) -> bytes:
    return b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines)


def person_of(message: EmailMessage) -> Person:
    return submission_of(parse(message.as_bytes()), "post/1904/x", "1904", MONDAY).person


def test_an_ordinary_mail_is_read() -> None:
    mailed = parse(a_mail().as_bytes())

    assert (mailed.name, mailed.address) == ("J. de Wit", "j.dewit@mail.example")
    assert (mailed.subject, mailed.text) == ("Hulp", "De hulp komt al weken niet.")
    assert mailed.readable
    assert mailed.notes == ()


def test_who_writes_by_mail_may_be_answered_by_mail() -> None:
    assert person_of(a_mail()).reachable_electronically


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"Precedence": "Bulk"},
        {"Return_Path": "<>"},
        {"Return_Path": "<MAILER-DAEMON@mail.example>"},
        {"From": "Mail Delivery <mailer-daemon@mail.example>"},
        {"List_Id": "<nieuws.mail.example>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_who_is_a_machine_is_not_answered_by_mail(headers: dict[str, str]) -> None:
    submission = submission_of(parse(a_mail(**headers).as_bytes()), "post/1904/x", "1904", MONDAY)

    assert not submission.person.reachable_electronically
    assert submission.note == mail.AUTOMATIC
    assert submission.readable


def test_a_person_who_says_that_it_is_not_automatic_is_answered() -> None:
    headers = {"Auto_Submitted": "no", "Return_Path": "<j.dewit@mail.example>"}

    assert person_of(a_mail(**headers)).reachable_electronically


def test_the_same_mail_by_another_way_is_the_same_request() -> None:
    one, other = a_mail(), a_mail(Received="from a.example by b.example")
    other.add_header("X-Spam-Score", "3")

    assert parse(one.as_bytes()).key == parse(other.as_bytes()).key


@pytest.mark.parametrize(
    "other",
    [
        a_mail("Iets anders"),
        a_mail(From="iemand@mail.example"),
        a_mail(Subject="Nog iets"),
        a_mail(Date="Tue, 2 Jun 2026 11:30:00 +0200"),
        a_mail(Message_ID="<2@mail.example>"),
    ],
)
def test_a_forged_message_id_does_not_swallow_another_mail(other: EmailMessage) -> None:
    assert parse(other.as_bytes()).key != parse(a_mail().as_bytes()).key


def test_mails_that_differ_in_a_file_are_different_also_if_we_do_not_take_it() -> None:
    keys = set()
    for data in (b"MZ one", b"MZ two"):
        message = a_mail()
        message.add_attachment(data, maintype="application", subtype="exe", filename="a.exe")
        keys.add(parse(message.as_bytes()).key)

    assert len(keys) == 2


def test_two_mails_that_say_nothing_are_still_two() -> None:
    assert parse(b"X: 1\r\n\r\n").key != parse(b"X: 2\r\n\r\n").key


def test_of_two_versions_the_plain_one_counts() -> None:
    message = a_mail("Gewoon")
    message.add_alternative("<p>Opgemaakt</p>", subtype="html")

    assert parse(message.as_bytes()).text == "Gewoon"


def test_html_is_read_where_there_is_nothing_plainer() -> None:
    message = a_mail(" ")
    message.add_alternative("<p>Opgemaakt</p><p>&euro;&nbsp;5</p>", subtype="html")

    assert parse(message.as_bytes()).text == "Opgemaakt\n\n€ 5"


def test_files_we_take_come_along_and_others_are_named() -> None:
    message = a_mail()
    message.add_attachment(A_PDF, maintype="application", subtype="pdf", filename="brief.pdf")
    message.add_attachment(b"MZ", maintype="application", subtype="pdf", filename="virus.pdf")

    mailed = parse(message.as_bytes())

    assert [(file.name, file.data) for file in mailed.files] == [("brief.pdf", A_PDF)]
    [note] = mailed.notes
    assert "virus.pdf" in note
    assert "brief.pdf" not in note


def test_too_many_or_too_large_files_stay_in_the_original() -> None:
    message = a_mail()
    for n in range(mail.MAX_FILES + 1):
        message.add_attachment(A_PNG, maintype="image", subtype="png", filename=f"{n}.png")
    big = a_mail()
    for name in ("groot.png", "ook.png"):
        data = A_PNG + bytes(mail.MAX_FILE_BYTES // 2)
        big.add_attachment(data, maintype="image", subtype="png", filename=name)

    assert len(parse(message.as_bytes()).files) == mail.MAX_FILES
    assert "25.png" in parse(message.as_bytes()).notes[0]
    assert [file.name for file in parse(big.as_bytes()).files] == ["groot.png"]
    assert "ook.png" in parse(big.as_bytes()).notes[0]


def test_a_mail_forwarded_as_an_attachment_is_read_with_its_files() -> None:
    inner = a_mail("Wat er eerst stond", Subject="Het origineel")
    inner.add_attachment(A_PDF, maintype="application", subtype="pdf", filename="brief.pdf")
    message = a_mail("Zie bijlage")
    message.add_attachment(inner)

    mailed = parse(message.as_bytes())

    assert mailed.text.index("Zie bijlage") < mailed.text.index("Wat er eerst stond")
    assert "Onderwerp: Het origineel" in mailed.text
    assert [file.name for file in mailed.files] == ["brief.pdf"]


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("utf-8", "Désirée".encode()),
        ("iso-8859-1", "Désirée".encode("latin-1")),
        ("us-ascii", "Désirée".encode()),
        ("utf-8", "Désirée".encode("cp1252")),
        ("bestaat-niet", "Désirée".encode()),
        ("bestaat-niet", "Désirée".encode("cp1252")),
        ("hex", "Désirée".encode()),
        ("idna", "Désirée".encode()),
        ("utf-8\x00", "Désirée".encode()),
    ],
)
def test_a_charset_is_believed_only_if_it_works(declared: str, body: bytes) -> None:
    text = parse(
        raw(f'Content-Type: text/plain; charset="{declared}"', "Content-Transfer-Encoding: 8bit")
        + b"\r\n\r\n"
        + body
    ).text

    assert text == "Désirée"


def test_eight_bits_that_nobody_declared_are_as_windows_writes_them() -> None:
    assert parse(b"Subject: x\n\n" + "€ 5, ’s avonds".encode("cp1252")).text == "€ 5, ’s avonds"  # noqa: RUF001


def test_a_charset_that_rewrites_the_text_is_not_believed() -> None:
    assert parse(b"Content-Type: text/plain; charset=unicode-escape\n\nC:\\temp").text == "C:\\temp"


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"=?utf-8?q?D=C3=A9sir=C3=A9e?=", "Désirée"),
        (b"=?utf-8?b?RMOpc2lyw6ll?=", "Désirée"),
        (b"=?bestaat-niet?q?Jan?=", "=?bestaat-niet?q?Jan?="),
        ("Désirée".encode(), "Désirée"),
        ("Désirée".encode("latin-1"), "Désirée"),
        (b"=?utf-8?q?Hulp=0D=0ABcc=3A_x=40y.example?=", "Hulp Bcc: x@y.example"),
        ("\U0001f6b2 fiets".encode(), "\U0001f6b2 fiets"),
    ],
)
def test_a_subject_is_one_line_whatever_was_put_in_it(header: bytes, subject: str) -> None:
    assert parse(raw(b"Subject: " + header, "", "tekst")).subject == subject


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("jan@mail.example", None, "jan@mail.example"),
        (
            "=?utf-8?q?Jan_=3Cx=40y=2Eexample=3E?= <jan@mail.example>",
            "Jan <x@y.example>",
            "jan@mail.example",
        ),
        ("Jansen, Piet <piet@mail.example>", "Piet", "piet@mail.example"),
        ("Jan", None, None),
        ("<>", None, None),
        ("(" * MAX_HEADER, None, None),
        ("jan@mail.example, piet@mail.example", None, "jan@mail.example"),
    ],
)
def test_the_sender_is_who_the_mail_says_or_nobody(
    header: str, name: str | None, address: str | None
) -> None:
    mailed = parse(raw(f"From: {header}", "", "tekst"))

    assert (mailed.name, mailed.address) == (name, address)


def test_a_mail_from_nobody_is_anonymous() -> None:
    mailed = parse(raw("Subject: x", "", "tekst"))

    assert submission_of(mailed, "post/1904/x", "1904", MONDAY).anonymous


def test_a_very_long_mail_is_cut_and_says_so() -> None:
    mailed = parse(a_mail("Al weken geen hulp.\n" * 10_000).as_bytes())

    assert fits(mailed.text)
    assert mailed.notes == (mail.CUT,)


def test_what_stands_after_a_million_characters_is_not_looked_at_but_counts() -> None:
    one, other = (
        parse(b"Subject: x\n\nkort" + b" " * mail.MAX_TEXT + end) for end in (b"slot", b"eind")
    )

    assert one.text == other.text == "kort"
    assert one.notes == (mail.CUT,)
    assert one.key != other.key


def test_a_mail_with_only_a_scan_is_for_a_person() -> None:
    mailed = parse(raw("Content-Type: image/png", "Content-Transfer-Encoding: 8bit", "", A_PNG))

    assert [file.data for file in mailed.files] == [A_PNG]
    assert not mailed.readable
    assert mailed.notes == (mail.NO_TEXT,)
