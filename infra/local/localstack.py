"""How does LocalStack start? From its Docker image where Docker is, on Python 3.13 where it is not.

    with localstack.start() as engine:
        deployment = deploy(engine)

Without Docker it runs in host mode with the plugin in hostmode/: our functions become processes of
this machine, under AWS's own runtime client, and moto keeps the tables.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local import Unavailable
from infra.local.build import this_machine
from infra.local.engine import Engine, NotStartedError, free_port, running
from infra.local.environments import environment
from infra.local.interpreters import interpreter

IMAGE = "localstack/localstack:4.14.0"  # the last that starts without a token
PYTHON = "3.13"  # what AWS and the image run our functions on
PLUGIN = Path(__file__).with_name("hostmode")
QUICK = {  # or an idle queue is looked at only every ten seconds
    "LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC": "0.1",
    "LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC": "0.3",
}


@contextmanager
def start(port: int | None = None, log: str = "localstack") -> Iterator[Engine]:
    """Run LocalStack until the block ends. Raises `Unavailable` where it cannot.

    What it says is in build/logs/<log>.log.
    """
    port = port or free_port()
    endpoint = f"http://127.0.0.1:{port}"
    command, settings = _in_docker(port) if _docker_answers() else _on_this_host(port)
    with running(log, command, settings, f"{endpoint}/_localstack/health") as (pid, written):
        yield Engine(
            name="LocalStack",
            endpoint=endpoint,
            api_path="/_aws/execute-api/{api}/{stage}",
            target=this_machine(PYTHON),
            log=written,
            pid=pid,
        )


def _docker_answers() -> bool:
    docker = shutil.which("docker")
    return (
        bool(docker) and not subprocess.run([str(docker), "info"], capture_output=True).returncode
    )


def _in_docker(port: int) -> tuple[list[str], dict[str, str]]:
    settings = [f"--env={name}={value}" for name, value in QUICK.items()]
    publish = f"--publish=127.0.0.1:{port}:4566"
    socket = "--volume=/var/run/docker.sock:/var/run/docker.sock"
    command = ["docker", "run", "--rm", publish, socket, *settings, IMAGE]
    return command, {"HOME": str(Path.home())}  # where Docker keeps its own settings


def _on_this_host(port: int) -> tuple[list[str], dict[str, str]]:
    python = interpreter(PYTHON)
    if python is None:
        raise Unavailable(
            f"LocalStack needs Docker or Python {PYTHON}, and neither is here."
            f" Start Docker, or install python{PYTHON} (pyenv install {PYTHON}), and try again."
        )
    localstack = environment("localstack", python) / "bin/python"
    functions = environment("lambda-runtime", python) / "bin/python"
    _check_the_plugin(localstack)
    here = f"127.0.0.1:{port}"
    settings = QUICK | {
        "PYTHONPATH": str(PLUGIN),
        "GATEWAY_LISTEN": here,
        "LOCALSTACK_HOST": here,
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DISABLE_EVENTS": "1",  # tell nobody about this machine
        "DNS_ADDRESS": "0",
        "SQS_ENDPOINT_STRATEGY": "path",
        "PROVIDER_OVERRIDE_DYNAMODB": "moto",
        "PROVIDER_OVERRIDE_DYNAMODBSTREAMS": "moto",
        "LAMBDA_RUNTIME_EXECUTOR": "process",
        "LAMBDA_PROCESS_PYTHON": str(functions),
        "LOCALSTACK_VOLUME_DIR": "volume",
    }
    return [str(localstack), "-m", "localstack.runtime.main"], settings


def _check_the_plugin(python: Path) -> None:
    """A plugin that cannot be imported is only reported as "not included in your license plan"."""
    check = [str(python), "-c", "import ls_hostmode.providers, ls_hostmode.executor"]
    settings = os.environ | {"PYTHONPATH": str(PLUGIN)}
    done = subprocess.run(check, env=settings, capture_output=True, text=True)
    if done.returncode:
        raise NotStartedError(f"The plugin in {PLUGIN} does not fit LocalStack:\n{done.stderr}")
