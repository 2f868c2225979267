from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.mail import mime
from services.notifications.service import ONE_MAILBOX, Mail
from services.notifications.wording import Text
from tests.builders import MONDAY

TEXT = Text(
    subject="Wij hebben uw bericht ontvangen (KL-2026-AAAAA-AAAAA)",
    plain="Beste Zoë,\n\nWij kregen uw bericht.\n",
    html="<!DOCTYPE html>\n<p>Beste Zoë,</p>\n",
    sender_name="Gemeente Stichtse Vecht",
)


def parsed(*, is_reply: bool = False, to: str = "j.dewit@mail.example") -> EmailMessage:
    mail = Mail(
        message_id="3a1f",
        to=to,
        sender="klachten@stichtsevecht.example",
        reply_to="klachten+7q2mkx0r4t.abc@stichtsevecht.example",
        text=TEXT,
        at=MONDAY,
        is_reply=is_reply,
    )
    return message_from_bytes(mime(mail), policy=default)


def test_a_mail_says_from_whom_it_is_to_whom_and_where_an_answer_goes() -> None:
    mail = parsed()
    assert mail["From"] == "Gemeente Stichtse Vecht <klachten@stichtsevecht.example>"
    assert mail["To"] == "j.dewit@mail.example"
    assert "<klachten+7q2mkx0r4t.abc@stichtsevecht.example>" in mail["Reply-To"]
    assert mail["Subject"] == TEXT.subject
    assert mail["Date"].datetime == MONDAY


def test_a_mail_has_an_id_that_stays_the_same() -> None:
    assert parsed()["Message-ID"] == "<3a1f@stichtsevecht.example>"


def test_ses_changes_that_id_but_not_this_one() -> None:
    assert parsed()["X-Klachtenloket-Bericht"] == "3a1f"


def test_a_mail_is_text_and_html() -> None:
    mail = parsed()
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    assert plain.get_content().splitlines() == TEXT.plain.splitlines()
    assert html.get_content().splitlines() == TEXT.html.splitlines()


@pytest.mark.parametrize(("is_reply", "value"), [(True, "auto-replied"), (False, "auto-generated")])
def test_a_mail_asks_other_machines_not_to_answer(is_reply: bool, value: str) -> None:
    mail = parsed(is_reply=is_reply)
    assert mail["Auto-Submitted"] == value
    assert mail["X-Auto-Response-Suppress"] == "All"


@settings(max_examples=30)  # addresses are slow to invent
@given(st.from_regex(ONE_MAILBOX, fullmatch=True).filter(lambda text: len(text) < 254))
def test_every_address_that_we_mail_to_fits_in_a_header_alone(address: str) -> None:
    assert parsed(to=address)["To"].addresses == (Address(addr_spec=address),)


@given(st.text())
def test_no_address_with_a_space_a_comma_or_a_line_end_counts_as_one_mailbox(text: str) -> None:
    for separator in (" ", ",", "\n", "\r", ";", "<", '"'):
        assert not ONE_MAILBOX.fullmatch(f"j@mail.example{separator}{text}")
