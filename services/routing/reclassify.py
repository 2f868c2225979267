"""What do the rules say when a person knows better than the text?"""

from dataclasses import replace
from typing import Self

from pydantic import Field

from services.routing.route import Route
from services.routing.rule import DOUBT
from services.routing.rules import as_said_in
from services.routing.steps.classifying import Classification
from services.routing.triage import Facts
from shared.case import Case, Reason
from shared.glossary import SAFETY_FLAGS, Flag, Ground, Kind, Nature, Phase
from shared.proceedings import Handler
from shared.regime import Regime
from shared.wire import Wire


class Proposed(Wire):
    """A route, as it is told."""

    handler: Handler = Field(alias="behandelaar")
    co_handler: Handler | None = Field(default=None, alias="medebehandelaar")
    kind: Kind = Field(alias="soort")
    nature: Nature | None = Field(default=None, alias="klachtsoort")
    phase: Phase = Field(alias="fase")
    ground: Ground | None = Field(default=None, alias="mogelijkeGrond")
    statutory: bool = Field(alias="awbKlacht")
    flags: tuple[Flag, ...] = Field(alias="signaleringen")
    reasons: tuple[Reason, ...] = Field(alias="redenen")

    @classmethod
    def of(cls, route: Route) -> Self:
        return cls(
            handler=route.proposed or route.handler,
            co_handler=route.co_handler,
            kind=route.kind,
            nature=route.nature,
            phase=route.phase,
            ground=route.ground,
            statutory=route.statutory,
            flags=tuple(sorted(route.flags)),
            reasons=route.reasons,
        )


def as_said(facts: Facts, case: Case, said: Classification) -> Facts:
    """The facts of the text, with what a person said in their place. She could read it."""
    providers = case.providers if said.providers is None else said.providers
    flags = frozenset(case.flags if said.flags is None else said.flags)
    return replace(
        facts,
        readable=True,
        understood=True,
        domain=said.domain or case.domain or facts.domain,
        nature=said.nature or case.nature or facts.nature,
        providers=providers,
        names_unknown_provider=facts.names_unknown_provider and not providers,
        flags=flags - SAFETY_FLAGS,  # she has looked: danger no longer sends it to the desk first
    )


def without_other_doors(regime: Regime, kind: Kind) -> Regime:
    """*regime* with only the rules for what a person says it is, and doubt."""
    routes = tuple(
        row
        for row in regime.routes
        if row.rule == DOUBT or ((rule := as_said_in(row)).kind is kind and not rule.person_first)
    )
    return regime.model_copy(update={"routes": routes})
