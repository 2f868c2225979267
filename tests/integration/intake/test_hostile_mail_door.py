"""Whatever somebody mails, nothing fails and nothing is lost."""

import io
import sysconfig
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.post.reading import CUT, LEFT_OUT, MAX_RAW, UNREADABLE
from shared.dossier import Dossier
from shared.events import ComplaintReceived
from tests.aws import news_in
from tests.fakes.mails import a_bounce, one_of_ours
from tests.integration.intake.conftest import Door

PYTHONS_OWN = Path(sysconfig.get_path("stdlib"), "test", "test_email", "data")
PLAIN = b"From: J. de Wit <j.dewit@mail.example>\r\nSubject: Hulp\r\nMessage-ID: <1@x>\r\n"
NUMBER = b"KL-2026-7Q2MK-X0R4T"
TOKEN = b"klachten+7q2mkx0r4t.0123456789abcdef@stichtsevecht.example"

REAL = [
    PLAIN + b"\r\nDe hulp komt al weken niet.",
    a_bounce(one_of_ours(TOKEN.decode(), NUMBER.decode())),
    PLAIN + b"To: " + TOKEN + b"\r\nAuto-Submitted: auto-replied\r\n\r\nIk ben er niet.",
    PLAIN + b"X-SES-Spam-Verdict: FAIL\r\nContent-Type: text/html\r\n\r\n<p>Win<br>nu",
    PLAIN + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nOver " + NUMBER + b"\r\n"
    b"--x\r\nContent-Type: message/rfc822\r\n\r\n" + PLAIN + b"\r\nhallo\r\n--x--\r\n",
]  # fmt: skip
HEADERS = st.sampled_from(
    [
        b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"Return-Path", b"In-Reply-To",
        b"Auto-Submitted", b"Authentication-Results", b"X-SES-Virus-Verdict", b"X-Spam-Flag",
        b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"Delivered-To",
    ]
)  # fmt: skip
VALUES = st.binary(max_size=60) | st.sampled_from(
    [
        NUMBER, TOKEN, b"FAIL", b"mx; dmarc=fail", b"<>", b"multipart/report; boundary=x",
        b"=?utf-8?b?/w==?=", b"=?utf-8?q?=0D=0ABcc:_x=40y.example?=", b"a@b.example, c@d.example",
        b"message/delivery-status", b"\xff\xfe", b"(" * 500, b"x\r\n y\r\n z",
    ]
)  # fmt: skip
WRITTEN = st.lists(st.tuples(HEADERS, VALUES), max_size=8).map(
    lambda lines: b"".join(name + b": " + value + b"\r\n" for name, value in lines)
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A real mail in which something was cut out, put in or written twice."""
    raw = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
        raw = raw[:start] + draw(st.sampled_from([b"", raw[start:end] * 2]) | VALUES) + raw[end:]
    return raw


names = count()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300)
    | mutated()
    | st.tuples(WRITTEN, st.binary(max_size=100)).map(b"\r\n".join)
)
def test_any_bytes_become_one_thing_and_stay_one(door: Door, raw: bytes) -> None:
    key = f"post/1904/{next(names)}"
    before = list(kept(door))
    assert door.mail(raw, key) == []
    became = list(kept(door))
    assert door.mail(raw, key) == []

    assert len(became) - len(before) in (0, 1)  # it may be a mail that was there before
    assert list(kept(door)) == became


def kept(door: Door) -> Iterator[str]:
    for item in door.dossiers._client.scan(TableName=door.dossiers.name)["Items"]:
        yield item["pk"]["S"] + item["sk"]["S"]


def the_dossier(door: Door) -> Dossier:
    return door.dossier(ComplaintReceived.model_validate_json(news_in(door.table)[-1]))


@pytest.mark.parametrize("path", sorted(PYTHONS_OWN.glob("*.txt"))[::6], ids=lambda it: it.stem)
def test_the_mails_that_python_tests_itself_with_are_taken_in(door: Door, path: Path) -> None:
    """Some of those that came with this Python, if any did."""
    assert door.mail(path.read_bytes()) == []
    assert len(list(kept(door))) == 1


@pytest.mark.parametrize(
    "header",
    [
        b"From: J\r\n de\r\n Wit <j@mail.example>\r\n",
        b"From: =?utf-8?q?J=0D=0ABcc=3A_kwaad=40x.example?= <j@mail.example>\r\n",
        b'From: "J\\r\\nBcc: kwaad@x.example" <j@mail.example>\r\n',
        b"From: =?utf-8?b?SgpUbzogeEB5LmV4YW1wbGU=?= <j@mail.example>\r\n",
    ],
)
def test_no_name_or_subject_holds_the_end_of_a_line(door: Door, header: bytes) -> None:
    door.mail(header + header.replace(b"From", b"Subject") + b"\r\nDe hulp komt niet.")

    dossier = the_dossier(door)
    assert dossier.person.email == "j@mail.example"
    assert len((dossier.person.name or "").splitlines()) <= 1
    assert len(dossier.subject.splitlines()) == 1


def an_attachment(data: bytes, name: str, kind: str = "application/zip") -> bytes:
    return (
        PLAIN
        + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nZie bijlage.\r\n--x\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        + f'Content-Type: {kind}; name="{name}"\r\n\r\n'.encode()
        + b64encode(data)
        + b"\r\n--x--\r\n"
    )


def a_zip(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


BOMB = a_zip("nullen", bytes(30_000_000))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (BOMB, "bom.zip"),
        (a_zip("binnenste.zip", BOMB), "geneste.zip"),
        (a_zip("[Content_Types].xml", bytes(30_000_000)), "bom.docx"),
        (b"\x78\x9f\x3e\x22\x01\x00" * 20, "winmail.dat"),
        (b"MZ\x90\x00", "../../etc/http://169.254.169.254/factuur.pdf"),
    ],
)
def test_what_may_be_harmful_stays_in_the_mail_and_is_named(
    door: Door, data: bytes, name: str
) -> None:
    door.mail(an_attachment(data, name))

    dossier = the_dossier(door)
    assert dossier.text == "Zie bijlage."
    assert dossier.attachments == ()
    assert f"{LEFT_OUT} {name.rsplit('/', 1)[-1]}." in (dossier.note or "")


def test_forty_megabytes_are_read_as_far_as_we_look(door: Door) -> None:
    assert door.mail(PLAIN + b"\r\n" + b"De hulp komt niet.\r\n" * (MAX_RAW // 20 + 1)) == []

    dossier = the_dossier(door)
    assert dossier.text.startswith("De hulp komt niet.")
    assert CUT in (dossier.note or "")


def test_parts_in_parts_in_parts_are_for_a_person(door: Door) -> None:
    nest = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3_000)
    )
    assert door.mail(nest) == []

    assert the_dossier(door).note == UNREADABLE


def test_a_mail_that_says_nothing_is_kept(door: Door) -> None:
    assert door.mail(b"") == []

    assert the_dossier(door).raw == "post/1904/een"


def test_a_thousand_guesses_in_one_mail_open_nothing(door: Door) -> None:
    door.mail(REAL[0])
    guess = guess_for(the_dossier(door))
    guesses = ", ".join(guess.format(n) for n in range(100_000, 101_000))
    door.mail(PLAIN + f"Cc: {guesses}\r\n\r\nGeef op.".encode(), "post/1904/twee")

    assert not [each for each in kept(door) if "aanvulling" in each]


def guess_for(dossier: Dossier) -> str:
    code = dossier.number[-11:].replace("-", "").lower()
    return f"klachten+{code}.0000000000{{}}@stichtsevecht.example"
