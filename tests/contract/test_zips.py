"""Each zip holds all that its functions import: on a laptop nobody would notice what it lacks."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.local import ROOT, SERVICES
from infra.local.build import CALLED, EPOCH, this_machine, zipped
from infra.local.interpreters import interpreter
from tests.infra import resources

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
AWS = "3.13"
PYTHONS = sorted({HERE, AWS})

IMPORT_ALL = """
import importlib, sys
_, contents, called, *handlers = sys.argv
sys.path.insert(0, contents)
for handler in handlers:
    module, _, function = handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), function)), handler
import boto3
for service in called.split(","):
    boto3.client(service, region_name="eu-central-1")
"""


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_zip_holds_all_that_its_functions_import(
    service: str, python: str, tmp_path: Path
) -> None:
    program = interpreter(python)
    if program is None:
        pytest.skip(f"NOT TESTED: Python {python} is not here. AWS runs our zips on {AWS}.")
    with zipfile.ZipFile(zipped(service, this_machine(python))) as archive:
        archive.extractall(tmp_path)

    functions = resources(service, "AWS::Lambda::Function").values()
    handlers = [function["Handler"] for function in functions]
    alone = [program, "-I", "-S", "-c", IMPORT_ALL]  # no site-packages, no environment, no folder
    command = [*alone, str(tmp_path), ",".join(CALLED), *handlers]
    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_a_zip_does_not_say_when_or_where_it_was_made(service: str) -> None:
    with zipfile.ZipFile(zipped(service, this_machine())) as archive:
        entries = archive.infolist()

    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {EPOCH}
    assert {entry.external_attr for entry in entries} == {0o644 << 16}


@pytest.mark.parametrize("service", SERVICES)
def test_a_zip_brings_no_other_service_along(service: str) -> None:
    with zipfile.ZipFile(zipped(service, this_machine())) as archive:
        names = archive.namelist()

    assert {name.split("/")[1] for name in names if name.startswith("services/")} == {
        "__init__.py",
        "__pycache__",
        service,
    }
    assert sum(archive.getinfo(name).file_size for name in names) < 60 * 1024 * 1024


@pytest.mark.parametrize("service", SERVICES)
def test_a_zip_brings_every_register_of_providers_along(service: str) -> None:
    folder = ROOT / "shared/gemeenten/aanbieders"
    with zipfile.ZipFile(zipped(service, this_machine())) as archive:
        names = set(archive.namelist())

    assert {path.relative_to(ROOT).as_posix() for path in folder.glob("*.yaml")} <= names


@pytest.mark.parametrize("service", SERVICES)
def test_a_zip_brings_byte_code_of_ours_along_which_a_function_cannot_keep(service: str) -> None:
    with zipfile.ZipFile(zipped(service, this_machine())) as archive:
        names = set(archive.namelist())

    ours = [name for name in names if name.startswith((f"services/{service}", "shared/"))]
    sources = {Path(name) for name in ours if name.endswith(".py")}
    compiled = {Path(name) for name in ours if name.endswith(".pyc")}
    assert {(each.parent, each.stem) for each in sources} == {
        (each.parent.parent, each.name.split(".")[0]) for each in compiled
    }
