"""All five services in this process, on moto: their real consumers, with the bus in our hands.

The bus here delivers as badly as a bus may: twice, late and out of order, as *choose* wants it.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any, get_args

import boto3

from services.deadlines import handler as deadlines
from services.intake import api as intake_api
from services.intake import handler as intake
from services.notifications import handler as notifications
from services.reporting import handler as reporting
from services.routing import handler as routing
from shared.bus import news_item
from shared.events import Event, type_of
from shared.municipality import municipalities
from shared.table import Item, Table
from tests.aws import Context, a_table, http_request, news_in, sqs_batch

SERVICES: dict[str, ModuleType] = {
    "intake": intake,
    "routing": routing,
    "deadlines": deadlines,
    "notifications": notifications,
    "reporting": reporting,
}
SECRETS = ("volgcode", "antwoordcode")  # made up anew for each case
Parcel = tuple[str, str]  # a service, and an event on its queue


class Flow:
    def __init__(self) -> None:
        """Needs moto around it."""
        self.tables = {name: a_table(name) for name in (*SERVICES, "dossiers")}
        self._told: set[str] = set()
        location = {"LocationConstraint": "eu-central-1"}
        boto3.client("s3").create_bucket(Bucket="files", CreateBucketConfiguration=location)  # type: ignore[arg-type]
        ses = boto3.client("ses")
        for town in municipalities().values():
            ses.verify_domain_identity(Domain=town.sender.partition("@")[2])
        os.environ.update(DOSSIERS_TABLE="dossiers", FILES_BUCKET="files", MAIL_BUCKET="mail")
        for service in SERVICES.values():
            for made_once in vars(service).values():
                if hasattr(made_once, "cache_clear") and made_once is not municipalities:
                    made_once.cache_clear()

    def complain(self, text: str, key: str, **said: Any) -> str:
        """A resident fills in the form, and gets a number."""
        os.environ["TABLE"] = "intake"
        answer = intake_api.on_request(
            http_request(
                "POST",
                "/v1/gemeenten/1904/klachten",
                json.dumps({"tekst": text, **said}),
                {"idempotency-key": key},
            ),
            Context(),
        )
        assert answer["statusCode"] == 201, answer["body"]
        return str(json.loads(answer["body"])["zaaknummer"])

    def deliver(self, parcel: Parcel) -> None:
        """A queue calls its service, which must not fail."""
        service, event = parcel
        os.environ["TABLE"] = service
        answer = SERVICES[service].on_events(sqs_batch(event), Context())
        assert answer == {"batchItemFailures": []}, (service, event)

    def sweep(self, service: str, time: str) -> None:
        os.environ["TABLE"] = service
        SERVICES[service].on_schedule({"time": time}, Context())

    def parcels(self) -> Iterator[Parcel]:
        """News that no relay has carried yet, for each service that listens to it."""
        for table in self.tables.values():
            for event in news_in(table):
                read = json.loads(event)
                if read["id"] not in self._told:
                    self._told.add(read["id"])
                    yield from ((name, event) for name in SERVICES if read["type"] in hears(name))

    def settle(self, choose: Callable[[Sequence[Parcel]], int], times: int = 1) -> None:
        """Deliver everything, each parcel *times*, in the order that *choose* makes up."""
        waiting = [parcel for parcel in self.parcels() for _ in range(times)]
        while waiting:
            self.deliver(waiting.pop(choose(waiting)))
            waiting += [parcel for parcel in self.parcels() for _ in range(times)]

    def mails(self) -> list[str]:
        """Who got which mail, sorted."""
        from moto.ses.models import ses_backends

        [account] = ses_backends
        sent = ses_backends[account]["eu-central-1"].sent_messages
        return sorted(f"{mail.destinations} {_subject(mail.raw_data)}" for mail in sent)

    def remembered(self) -> dict[str, Any]:
        """What all services know, without when and in how many steps they learned it."""
        return {
            f"{name} {item['pk']} {item['sk']}": _what_it_says(item)
            for name, table in self.tables.items()
            for item in _items(table)
            if not item["pk"].startswith("news#")
        }


def hears(service: str) -> set[str]:
    incoming = SERVICES[service].Incoming
    kinds: tuple[type[Event], ...] = get_args(incoming) or (incoming,)
    return {type_of(kind) for kind in kinds}


def tell(event: Event, table: Table) -> None:
    """Put *event* where a relay will find it."""
    table.transact(table.put(news_item(event)))


def _what_it_says(item: Item) -> Item:
    learned = ("reference", "expires_at", "version", "stand", "verteld", *SECRETS)
    said = {key: value for key, value in item.items() if key not in learned}
    if "dossier" in said:
        dossier = json.loads(said["dossier"])
        said["dossier"] = {name: value for name, value in dossier.items() if name not in SECRETS}
    if "file" in said:
        file = json.loads(said["file"])
        file["berichten"] = sorted((m["bericht"], m["stand"]) for m in file["berichten"])
        last = {f"{line['termijn']} {line.get('onderdeel')}": line for line in file["verloop"]}
        file["verloop"] = {name: line.get("wordt") for name, line in sorted(last.items())}
        said["file"] = {key: value for key, value in file.items() if key != "versie"}
    return said


def _items(table: Table) -> list[Item]:
    from boto3.dynamodb.types import TypeDeserializer

    read = TypeDeserializer().deserialize
    found = table._client.scan(TableName=table.name)["Items"]
    return [{name: read(value) for name, value in item.items()} for item in found]


def _subject(raw: str) -> str:
    from email import message_from_string
    from email.policy import default

    return str(message_from_string(raw, policy=default)["Subject"])
