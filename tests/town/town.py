"""What can people do? Complain, act on a case, look into the mailbox, let time pass."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from infra.local.deploy import Deployment
from infra.local.engine import until
from infra.local.token import token
from services.routing.transition import Action
from shared.dutch_time import dutch_moment
from shared.glossary import ClockKind, Role
from shared.wire import utc_text
from tests.town.mailbox import Mail, mails

PATIENCE = 60.0  # seconds; usually it takes less than one


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


UNITS = (
    "klachtenloket",
    "klachtbehandelaar_beleid",
    "leidinggevende_wijkteam",
    "leidinggevende_werk_en_inkomen",
    "wijkteam",
)
"""Those of a handler, where a test does not say."""


class Town:
    """One municipality's people, outside a running deployment."""

    def __init__(self, deployment: Deployment, municipality: str = "1904") -> None:
        self.deployment = deployment
        self.municipality = municipality
        self._client = deployment.engine.client

    # Residents and channels

    def complain(self, text: str, key: str | None = None, **said: Any) -> str:
        """A resident fills in the form, and keeps the number on her receipt."""
        answer = self.post_form({"tekst": text, **said}, key)
        assert answer.status == 201, answer.text
        return str(answer.json["zaaknummer"])

    def post_form(self, form: object, key: str | None = None) -> Answer:
        return self.ask(
            "POST",
            f"/v1/gemeenten/{self.municipality}/klachten",
            form,
            {"Idempotency-Key": key or str(uuid4())},
        )

    def mail(self, raw: bytes, name: str | None = None, code: str | None = None) -> None:
        """The mail server puts a mail for this municipality in the bucket."""
        self._client("s3").put_object(
            Bucket=self.deployment.named("intake", "MailBucket"),
            Key=f"post/{code or self.municipality}/{name or uuid4()}",
            Body=raw,
        )

    def offer(self, message: object) -> None:
        """An integration posts to the channel inbox: an event, or whatever it thinks is one."""
        body = message if isinstance(message, str) else json.dumps(message)
        self._send("intake", "ChannelInbox", body)

    # Staff

    def as_(self, role: Role, municipality: str | None = None) -> dict[str, str]:
        """The headers of somebody of this municipality, or of another, who has logged in."""
        code = municipality or self.municipality
        return {"Authorization": f"Bearer {token(code, [role], units=UNITS)}"}

    def of(self, provider: str) -> dict[str, str]:
        """The headers of somebody who works for a provider."""
        bearer = token(self.municipality, [Role.PROVIDER], provider=provider)
        return {"Authorization": f"Bearer {bearer}"}

    def case(self, number: str) -> Any:
        """Case and timeline, as the coordinator sees them; nothing while there is no case."""
        answer = self.ask("GET", f"/v1/zaken/{number}", headers=self.as_(Role.COORDINATOR))
        return answer.json if answer.status == 200 else None

    def act(self, number: str, action: str, by: dict[str, str] | None = None, **facts: Any) -> Any:
        """A handler, or somebody else, does something with a case, and sees it as it is then."""
        path = f"/v1/zaken/{number}/{Action(action).path}"
        answer = self.ask("POST", path, facts, by or self.as_(Role.HANDLER))
        assert answer.status == 200, answer.text
        return answer.json

    def terms(self, number: str) -> Any:
        """The clocks of a case and what moved them, as its handler sees them."""
        answer = self.ask("GET", f"/v1/zaken/{number}/termijnen", headers=self.as_(Role.HANDLER))
        return answer.json if answer.status == 200 else None

    def duties(self) -> Any:
        """What the municipality must do whatever complaints come in."""
        path = f"/v1/gemeenten/{self.municipality}/verplichtingen"
        answer = self.ask("GET", path, headers=self.as_(Role.REPORTER))
        return answer.json["verplichtingen"] if answer.status == 200 else None

    def report(self, year: int, quarter: int, form: str = "json", exact: bool = True) -> Answer:
        return self.ask(
            "GET",
            f"/v1/gemeenten/{self.municipality}/rapportages/{year}/{quarter}?formaat={form}",
            headers=self.as_(Role.REPORTER) if exact else {},
        )

    # What one sees from outside

    def mailbox(self, number: str | None = None) -> list[Mail]:
        """Every mail sent, oldest first, or those about one case."""
        return [
            mail for mail in mails(self.deployment.engine) if not number or number in mail.subject
        ]

    def waits_for(self, number: str, what: str, seen: Callable[[Any], Any] = bool) -> Any:
        """The case, once it is as *seen* wants it."""
        return until(
            lambda: (case := self.case(number)) and seen(case) and case, what, PATIENCE, every=0.1
        )

    def waits_for_mail(self, number: str, to: str, subject: str = "") -> Mail:
        """A mail about a case to an address, once it is there."""

        def arrived() -> Mail | None:
            for mail in self.mailbox(number):
                if to in mail.to and subject.lower() in mail.subject.lower():
                    return mail
            return None

        found: Mail = until(arrived, f"a mail to {to} about {number}", PATIENCE, every=0.1)
        return found

    def waits_for_clock(self, number: str, kind: ClockKind, met: bool = False) -> None:
        """Until deadlines runs this clock of a case, or counts it as *met*: only then may time
        pass, or its sweep still knows the case as it was.
        """

        def runs() -> bool:
            terms = (self.terms(number) or {"termijnen": []})["termijnen"]
            return any(each["soort"] == kind and each["voldaan"] == met for each in terms)

        until(runs, f"the clock {kind} of {number}, met: {met}", PATIENCE, every=0.1)

    def waits_for_its_receipt_to_count(self, number: str) -> None:
        """Until deadlines knows that the resident got one: else the desk is asked for it."""
        self.waits_for_clock(number, ClockKind.ACKNOWLEDGMENT, met=True)

    # Time and machinery

    def sweep(self, now: datetime) -> None:
        """Deadlines looks what is due, as it will do at *now*."""
        self.deployment.sweep("deadlines", utc_text(now))

    def sweep_on(self, day: date) -> None:
        """The same in the morning of *day*, when the office is open if it is open at all."""
        self.sweep(dutch_moment(day, time(10)))

    def repair(self, service: str, now: datetime) -> Any:
        return self.deployment.sweep(service, utc_text(now))

    def waiting(self, service: str, queue: str) -> int:
        """How many messages are on a queue, those in hand included."""
        asked = self._client("sqs").get_queue_attributes(
            QueueUrl=self.deployment.named(service, queue), AttributeNames=["All"]
        )["Attributes"]
        return sum(
            int(asked.get(name, 0))
            for name in (
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed",
            )
        )

    def poison(self, service: str, body: str = "not json") -> None:
        """Something that no consumer understands gets on the inbox of a service."""
        self._send(service, "Inbox", body)

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One HTTP request, answered whatever the status. Bytes are sent as they are."""
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = Request(self.deployment.api + path, data, method=method)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            request.add_header(name, value)
        try:
            with urlopen(request, timeout=60) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read().decode())
        except HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read().decode())

    def _send(self, service: str, queue: str, body: str) -> None:
        self._client("sqs").send_message(
            QueueUrl=self.deployment.named(service, queue), MessageBody=body
        )


def now() -> datetime:
    return datetime.now(UTC)
