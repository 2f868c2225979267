"""How do commands for ops find their way in a deployed stack, on AWS or on an engine?"""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import boto3

from shared.table import Table

Client = Callable[[str], Any]
Resource = tuple[str, str, str]  # its type, its name in the template, its name there
NESTED = "AWS::CloudFormation::Stack"


def client_for(endpoint: str | None, region: str) -> Client:
    """Clients of AWS, with whatever credentials are there; of an engine, where *endpoint* is."""
    key = "test" if endpoint else None

    def client(service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload] # any of them
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=key,
            aws_secret_access_key=key,
        )

    return client


def parts(cloudformation: Any, stack: str) -> Iterator[str]:
    """*stack*, and every stack within it."""
    yield stack
    for kind, _, physical in of_part(cloudformation, stack):
        if kind == NESTED:
            yield from parts(cloudformation, physical)


def of_part(cloudformation: Any, stack: str) -> list[Resource]:
    found = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    return [
        (each["ResourceType"], each["LogicalResourceId"], each["PhysicalResourceId"])
        for each in found
    ]


def resources(cloudformation: Any, stack: str) -> Iterator[Resource]:
    """Everything in *stack* and in its parts."""
    for part in parts(cloudformation, stack):
        yield from of_part(cloudformation, part)


def named(cloudformation: Any, stack: str, logical: str) -> str:
    """What is called *logical* in the templates, by its name there. Raises `LookupError`."""
    for _, name, physical in resources(cloudformation, stack):
        if name == logical:
            return physical
    raise LookupError(f"there is no {logical} in the stack {stack}")


def tables_of(client: Client, stack: str, services: Collection[str]) -> dict[str, Table]:
    """The table of each service."""
    cloudformation, dynamodb = client("cloudformation"), client("dynamodb")
    return {
        service: Table(dynamodb, named(cloudformation, stack, f"{service.title()}Table"))
        for service in services
    }
