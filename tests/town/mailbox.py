"""Which mails were sent? Each engine keeps them where it likes."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

from infra.local.engine import Engine


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str
    html: str


def mails(engine: Engine) -> list[Mail]:
    """Every mail that the engine's SES has taken over, oldest first."""
    if engine.name == "MiniStack":
        accounts = _read(f"{engine.endpoint}/_ministack/ses/messages")["messages"]
        return [_of_ministack(each) for messages in accounts.values() for each in messages]
    return [_of_localstack(each) for each in _read(f"{engine.endpoint}/_aws/ses")["messages"]]


def _of_ministack(message: dict[str, Any]) -> Mail:
    return Mail(
        ", ".join(message["To"]), message["Subject"], message["BodyText"], message["BodyHtml"] or ""
    )


def _of_localstack(message: dict[str, Any]) -> Mail:
    """LocalStack keeps the mail as it was sent."""
    from email import message_from_string
    from email.policy import default

    mail = message_from_string(message["RawData"], policy=default)
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    return Mail(
        str(mail["To"]),
        str(mail["Subject"]),
        text.get_content() if text else "",
        html.get_content() if html else "",
    )


def _read(address: str) -> Any:
    with urlopen(address, timeout=30) as answer:
        return json.load(answer)
