"""Mails as they arrive: one of ours, and one that brings it back."""

from services.notifications.mail import mime
from services.notifications.service import Mail
from services.notifications.wording import Text
from tests.builders import MONDAY

MESSAGE_ID = "20469000-ffd8-563d-80b8-034d4d43ea74"
TEXT = Text("Wij hebben uw bericht ontvangen", "Beste J. de Wit,\n", "<p>Beste</p>", "Gemeente")


def one_of_ours(reply_to: str, number: str, message_id: str = MESSAGE_ID) -> bytes:
    text = Text(f"{TEXT.subject} ({number})", TEXT.plain, TEXT.html, TEXT.sender_name)
    return mime(
        Mail(
            message_id=message_id,
            to="j.dewit@mail.example",
            sender="klachten@stichtsevecht.example",
            reply_to=reply_to,
            text=text,
            at=MONDAY,
            is_reply=True,
        )
    )


def a_bounce(
    original: bytes, status: str = "5.1.1", action: str = "failed", kind: str = "message/rfc822"
) -> bytes:
    """As RFC 3464 wants it."""
    parts = (
        b"text/plain\r\n\r\nHet adres bestaat niet.",
        b"message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        b"Final-Recipient: rfc822; j.dewit@mail.example\r\n"
        + f"Action: {action}\r\nStatus: {status}\r\n".encode(),
        f"{kind}\r\n\r\n".encode() + original,
    )
    return (
        b"From: Mail Delivery Subsystem <mailer-daemon@mail.example>\r\n"
        b"To: klachten@stichtsevecht.example\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=grens\r\n\r\n"
        + b"".join(b"--grens\r\nContent-Type: " + part + b"\r\n" for part in parts)
        + b"--grens--\r\n"
    )
