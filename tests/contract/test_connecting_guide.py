"""docs/koppelingen.md says how to connect. What it shows is run here, as it stands there."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from infra.local import ROOT
from services.intake.programs.from_provider import ProviderMessage
from services.intake.programs.keys import Integration, Keys, new_key
from services.intake.programs.open_forms import ADDRESS_PARTS, NAME_PARTS, PERSON, STORY
from shared.dossier import Dossier
from shared.glossary import Channel
from tests.builders import MONDAY
from tests.flow import Flow
from tests.website import website

GUIDE = (ROOT / "docs" / "koppelingen.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The one example in *language*."""
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    return str(found)


class Office:
    """Where a program sends to, and the key that it got."""

    def __init__(self, flow: Flow, address: str, integration: Integration, key: str) -> None:
        self.address = f"{address}/v1/kanalen/whatsapp/berichten"
        self.integration = integration
        self.key = key
        self._dossiers = flow.tables["dossiers"]

    def kept(self, number: str) -> Dossier:
        item = self._dossiers.get(f"1904#{number}", "dossier")
        assert item
        return Dossier.model_validate_json(item["dossier"])


@pytest.fixture
def office() -> Iterator[Office]:
    with mock_aws():
        flow = Flow()
        made, key = new_key("1904", "chatbot", [Channel.WHATSAPP], MONDAY - timedelta(days=1))
        Keys(flow.tables["intake"]).add(made)
        with website() as address:
            yield Office(flow, address, made, key)


def test_the_example_in_python_sends_a_complaint(office: Office) -> None:
    program: dict[str, Any] = {}
    exec(block("python"), program)
    program |= {"ADRES": office.address, "SLEUTEL": office.key}

    receipt, again = (
        program["stuur"]("De taxi kwam niet.", {"telefoon": "06-00000001"}, "wa-1")
        for _ in range(2)
    )

    assert receipt == again
    assert receipt.keys() == {"zaaknummer", "volgcode", "ontvangenOp", "toelichting"}
    assert office.kept(receipt["zaaknummer"]).person.phone == "06-00000001"


@pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "openssl"))),
    reason="NOT TESTED, the shell example of docs/koppelingen.md: it needs bash, curl and openssl.",
)
def test_the_example_in_a_shell_signs_a_complaint(office: Office, tmp_path: Path) -> None:
    script = block("sh")
    for name, value in (
        (r"ADRES=\S+", f"ADRES={office.address}"),
        (r"KOPPELING=\S+", f"KOPPELING={office.integration.key_name}"),
        (r"GEHEIM=\S+", f"GEHEIM={office.integration.secret}"),
        (r"T=\$\(date \+%s\)", f"T={int(MONDAY.timestamp())}"),
    ):
        script, times = re.subn(name, value, script)
        assert times == 1

    ran = subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert office.kept(json.loads(ran.stdout)["zaaknummer"]).text == "De taxi kwam niet."


def test_the_example_of_a_report_is_one() -> None:
    event = json.loads(block("json"))

    assert ProviderMessage.model_validate(event["data"]).measures


def test_the_fields_of_a_form_that_it_names_are_known() -> None:
    table = GUIDE.partition("| Wat | Sleutels |")[2].partition("\n\n")[0]
    named = {each.casefold() for each in re.findall(r"`(\w+)`", table)}
    known = {key for keys in (*STORY.values(), *PERSON.values()) for key in keys}
    known |= {key for keys in (*NAME_PARTS, *ADDRESS_PARTS) for key in keys}

    assert named <= known


def test_it_names_every_channel() -> None:
    assert {channel for channel in Channel if f"`{channel}`" not in GUIDE} == set()
