"""What does CloudFormation get to read? Our templates with SAM's shorthand written out.

AWS does this for us; MiniStack only for a parent, and tests want to see it too. It needs no
network: our functions name no managed policy, so there is none to look up.
"""

import copy
import logging
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cfnlint.decode.cfn_yaml import load
from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform

from infra.local import ROOT

INFRA = ROOT / "infra"
REGION = "eu-central-1"
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
Template = dict[str, Any]


class _NoManagedPolicies(ManagedPolicyLoader):  # type: ignore[misc] # has no types
    def __init__(self) -> None:
        """Without the IAM client that the original asks for."""

    def load(self) -> dict[str, str]:
        return {}


def transformed(
    part: str,
    code: Mapping[str, str] | None = None,
    locations: Mapping[str, str] | None = None,
) -> Template:
    """infra/<part>.yaml as plain CloudFormation, its code and its nested parts at their places."""
    template = copy.deepcopy(written(part))
    code = code or {"Bucket": "code", "Key": f"{part}.zip"}
    if "Globals" in template:
        template["Globals"]["Function"]["CodeUri"] = dict(code)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Application":
            file = resource["Properties"]["Location"]
            resource["Properties"]["Location"] = (locations or {}).get(Path(file).stem, file)
    os.environ.setdefault(
        "AWS_DEFAULT_REGION", REGION
    )  # the transform asks which partition it is in
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    result: Template = transform(template, {}, _NoManagedPolicies())
    return _with_every_method(result)


def _with_every_method(template: Template) -> Template:
    """MiniStack overlooks "any method" in an API's definition: write the methods out."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::ApiGateway::RestApi":
            for path in resource["Properties"]["Body"]["paths"].values():
                if any_method := path.pop("x-amazon-apigateway-any-method", None):
                    path.update(dict.fromkeys(METHODS, any_method))
    return template


@cache
def written(part: str) -> Template:
    """infra/<part>.yaml as it stands there, short forms such as !Ref written out."""
    template: Template = _plain(load(str(INFRA / f"{part}.yaml")))
    return template


def _plain(node: Any) -> Any:
    """The loader's nodes remember their line; the transform wants ordinary values."""
    match node:
        case dict():
            return {str(key): _plain(value) for key, value in node.items()}
        case list():
            return [_plain(value) for value in node]
        case str():
            return str(node)
    return node
