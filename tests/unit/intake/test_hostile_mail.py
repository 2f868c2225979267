"""Nothing in a mail may make reading it fail."""

import sysconfig
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.intake.post import reading as mail
from services.intake.post.reading import parse, submission_of
from tests.builders import MONDAY

PYTHONS_OWN = Path(sysconfig.get_path("stdlib"), "test", "test_email", "data")


def parts_in_parts(depth: int, innermost: bytes = b"") -> bytes:
    each = b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n"
    return b"".join(each % (n, n) for n in range(depth)) + innermost


@pytest.mark.parametrize(
    "data",
    [
        parts_in_parts(3_000),  # deeper than Python can go
        parts_in_parts(300, b"x\n" * 20_000),
        b"\r" * (mail.MAX_EFFORT + 1),
        b"Content-Type: text/plain;" + b"\r a*0=x;" * mail.MAX_FIELD,
    ],
    ids=["deep", "long and deep", "lines", "parameters"],
)
def test_a_mail_that_was_made_to_break_us_is_for_a_person(data: bytes) -> None:
    mailed = parse(data)

    assert not mailed.readable
    assert mailed.notes == (mail.UNREADABLE,)
    assert mailed.key != parse(data + b" ").key


def test_the_strange_mails_that_python_tests_itself_with_can_be_read() -> None:
    """Where this Python came with its own tests."""
    for path in PYTHONS_OWN.glob("*.txt"):
        mailed = parse(path.read_bytes())

        assert mailed.notes != (mail.UNREADABLE,), path.name
        assert mailed.readable or mailed.notes, path.name


PARTS = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b'Content-Type: multipart/alternative; boundary="\r\n',
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/html; charset=utf-16\r\n",
        b"Content-Type: text/plain; charset*=utf-8''%ff; name*0*=x''%\r\n",
        b"Content-Disposition: attachment; filename*=unknown''%e9\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"Subject: =?utf-8?b?/w==?= =?x?q??=\r\n",
        b'From: \xff <"@>\r\n',
        b"\r\n",
        b"--x\r\n",
        b"--x--\r\n",
        b"begin 644 x\r\n",
    ]
)


@given(st.lists(PARTS | st.binary(max_size=30), max_size=30).map(b"".join))
@example(b"")
@example(b"\x00" * 100)
@example(b"\xff\xfe")
def test_no_bytes_make_reading_fail_or_lose_anything(data: bytes) -> None:
    submission = submission_of(parse(data), "post/1904/x", "1904", MONDAY)

    assert submission.raw == "post/1904/x"
    assert submission.readable == bool(submission.text)
    assert submission.readable or submission.note
    submission.text.encode()
    submission.subject.encode()
