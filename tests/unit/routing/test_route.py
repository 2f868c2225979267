"""Whose is it first? The decision table, asked in the order of the regime."""

from typing import Any

import pytest
from hypothesis import given

from services.routing.explain import as_markdown
from services.routing.route import Route, route
from services.routing.rule import DESK, DOUBT
from services.routing.rules import RULES
from services.routing.triage import Facts
from shared.case import Handler
from shared.glossary import (
    SAFETY_FLAGS,
    Against,
    Channel,
    Domain,
    Flag,
    Ground,
    HandlerKind,
    Kind,
    Nature,
    Phase,
    Registration,
)
from shared.municipality import FILES, municipalities
from shared.provisions import Effect, Exclusion, Row
from shared.regime import Regime
from tests.unit.routing.facts import any_facts

HERE = municipalities()["1904"]
REGIME = HERE.regimes[0]
OUTSIDE = (HandlerKind.PROVIDER, HandlerKind.EXTERNAL)


def a_route(regime: Regime = REGIME, **known: Any) -> Route:
    """Where a written message with these facts goes. *known* topics need no evidence."""
    known["topics"] = dict.fromkeys(known.pop("says", ()), "een woord van ons")
    known["flags"] = frozenset(known.get("flags", ()))
    return route(Facts(**({"channel": Channel.EMAIL} | known)), regime, HERE)


@given(any_facts())
def test_every_message_has_a_handler_and_a_reason_with_an_article(facts: Facts) -> None:
    choice = route(facts, REGIME, HERE)

    assert choice.reasons
    assert all(reason.article and reason.sentence.endswith(".") for reason in choice.reasons)
    assert choice.co_handler != choice.handler


@given(any_facts())
def test_the_same_facts_always_go_the_same_way(facts: Facts) -> None:
    assert route(facts, REGIME, HERE) == route(facts, REGIME, HERE)


@given(any_facts())
def test_only_the_desk_does_triage_and_triage_is_only_at_the_desk(facts: Facts) -> None:
    choice = route(facts, REGIME, HERE)

    if choice.phase is Phase.TRIAGE:
        assert choice.handler.kind is HandlerKind.COMPLAINTS_DESK
    else:
        assert choice.proposed is None


@given(any_facts())
def test_conduct_of_a_provider_never_starts_a_term_of_the_awb(facts: Facts) -> None:
    choice = route(facts, REGIME, HERE)

    if (choice.proposed or choice.handler).kind in OUTSIDE:
        assert not choice.statutory


@pytest.mark.parametrize("flag", sorted(SAFETY_FLAGS))
def test_danger_goes_to_a_person_at_once_with_the_choice_of_the_rules_beside_it(flag: Flag) -> None:
    evidence = [*RULES["veiligheid"].topics]

    choice = a_route(flags={flag}, providers=("vechtstroom",), says=evidence)

    assert choice.phase is Phase.TRIAGE
    assert choice.handler.key == DESK
    assert choice.proposed == Handler(kind=HandlerKind.PROVIDER, key="vechtstroom")
    assert {Flag.NOW, Flag.NO_AUTOREPLY} <= choice.flags


def test_in_danger_doubt_adds_nothing() -> None:
    choice = a_route(flags={Flag.SAFETY}, says=["veiligheid"])

    assert [reason.rule for reason in choice.reasons] == ["veiligheid"]


def test_with_suicide_the_crisis_service_comes_in() -> None:
    choice = a_route(flags={Flag.SUICIDE}, says=["suicidaliteit"])

    assert choice.co_handler == Handler(kind=HandlerKind.EXTERNAL, key="crisisdienst")


def test_what_cannot_be_read_goes_to_a_person() -> None:
    choice = a_route(readable=False)

    assert (choice.handler.key, choice.phase, choice.kind) == (DESK, Phase.TRIAGE, Kind.UNKNOWN)
    assert Flag.UNREADABLE in choice.flags


def test_a_language_that_our_words_do_not_cover_goes_to_a_person() -> None:
    assert a_route(understood=False, says=["onvrede"]).phase is Phase.TRIAGE


def test_an_unknown_provider_goes_to_a_person() -> None:
    choice = a_route(names_unknown_provider=True, says=["onvrede"])

    assert (choice.handler.key, choice.phase) == (DESK, Phase.TRIAGE)
    assert Flag.UNKNOWN_PROVIDER in choice.flags
    assert not choice.statutory


def test_where_no_rule_fits_a_person_chooses_and_the_term_runs_to_be_safe() -> None:
    choice = a_route()

    assert [reason.rule for reason in choice.reasons] == [DOUBT]
    assert (choice.handler.key, choice.phase, choice.statutory) == (DESK, Phase.TRIAGE, True)


@pytest.mark.parametrize(
    ("known", "handler", "kind"),
    [
        ({"says": ["andere_gemeente"]}, "andere_gemeente", Kind.NOT_A_COMPLAINT),
        ({"says": ["intrekking", "onvrede"]}, DESK, Kind.WITHDRAWAL),
        ({"says": ["compliment", "wijkteam"]}, "wijkteam", Kind.NOT_A_COMPLAINT),
        (
            {"says": ["compliment"], "providers": ("rietland",)},
            "rietland",
            Kind.NOT_A_COMPLAINT,
        ),
        (
            {"says": ["compliment", "onvrede", "wijkteam"]},
            "leidinggevende_wijkteam",
            Kind.COMPLAINT,
        ),
        ({"says": ["direct_opgelost"], "written": False}, "wijkteam", Kind.DISCONTENT),
        ({"channel": Channel.SURVEY}, "analyse_statistiek", Kind.SIGNAL),
        ({"channel": Channel.COUNCIL_MEMBER}, "klachtbehandelaar_beleid", Kind.SIGNAL),
        ({"channel": Channel.PROVIDER, "providers": ("rietland",)}, "rietland", Kind.COMPLAINT),
        ({"anonymous": True, "says": ["onvrede"]}, "klachtbehandelaar_beleid", Kind.SIGNAL),
        ({"says": ["hulpvraag"]}, "wmo_toegang", Kind.NOT_A_COMPLAINT),
        ({"says": ["beleid", "onvrede"]}, "klachtbehandelaar_beleid", Kind.SIGNAL),
        ({"says": ["besluit", "oneens"]}, "bezwaar", Kind.NOT_A_COMPLAINT),
        ({"says": ["reeds_behandeld", "onvrede"]}, DESK, Kind.NOT_A_COMPLAINT),
        ({"says": ["wijkteam"]}, "leidinggevende_wijkteam", Kind.COMPLAINT),
        ({"domain": Domain.DEBT_HELP}, "leidinggevende_werk_en_inkomen", Kind.COMPLAINT),
        ({"domain": Domain.HEALTH_CARE}, "zorgaanbieder", Kind.COMPLAINT),
        ({"says": ["svb"]}, "svb", Kind.COMPLAINT),
        ({"says": ["svb", "gemeente"]}, DESK, Kind.COMPLAINT),
        ({"says": ["weet_niet_bij_wie"]}, DESK, Kind.COMPLAINT),
        ({"says": ["onvrede", "gemeente"]}, DESK, Kind.COMPLAINT),
    ],
)
def test_who_is_first(known: dict[str, Any], handler: str, kind: Kind) -> None:
    choice = a_route(**known)

    assert (choice.handler.key, choice.kind) == (handler, kind)


def test_a_complaint_about_a_person_of_a_provider_is_the_providers_alone() -> None:
    choice = a_route(providers=("rietland",), nature=Nature.TREATMENT)

    assert (choice.handler.key, choice.co_handler) == ("rietland", None)


def test_a_matter_of_a_provider_is_handled_together_with_the_desk() -> None:
    choice = a_route(providers=("rietland",))

    assert choice.handler.key == "rietland"
    assert choice.co_handler == Handler(kind=HandlerKind.COMPLAINTS_DESK, key=DESK)
    assert Flag.WARM_HANDOVER in choice.flags


def test_how_a_provider_handled_a_complaint_is_judged_formally_by_the_municipality() -> None:
    choice = a_route(providers=("rietland",), says=["klachtbehandeling"])

    assert (choice.handler.key, choice.phase, choice.statutory) == (DESK, Phase.FORMAL, True)


def test_what_was_only_said_is_first_handled_informally() -> None:
    choice = a_route(providers=("rietland",), says=["klachtbehandeling"], written=False)

    assert (choice.phase, choice.statutory) == (Phase.INFORMAL, False)


@pytest.mark.parametrize(
    ("domain", "manager"),
    [
        (Domain.INCOME, "leidinggevende_werk_en_inkomen"),
        (Domain.SOCIAL_SUPPORT, "leidinggevende_wijkteam"),
    ],
)
def test_a_late_decision_is_a_complaint_and_never_a_ground_to_refuse_one(
    domain: Domain, manager: str
) -> None:
    choice = a_route(says=["niet_tijdig", "besluit", "oneens"], domain=domain)

    assert (choice.handler.key, choice.ground) == (manager, None)
    assert Flag.LATE_DECISION in choice.flags


def test_an_old_conduct_is_a_possible_ground_but_never_in_danger() -> None:
    assert a_route(says=["wijkteam"], old=True).ground is Ground.OLDER_THAN_A_YEAR
    flags, says = {Flag.SEXUAL_HARASSMENT}, ["wijkteam", "seksuele_intimidatie"]
    assert a_route(says=says, old=True, flags=flags).ground is None


def test_where_anonymous_complaints_are_taken_an_anonymous_one_is_a_complaint() -> None:
    elsewhere = REGIME.model_copy(update={"anonymous": "klacht_zonder_terugkoppeling"})

    assert a_route(elsewhere, anonymous=True, says=["wijkteam"]).kind is Kind.COMPLAINT


def test_where_a_municipality_lacks_a_unit_its_desk_takes_the_place() -> None:
    smaller = HERE.model_copy(update={"units": {DESK: HERE.units[DESK]}})

    choice = route(Facts(Channel.EMAIL, topics={"wijkteam": "wijkteam*"}), REGIME, smaller)

    assert (choice.handler.key, choice.co_handler) == (DESK, None)


def test_the_order_of_the_regime_decides() -> None:
    turned = REGIME.model_copy(update={"routes": (Row(rule="werk_en_inkomen"), *REGIME.routes)})
    known: dict[str, Any] = {"says": ["wijkteam"], "domain": Domain.INCOME}

    assert a_route(**known).handler.key == "leidinggevende_wijkteam"
    assert a_route(turned, **known).handler.key == "leidinggevende_werk_en_inkomen"


def saying(**different: str) -> Regime:
    """Our regime, where the rule `wijkteam` is the first, and *different*."""
    row = Row(rule="wijkteam", **different)
    return REGIME.model_copy(update={"routes": (row, *REGIME.routes)})


def test_a_regime_may_say_otherwise_who_and_why() -> None:
    regime = saying(
        handler="rol:clientondersteuner",
        co_handler="gemeente:bezwaar",
        article="art. 1",
        sentence="Zo doen wij het hier.",
    )

    choice = a_route(regime, says=["wijkteam"])

    assert choice.handler == Handler(kind=HandlerKind.EXTERNAL, key="clientondersteuner")
    assert choice.co_handler == Handler(kind=HandlerKind.UNIT, key="bezwaar")
    [reason] = choice.reasons
    assert (reason.rule, reason.article) == ("wijkteam", "art. 1")
    assert reason.sentence.startswith("Zo doen wij het hier.")


def test_what_a_regime_does_not_say_stays_as_the_rule_has_it() -> None:
    choice = a_route(saying(co_handler="niemand"), says=["wijkteam"])

    assert (choice.handler.key, choice.co_handler) == ("leidinggevende_wijkteam", None)
    assert choice.reasons[0].article == RULES["wijkteam"].article


def test_a_role_that_the_regime_lacks_is_the_desks_until_it_is_mended() -> None:
    assert a_route(saying(handler="rol:burgerraadsman"), says=["wijkteam"]).handler.key == DESK


def test_a_ground_that_only_splits_something_off_leaves_the_rest_a_complaint() -> None:
    splitting = Exclusion(ground=Ground.COMPLIMENT, effect=Effect.SPLIT, article="art. 1")
    others = tuple(each for each in REGIME.exclusions if each.ground is not Ground.COMPLIMENT)
    regime = REGIME.model_copy(update={"exclusions": (splitting, *others)})

    choice = a_route(regime, says=["compliment", "wijkteam"])

    assert (choice.kind, choice.handler.key) == (Kind.COMPLAINT, "leidinggevende_wijkteam")
    assert choice.ground is Ground.COMPLIMENT
    assert [reason.rule for reason in choice.reasons] == ["compliment", "wijkteam"]
    assert a_route(regime, says=["compliment"]).phase is Phase.TRIAGE


def test_the_age_of_a_conduct_is_a_ground_only_where_the_regime_says_so() -> None:
    others = tuple(
        each for each in REGIME.exclusions if each.ground is not Ground.OLDER_THAN_A_YEAR
    )
    regime = REGIME.model_copy(update={"exclusions": others})

    assert a_route(regime, says=["wijkteam"], old=True).ground is None


def test_without_a_body_of_government_no_term_of_the_awb_runs() -> None:
    regime = REGIME.model_copy(update={"of_a_body": False})

    assert a_route(says=["wijkteam"]).statutory
    assert not a_route(regime, says=["wijkteam"]).statutory


@pytest.mark.parametrize("registration", Registration)
def test_a_regime_says_whether_what_was_solved_on_the_spot_is_registered(
    registration: Registration,
) -> None:
    regime = REGIME.model_copy(update={"register_informal": registration})

    solved = a_route(regime, says=["direct_opgelost"], written=False)

    assert solved.registration is registration
    assert a_route(regime, says=["wijkteam"]).registration is Registration.FULL
    assert solved.against is Against.PERSON


def test_the_reason_tells_our_word_by_which_it_was_recognised() -> None:
    [reason] = a_route(says=["wijkteam"]).reasons

    assert reason.sentence.endswith("Herkend aan: een woord van ons.")


def test_every_word_that_a_rule_asked_for_is_its_evidence() -> None:
    topics = {"klachtbehandeling": "klacht ... afgewimpeld", "aanbieder": "thuishulp*"}

    [reason] = route(Facts(Channel.EMAIL, topics=topics), REGIME, HERE).reasons

    assert reason.rule == "klachtbehandeling_aanbieder"
    assert reason.sentence.endswith("Herkend aan: klacht ... afgewimpeld, thuishulp*.")


def test_the_table_for_lawyers_is_the_table_that_runs() -> None:
    printed = (FILES.parents[1] / "docs" / "beslistabel.md").read_text(encoding="utf-8")

    assert printed == as_markdown(), "python -m services.routing.explain > docs/beslistabel.md"
