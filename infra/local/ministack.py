"""How does MiniStack start? As a process of this machine; our functions become processes too.

with ministack.start() as engine:
    deployment = deploy(engine)
"""

from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.build import this_machine
from infra.local.engine import Engine, free_port, running
from infra.local.environments import environment
from infra.local.transform import REGION


@contextmanager
def start(
    port: int | None = None, smtp: str | None = None, log: str = "ministack"
) -> Iterator[Engine]:
    """Run MiniStack until the block ends. Mail goes to *smtp* (such as 127.0.0.1:2525) if given.

    What it says is in build/logs/<log>.log.
    """
    port = port or free_port()
    endpoint = f"http://127.0.0.1:{port}"
    settings = {
        "BIND_HOST": "127.0.0.1",  # its default listens to the whole network
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AUTH": "true",  # what a function's role does not grant is refused
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }
    if smtp:
        settings["SMTP_HOST"] = smtp
    python = environment("ministack") / "bin/python"
    command = [str(python), "-m", "ministack"]
    health = f"{endpoint}/_ministack/health"
    with running(log, command, settings, health) as (pid, written):
        yield Engine(
            name="MiniStack",
            endpoint=endpoint,
            api_path="/restapis/{api}/{stage}/_user_request_",
            target=this_machine(),  # functions run on the interpreter that runs MiniStack
            log=written,
            pid=pid,
        )
