"""How does a message travel? As MIME, through Amazon SES, once."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from services.notifications.service import Mail, RefusedError

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

ONCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 1})
"""boto3 sends again by itself when an answer stays away. A mail must not be sent again."""


class SesMailer:
    def __init__(self, client: "SESClient") -> None:
        """*client* must be made with `ONCE`."""
        self._client = client

    def send(self, mail: Mail) -> str:
        try:
            answer = self._client.send_raw_email(
                Source=mail.sender, Destinations=[mail.to], RawMessage={"Data": mime(mail)}
            )
        except ClientError as error:
            if not _certainly_not_taken(error):
                raise
            # `from None`: the text of SES may hold the address.
            raise RefusedError(error.response["Error"]["Code"]) from None
        except (EndpointConnectionError, ConnectTimeoutError) as error:
            raise RefusedError(type(error).__name__) from None
        return answer["MessageId"]


def _certainly_not_taken(error: ClientError) -> bool:
    """A 500 may come after the mail was taken; a refusal of the request or a 503 does not."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return 400 <= status < 500 or status == HTTPStatus.SERVICE_UNAVAILABLE


def mime(mail: Mail) -> bytes:
    """*mail* as text and as HTML, with headers that keep other machines from answering it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(mail.text.sender_name, addr_spec=mail.sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Reply-To"] = Address(mail.text.sender_name, addr_spec=mail.reply_to)
    message["Subject"] = mail.text.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.message_id}@{mail.sender.partition('@')[2]}>"
    message["X-Klachtenloket-Bericht"] = mail.message_id  # SES changes the Message-ID, not this
    message["Auto-Submitted"] = "auto-replied" if mail.is_reply else "auto-generated"  # RFC 3834
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text.plain, cte="quoted-printable")
    message.add_alternative(mail.text.html, subtype="html", cte="quoted-printable")
    return message.as_bytes()
