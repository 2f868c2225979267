"""A municipality with all that an attacker may want, on moto, and the real functions around it."""

import json
import os
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import boto3
from jwt.algorithms import ECAlgorithm
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from services.intake import handler as intake
from services.intake.pages import login
from services.intake.pages.follow import tracking
from services.intake.programs.keys import Keys, new_key
from services.intake.programs.links import VALID, Link, Links
from services.reporting.api import reporting
from services.routing.service import Entry
from services.routing.store import DynamoCaseStore
from services.routing.transition import File
from shared import identity
from shared.dossier import Dossier, key_of
from shared.events import CaseRouted
from shared.glossary import Channel
from tests.aws import Context, http_request, sqs_batch
from tests.builders import MONDAY, a_case
from tests.flow import Flow
from tests.gateway import call
from tests.integration.intake.conftest import a_notice
from tests.integration.routing.conftest import NUMBER, Town
from tests.tokens import AUDIENCE, FOREIGN_KEY, SETTING
from tests.unit.routing.steps import LATER, PROVIDER

NOW = LATER + timedelta(hours=1)
HOME, ELSEWHERE = "stichtse-vecht", "wijdemeren"
INTEGRATION, KEY = new_key("1904", "formulieren", Channel, MONDAY - timedelta(days=1))
SPAM = b"X-SES-Spam-Verdict: FAIL\r\nFrom: x@mail.example\r\nSubject: Hulp\r\n\r\nKoop dit."
LOGS_IN = {
    "authorization_endpoint": "https://login.gemeente.example/authorize",
    "token_endpoint": "https://login.gemeente.example/token",
    "client_id": "klachtenloket-medewerkers",
}
NEIGHBOUR = "https://login.buren.example"
"""The identity provider of another municipality: we know it, but not for this one."""
THEIRS = {
    "issuer": NEIGHBOUR,
    "audience": AUDIENCE,
    "gemeenten": ["0362"],
    "jwks": {"keys": [{**ECAlgorithm.to_jwk(FOREIGN_KEY.public_key(), as_dict=True), "kid": "k1"}]},
}


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    headers: Mapping[str, list[str]]


class World:
    """Needs moto around it. A case at a provider in all services but routing; `has` puts it there
    as a test wants it.
    """

    def __init__(self) -> None:
        [ours] = json.loads(SETTING)
        os.environ["ISSUERS"] = json.dumps([{**ours, **LOGS_IN}, THEIRS])
        os.environ["SITE"] = "https://klachten.example"
        for made_once in (identity.issuers, reporting):
            made_once.cache_clear()
        self.flow = Flow()
        number = self.flow.complain("De hulp komt al weken niet.", "een-twee-drie")
        self.complaint = number
        self.case = a_case(number=NUMBER, handler=PROVIDER)
        for service in ("deadlines", "intake", "reporting"):
            for case in (self.case, a_case(number=number, handler=PROVIDER)):
                news = CaseRouted.about(case, MONDAY).model_dump_json(exclude_none=True)
                self.flow.deliver((service, news))
        self.flow.sweep("deadlines", "2026-06-01T10:00:00Z")
        os.environ["TABLE"] = "intake"
        Keys(intake.table()).add(INTEGRATION.model_copy(update={"per_minute": 1_000_000}))
        self._receives_spam()
        self.people = Town(self.flow.tables["routing"], self.flow.tables["dossiers"])
        self.people.has_a_dossier("De hulp komt al weken niet.")
        dossier = intake.intake().dossiers.read("1904", number, "toets")
        assert dossier
        assert dossier.tracking_code
        self.code = dossier.tracking_code
        tables = dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].tables
        self._tables, self._before = tables, deepcopy(dict(tables))

    def as_it_was(self) -> None:
        """Nobody finds what another test left behind."""
        self._tables.clear()
        self._tables.update(deepcopy(self._before))

    def has(self, *involved: str, **facts: Any) -> None:
        """The case is in routing as *facts* say."""
        file = File(a_case(**facts), frozenset(involved))
        entry = Entry(
            sequence=1,
            at=MONDAY,
            what="zaak-gerouteerd",
            by="systeem",
            phase=file.case.phase,
            handler=file.case.handler,
            reasons=(),
        )
        news = CaseRouted.about(file.case, MONDAY)
        DynamoCaseStore(self.flow.tables["routing"]).write(file, news, entry, LATER)

    def may_share(self) -> None:
        """The resident agrees that the provider reads her story."""
        dossiers, key = self.flow.tables["dossiers"], key_of("1904", NUMBER)
        item = dossiers.get(*key)
        assert item
        told = Dossier.model_validate_json(item["dossier"])
        agreed = told.model_copy(update={"may_be_shared": True}).model_dump_json()
        dossiers.transact(dossiers.put(item | {"dossier": agreed}))

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: str | None = None,
        query: dict[str, str] | None = None,
    ) -> Answer:
        at_ms = int(NOW.timestamp() * 1000)
        answer = call(http_request(method, path, body, dict(headers), query, at_ms))
        return Answer(answer["statusCode"], answer["body"], answer["multiValueHeaders"])

    @property
    def staff_session(self) -> str:
        somebody = login.Somebody(subject="m-1", municipality="1904")
        return login._sessions().begin("1904", somebody.model_dump_json(), NOW)

    @property
    def resident_session(self) -> str:
        visit = tracking().sign_in("1904", self.complaint, self.code, "192.0.2.1", NOW)
        assert visit
        return visit.token

    @property
    def link(self) -> str:
        until = (NOW + VALID).replace(microsecond=0)
        return Links(intake.table()).token(Link("1904", NUMBER, PROVIDER.key, until))

    def _receives_spam(self) -> None:
        s3 = boto3.client("s3")
        location: Any = {"LocationConstraint": "eu-central-1"}
        s3.create_bucket(Bucket="mail", CreateBucketConfiguration=location)
        s3.put_object(Bucket="mail", Key="post/1904/een", Body=SPAM)
        assert intake.on_mail(sqs_batch(a_notice("post/1904/een")), Context()) == {
            "batchItemFailures": []
        }
        [self.suspected] = [each.id for each in intake.mail_door().store.listed("1904", None)]
