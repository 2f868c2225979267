"""How do our templates get onto an engine, and what is where afterwards?

Every part is written out (transform.py) and uploaded with the services' zips; then CloudFormation
gets the parent, as it would on AWS.
"""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from infra.local import SERVICES
from infra.local.build import zipped
from infra.local.engine import Engine, until
from infra.local.transform import REGION, transformed, written

CODE = "klachtenloket-code"  # the bucket for zips and templates
NESTED = "AWS::CloudFormation::Stack"


class NotDeployedError(Exception):
    """CloudFormation gave up. The message says at which resource, and why."""


@dataclass(frozen=True)
class Deployment:
    """What was made, under the names that the templates give it."""

    engine: Engine
    stack: str
    outputs: Mapping[str, str]
    parts: Mapping[str, Mapping[str, str]]  # service -> name in the template -> name on the engine

    @property
    def api(self) -> str:
        """Where HTTP requests go: `f"{deployment.api}/v1/..."`."""
        path = self.engine.api_path.format(api=self.outputs["ApiId"], stage=self.outputs["Stage"])
        return self.engine.endpoint + path

    def named(self, service: str, logical: str) -> str:
        """Such as `named("intake", "MailInbox")`: an address of a queue, a name of all else."""
        return self.parts[service][logical]

    def call(self, service: str, function: str, event: Mapping[str, Any]) -> Any:
        """Call a function and wait for its answer. Raises where the function did."""
        answer = self.engine.client("lambda").invoke(
            FunctionName=self.named(service, function), Payload=json.dumps(event)
        )
        payload = answer["Payload"].read().decode()
        if "FunctionError" in answer:
            raise RuntimeError(f"{function} failed: {payload}")
        return json.loads(payload)

    def sweep(self, service: str, now: str) -> Any:
        """Let *service* do its round as if it were *now* (ISO 8601), the way the rule does."""
        event = {
            "source": "aws.events",
            "detail-type": "Scheduled Event",
            "time": now,
            "detail": {},
        }
        return self.call(service, f"{service.title()}OnSchedule", event)

    def hurry(self, service: str, queue: str, seconds: int = 1) -> None:
        """Let what fails on a queue come back after *seconds*: tests have no three minutes."""
        self.engine.client("sqs").set_queue_attributes(
            QueueUrl=self.named(service, queue), Attributes={"VisibilityTimeout": str(seconds)}
        )


def deploy(
    engine: Engine, stack: str = "klachtenloket", parameters: Mapping[str, str] | None = None
) -> Deployment:
    """Create the whole stack and wait for it. *parameters* are those of infra/template.yaml."""
    locations = _upload(engine)
    cloudformation = engine.client("cloudformation")
    defaults = {name: p.get("Default", "") for name, p in written("template")["Parameters"].items()}
    chosen = {**defaults, "Environment": "lokaal", **(parameters or {})}
    for domain in chosen["SenderDomains"].split(","):
        engine.client("ses").verify_domain_identity(Domain=domain)
    cloudformation.create_stack(
        StackName=stack,
        TemplateBody=json.dumps(transformed("template", locations=locations)),
        Parameters=[{"ParameterKey": k, "ParameterValue": str(v)} for k, v in chosen.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )

    def finished() -> Any:
        [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
        return found if not found["StackStatus"].endswith("IN_PROGRESS") else None

    made = until(finished, f"the stack {stack} on {engine.name}", seconds=180, every=0.1)
    if made["StackStatus"] != "CREATE_COMPLETE":
        reasons = "\n".join(_failures(cloudformation, stack))
        raise NotDeployedError(f"{engine.name} could not create {stack}:\n{reasons}")
    return Deployment(
        engine=engine,
        stack=stack,
        outputs={output["OutputKey"]: output["OutputValue"] for output in made["Outputs"]},
        parts={
            name.lower(): _resources(cloudformation, nested)
            for name, nested in _resources(cloudformation, stack, NESTED).items()
        },
    )


def _upload(engine: Engine) -> dict[str, str]:
    """Zips and nested templates into the code bucket; where each template is."""
    s3 = engine.client("s3")
    s3.create_bucket(Bucket=CODE, CreateBucketConfiguration={"LocationConstraint": REGION})

    def upload(service: str) -> tuple[str, str]:
        archive = zipped(service, engine.target)
        s3.put_object(Bucket=CODE, Key=archive.name, Body=archive.read_bytes())
        template = transformed(service, code={"Bucket": CODE, "Key": archive.name})
        s3.put_object(Bucket=CODE, Key=f"{service}.json", Body=json.dumps(template))
        return service, f"https://s3.{REGION}.amazonaws.com/{CODE}/{service}.json"

    with ThreadPoolExecutor(len(SERVICES)) as pool:
        return dict(pool.map(upload, SERVICES))


def _resources(cloudformation: Any, stack: str, kind: str | None = None) -> dict[str, str]:
    made = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    return {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for resource in made
        if kind in (None, resource["ResourceType"])
    }


def _failures(cloudformation: Any, stack: str) -> Iterator[str]:
    for event in cloudformation.describe_stack_events(StackName=stack)["StackEvents"]:
        if "FAILED" in event["ResourceStatus"]:
            yield f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason')}"
            nested = event.get("PhysicalResourceId", "")
            if event["ResourceType"] == NESTED and nested and nested != event["StackId"]:
                yield from _failures(cloudformation, nested)
