"""What we make of the answers of SES: a small server of our own gives them."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import boto3
import pytest
from botocore.exceptions import ClientError

from services.notifications.mail import ONCE, SesMailer
from services.notifications.service import Mail, RefusedError
from services.notifications.wording import Text
from tests.builders import MONDAY

RESIDENT = "j.dewit@mail.example"
A_MAIL = Mail(
    message_id="3a1f",
    to=RESIDENT,
    sender="klachten@stichtsevecht.example",
    reply_to="klachten+7q2mkx0r4t.abc@stichtsevecht.example",
    text=Text("Onderwerp", "Tekst\n", "<p>Tekst</p>\n", "Gemeente Stichtse Vecht"),
    at=MONDAY,
    is_reply=False,
)


@dataclass
class Ses:
    """An SES that always gives the same answer, and counts the questions."""

    status: int = 200
    asked: int = 0
    url: str = ""

    @property
    def mailer(self) -> SesMailer:
        return SesMailer(boto3.client("ses", endpoint_url=self.url, config=ONCE))


@pytest.fixture
def ses() -> Iterator[Ses]:
    ses = Ses()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            ses.asked += 1
            body = (
                "<SendRawEmailResponse><SendRawEmailResult><MessageId>ses-1</MessageId>"
                "</SendRawEmailResult></SendRawEmailResponse>"
                if ses.status == 200
                else "<ErrorResponse><Error><Code>MessageRejected</Code>"
                f"<Message>{RESIDENT} is no good</Message></Error></ErrorResponse>"
            ).encode()
            self.send_response(ses.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    ses.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield ses
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_mail_that_is_taken_has_an_id_there(ses: Ses) -> None:
    assert ses.mailer.send(A_MAIL) == "ses-1"


@pytest.mark.parametrize("status", [400, 403, 503])
def test_a_clear_refusal_says_why_and_not_to_whom(ses: Ses, status: int) -> None:
    ses.status = status
    with pytest.raises(RefusedError) as refusal:
        ses.mailer.send(A_MAIL)

    assert str(refusal.value) == "MessageRejected"
    assert refusal.value.__suppress_context__


def test_after_a_breakdown_nobody_knows_whether_it_went(ses: Ses) -> None:
    ses.status = 500
    with pytest.raises(ClientError):
        ses.mailer.send(A_MAIL)


@pytest.mark.parametrize("status", [500, 503])
def test_nothing_is_sent_again_behind_our_back(ses: Ses, status: int) -> None:
    ses.status = status
    with pytest.raises((ClientError, RefusedError)):
        ses.mailer.send(A_MAIL)

    assert ses.asked == 1


def test_where_nobody_listens_nothing_was_sent() -> None:
    with pytest.raises(RefusedError, match="EndpointConnectionError"):
        Ses(url="http://127.0.0.1:9").mailer.send(A_MAIL)
