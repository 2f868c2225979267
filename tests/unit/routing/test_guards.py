"""What each action asks of a case, and what is said where that does not hold.

Every condition in the table refuses somebody here; one that never does would be found out.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from services.routing.domain import NotAllowedError, decide
from services.routing.steps.handing import COORDINATOR
from services.routing.steps.milestones import MILESTONES
from services.routing.transition import Action, File, Guard
from services.routing.transitions import TRANSITIONS, rows
from shared.events import CaseClosed, MediationStarted
from shared.glossary import (
    Body,
    DocumentKind,
    Flag,
    Ground,
    Judgment,
    Kind,
    Link,
    Milestone,
    Nature,
    Outcome,
    Phase,
    Reopening,
    Role,
    Side,
    Subject,
    Toward,
)
from shared.proceedings import (
    COMPLAINANT,
    Advice,
    Contribution,
    Document,
    Handback,
    Handler,
    Linked,
    Matter,
    Mediation,
    NotHeard,
    Proceedings,
    Split,
    overall,
)
from tests.builders import DESK, MONDAY, a_case
from tests.unit.routing.steps import (
    ABOUT_SOMEBODY,
    ASPECT,
    AT_A_PROVIDER,
    AT_ITS_START,
    CLOSED,
    DOCUMENTS,
    FORMAL,
    HEARD,
    HELD,
    JUDGMENT,
    LATER,
    MANAGER,
    PLANNED,
    PROVIDER,
    REFUSAL,
    RESPONDENT,
    TEAM,
    after,
    command,
    decided,
    in_file,
    situation,
    take,
)

SAME = Linked(to="KL-2026-BBBBB-BBBBB", how=Link.SAME_AS)
HANDED_BACK = Handback(by=PROVIDER, at=MONDAY, reason="niet_van_ons")
SECRET = Document(
    reference="D-GEHEIM",
    kind=DocumentKind.EVIDENCE,
    by=Side.COMPLAINANT,
    added_at=MONDAY,
    closed_to=(Side.RESPONDENT,),
)
WAIVED = NotHeard(ground="wil_niet_gehoord_worden", at=MONDAY, by="s-2", document="D-1")


class Refused(NamedTuple):
    action: Action
    says: str
    facts: dict[str, Any] = {}  # noqa: RUF012 (a tuple holds it, nobody changes it)
    said: dict[str, Any] = {}  # noqa: RUF012
    involved: tuple[str, ...] = ()


def formal(**of_the_file: Any) -> dict[str, Any]:
    return FORMAL | {"proceedings": in_file(**of_the_file)}


def ready_but(**matter: Any) -> dict[str, Any]:
    return HEARD | {"matter": ABOUT_SOMEBODY.model_copy(update=matter)}


def waiting(proposal: Any = JUDGMENT) -> dict[str, Any]:
    return formal(hearings=(HELD,), proposal=proposal)


BY_OTHERS = {"by": "s-1"}
LONG_AGO = MONDAY - timedelta(days=1)
THREE_WEEKS_AGO = MONDAY - timedelta(weeks=3)

REFUSED = [
    Refused(
        Action.CLASSIFY,
        "alleen de klachtencoördinator",
        {"flags": (Flag.SUICIDE,)},
        {"flags": (), "role": Role.HANDLER},
    ),
    Refused(Action.CLASSIFY, "blijft de behandelaar", FORMAL, {"kind": Kind.SIGNAL}),
    Refused(Action.LINK, "niet bij zichzelf", {}, {"to": "KL-2026-AAAAA-AAAAA"}),
    Refused(
        Action.LINK,
        "gaat in die andere verder",
        CLOSED | {"outcome": Outcome.JOINED, "matter": Matter(links=(SAME,))},
        {"to": SAME.to, "how": "niet_dezelfde"},
    ),
    Refused(
        Action.SPLIT,
        "al 10 onderwerpen",
        {"matter": Matter(splits=tuple(Split(reference=f"S-{n}") for n in range(10)))},
        {"reference": "S-99"},
    ),
    *(
        Refused(
            Action.SETTLE,
            says,
            {"matter": Matter(links=(SAME,))} | this,
            {"outcome": Outcome.JOINED, "other": a_case(number=SAME.to, **other)},
        )
        for says, this, other in (
            ("in welke open zaak", {}, CLOSED),
            ("kwam eerder binnen", {}, {"received_at": LATER}),
            ("Deel die eerst in", {}, {"kind": Kind.SIGNAL}),
            ("Wijs die eerst toe", {}, AT_A_PROVIDER),
            ("formeel behandeld", FORMAL | {"matter": Matter(links=(SAME,))}, {}),
            ("volgt geen antwoord", {}, {"flags": (Flag.ANONYMOUS,)}),
        )
    ),
    Refused(
        Action.ASSIGN,
        "kwam al twee keer terug",
        {"proceedings": Proceedings(handbacks=(HANDED_BACK, HANDED_BACK))},
        {"handler": PROVIDER, "role": Role.TEAM_LEAD},
    ),
    Refused(
        Action.ASSIGN,
        "neemt de gemeente niet over",
        {"nature": Nature.TREATMENT, "providers": ("rietland",)},
    ),
    Refused(Action.ASSIGN, "blijft bij de gemeente", FORMAL, {"handler": PROVIDER}),
    Refused(Action.ASSIGN, "Awb 9:7", FORMAL, {"handler": TEAM}),
    Refused(Action.ASSIGN, "eerst verklaren", FORMAL, {"independent": False}),
    Refused(Action.ACCEPT_HANDOVER, "niet ter aanvaarding"),
    *(
        Refused(action, "niet bij u", AT_A_PROVIDER, {"provider": "vechtstroom"})
        for action in (Action.ACCEPT_HANDOVER, Action.RETURN_HANDOVER, Action.RECORD_CONTACT)
    ),
    Refused(
        Action.RECORD_MILESTONE,
        "niet bij u",
        AT_A_PROVIDER,
        {"provider": "vechtstroom", "milestone": Milestone.SETTLED_BY_PROVIDER},
    ),
    Refused(Action.RECORD_DOCUMENT, "zelf inbrengt", AT_A_PROVIDER, {"provider": "rietland"}),
    Refused(
        Action.RECORD_DOCUMENT,
        "zelf inbrengt",
        AT_A_PROVIDER | {"proceedings": in_file()},
        {"provider": "rietland", "by": Side.PROVIDER, "reference": "D-BEVINDINGEN"},
    ),
    Refused(Action.CLASSIFY, "is een klacht", FORMAL, {"kind": Kind.SIGNAL, "reroute": False}),
    Refused(
        Action.ASSIGN,
        "neemt de gemeente niet over",
        FORMAL | {"nature": Nature.TREATMENT, "providers": ("rietland",)},
    ),
    Refused(
        Action.RECORD_HEARING, "Plan haar eerst", formal(hearings=(PLANNED,)), {"moment": LONG_AGO}
    ),
    Refused(
        Action.PLAN_HEARING, "een jaar verder", FORMAL, {"planned_for": LATER.replace(year=9999)}
    ),
    Refused(
        Action.ASK_ADVICE,
        "al een advies",
        formal(advice=Advice(adviser="college", asked_at=MONDAY, given_at=MONDAY)),
    ),
    Refused(
        Action.RECORD_ADVICE,
        "rapport met het advies",
        formal(advice=Advice(adviser="bezwaar", asked_at=MONDAY)),
        {"document": "D-1"},
    ),
    Refused(
        Action.PROPOSE_JUDGMENT,
        "al een besluit",
        formal(hearings=(HELD,), decision=decided(JUDGMENT)),
    ),
    Refused(
        Action.SETTLE,
        "na een besluit",
        formal(decision=decided(JUDGMENT)),
        {"outcome": Outcome.JUDGED},
        ("s-2",),
    ),
    Refused(
        Action.SETTLE,
        "vraagt een antwoord",
        FORMAL | {"kind": Kind.NOT_A_COMPLAINT},
        {"outcome": Outcome.REGISTERED},
    ),
    Refused(
        Action.SETTLE,
        "doorgezondenNaar",
        {},
        {"outcome": Outcome.FORWARDED, "forwarded_to": DESK},
    ),
    Refused(Action.RECORD_CONTACT, "voor de dag", {}, {"moment": THREE_WEEKS_AGO}),
    Refused(Action.RECORD_ARRIVAL, "een van deze data", {}, {"sent_on": date(2026, 6, 2)}),
    Refused(
        Action.RECORD_ARRIVAL, "een van deze data", {}, {"first_received_on": date(2026, 5, 28)}
    ),
    Refused(Action.ASK_REPAIR, "dag die nog komt", {}, {"due_on": date(2026, 6, 3)}),
    Refused(Action.ASK_REPAIR, "stopt geen termijn", {}, {"due_on": date(2026, 7, 14)}),
    Refused(Action.RECORD_REPAIR, "geen aanvulling gevraagd"),
    Refused(Action.RECORD_ASPECT, "nog niet vastgelegd", {}, {"respondent": "B-7"}),
    Refused(Action.RECORD_ASPECT, "gedragingOp", {}, {"conduct_on": date(2026, 6, 2)}),
    Refused(
        Action.RECORD_ASPECT, "formele behandeling (Awb 9:12)", {}, {"judgment": Judgment.FOUNDED}
    ),
    Refused(
        Action.RECORD_ASPECT,
        "oordeelt de gemeente niet",
        FORMAL,
        {"judgment": Judgment.FOUNDED, "about": PROVIDER},
    ),
    Refused(Action.SEND_COPY, "eerst met betrokkene-vastleggen"),
    Refused(Action.RECORD_PROCEDURE, "eindigt niet", {}, {"ended_on": date(2026, 4, 1)}),
    Refused(Action.RECORD_DOCUMENT, "kent het al", {}, {"closed_to": (Side.COMPLAINANT,)}),
    Refused(Action.ASK_CONTRIBUTION, "dag die nog komt", {}, {"due_on": date(2026, 6, 3)}),
    Refused(Action.RECORD_CONTRIBUTION, "niet gevraagd, of"),
    Refused(
        Action.RECORD_CONTRIBUTION,
        "niet van u gevraagd",
        AT_ITS_START[Action.RECORD_CONTRIBUTION] | AT_A_PROVIDER,
        {"provider": "rietland"},
    ),
    Refused(
        Action.RECORD_CONTRIBUTION,
        "niet in het dossier",
        AT_ITS_START[Action.RECORD_CONTRIBUTION],
        {"document": "D-99"},
    ),
    *(
        Refused(action, "Er ligt een voorstel", formal(**pending))
        for action in (
            Action.RECORD_ASPECT,
            Action.RECORD_RESPONDENT,
            Action.RECORD_DOCUMENT,
            Action.PLAN_HEARING,
            Action.WAIVE_HEARING,
            Action.ASK_ADVICE,
        )
        for pending in ({"proposal": JUDGMENT}, {"decision": decided(JUDGMENT)})
    ),
    Refused(Action.PROPOSE_MEDIATION, "twee partijen"),
    Refused(Action.CONSENT_TO_MEDIATION, "geen bemiddeling voorgesteld"),
    Refused(
        Action.CONSENT_TO_MEDIATION,
        "kent de zaak niet",
        AT_ITS_START[Action.CONSENT_TO_MEDIATION],
        {"party": "B-7"},
    ),
    Refused(
        Action.START_MEDIATION,
        "alle partijen instemmen",
        {
            "matter": ABOUT_SOMEBODY,
            "proceedings": in_file(
                mediation=Mediation(proposed_at=MONDAY, consents={COMPLAINANT: MONDAY})
            ),
        },
    ),
    Refused(Action.END_MEDIATION, "Start haar", AT_ITS_START[Action.START_MEDIATION]),
    Refused(
        Action.END_MEDIATION, "afspraken", AT_ITS_START[Action.END_MEDIATION], {"agreed": True}
    ),
    Refused(Action.ADJOURN, "geldt alleen voor een schriftelijke", {"statutory": False}),
    Refused(Action.ADJOURN, "gemeente zelf behandelt", {"handler": PROVIDER}),
    Refused(
        Action.ADJOURN,
        "kan eenmaal",
        {"term_changes": after(a_case(), Action.ADJOURN).file.case.term_changes},
        {"weeks": 1},
    ),
    Refused(Action.ADJOURN, "uiterste dag voorbij", {}, {"at": LATER + timedelta(weeks=9)}),
    Refused(Action.AGREE_DELAY, "hoogstens een jaar", {}, {"until": date(2026, 7, 13)}),
    Refused(Action.REQUEST_FORMAL, "geen klacht", {"kind": Kind.SIGNAL}),
    Refused(Action.REQUEST_FORMAL, "oordeelt de gemeente niet", {"handler": PROVIDER}),
    Refused(Action.PLAN_HEARING, "U was bij", FORMAL, {}, ("s-1",)),
    Refused(Action.PLAN_HEARING, "Alleen partijen", FORMAL, {"invited": ("B-7",)}),
    Refused(Action.PLAN_HEARING, "moment dat nog komt", FORMAL, {"planned_for": MONDAY}),
    Refused(Action.RECORD_HEARING, "Plan haar eerst", formal()),
    Refused(
        Action.RECORD_HEARING,
        "Plan haar eerst",
        formal(hearings=(PLANNED,)),
        {"present": ("B-7",)},
    ),
    Refused(
        Action.RECORD_HEARING,
        "verslag gemaakt",
        formal(hearings=(PLANNED,)),
        {"minutes": "D-99"},
    ),
    Refused(Action.WAIVE_HEARING, "niet in het dossier", formal(), {"document": "D-99"}),
    Refused(Action.RECORD_ADVICE, "geen advies gevraagd", formal()),
    Refused(Action.PROPOSE_JUDGMENT, "U was bij", HEARD, {}, ("s-1",)),
    Refused(Action.PROPOSE_JUDGMENT, "oordeelt de gemeente niet", HEARD | {"handler": PROVIDER}),
    Refused(
        Action.PROPOSE_JUDGMENT,
        "afschrift",
        ready_but(respondents=(RESPONDENT.model_copy(update={"copy_sent_at": None}),)),
    ),
    Refused(Action.PROPOSE_JUDGMENT, "Nog niet elke partij", formal()),
    Refused(Action.PROPOSE_JUDGMENT, "Nog niet elke partij", formal(not_heard=WAIVED)),
    Refused(
        Action.PROPOSE_JUDGMENT,
        "advies is er nog niet",
        formal(hearings=(HELD,), advice=Advice(adviser="bezwaar", asked_at=MONDAY)),
    ),
    Refused(Action.PROPOSE_JUDGMENT, "afwijkt", HEARD, {"deviation": "D-1"}),
    Refused(Action.PROPOSE_JUDGMENT, "elk onderdeel", ready_but(aspects=())),
    Refused(
        Action.PROPOSE_JUDGMENT,
        "elk onderdeel",
        ready_but(aspects=(ASPECT, ASPECT.model_copy(update={"judgment": None}))),
    ),
    Refused(Action.PROPOSE_JUDGMENT, "elk als stuk", HEARD, {"findings": "D-1"}),
    Refused(Action.PROPOSE_JUDGMENT, "elk als stuk", HEARD, {"conclusions": "D-99"}),
    Refused(
        Action.PROPOSE_JUDGMENT,
        "telt niet mee",
        FORMAL | {"proceedings": Proceedings(documents=(*DOCUMENTS, SECRET), hearings=(HELD,))},
        {"evidence": ("D-1", "D-GEHEIM")},
    ),
    Refused(Action.PROPOSE_REFUSAL, "gemeente zelf behandelt", {"handler": PROVIDER}),
    Refused(
        Action.PROPOSE_REFUSAL,
        "geen grond",
        AT_ITS_START[Action.PROPOSE_REFUSAL],
        {"ground": Ground.COMPLIMENT},
    ),
    Refused(
        Action.PROPOSE_REFUSAL,
        "te laat is",
        AT_ITS_START[Action.PROPOSE_REFUSAL] | {"flags": (Flag.LATE_DECISION,)},
        {"ground": Ground.APPEAL_POSSIBLE},
    ),
    Refused(
        Action.PROPOSE_REFUSAL,
        "motivering",
        AT_ITS_START[Action.PROPOSE_REFUSAL],
        {"reasoning": "D-1"},
    ),
    Refused(Action.REJECT_PROPOSAL, "ligt geen voorstel"),
    Refused(Action.REJECT_PROPOSAL, "niet zelf vast", waiting(), {"by": "s-2"}),
    Refused(Action.DECIDE, "ligt geen voorstel", FORMAL),
    Refused(Action.DECIDE, "niet zelf vast", waiting(), {"by": "s-2"}),
    Refused(Action.DECIDE, "U was bij", waiting(), {}, ("s-1",)),
    Refused(Action.DECIDE, "blijkt bij de gedraging", waiting(), {}, ("s-2",)),
    *(
        Refused(Action.SETTLE, says, {}, {"outcome": outcome, "expressed": None})
        for outcome, says in {
            Outcome.SATISFIED: "tevredenheidGeuit",
            Outcome.WITHDRAWN: "de actie intrekken",
            Outcome.JUDGED: "na een besluit",
            Outcome.NOT_HANDLED: "na een besluit",
            Outcome.FORWARDED: "doorgezondenNaar",
            Outcome.HANDLED_BY_PROVIDER: "de aanbieder de afdoening",
            Outcome.REGISTERED: "vraagt een antwoord",
            Outcome.OUT_OF_REACH: "onbereikbaar",
            Outcome.JOINED: "met koppelen",
        }.items()
    ),
    Refused(
        Action.REOPEN,
        "tweede lijn",
        CLOSED | {"outcome": Outcome.JUDGED},
        {"reason": Reopening.NOT_SATISFIED},
    ),
    *(
        Refused(action, "hoogstens vijf jaar", AT_ITS_START.get(action, {}), {"due_on": day})
        for action in (Action.RECORD_REQUEST, Action.RECORD_RECOMMENDATION)
        for day in (date(1926, 6, 4), date(2026, 6, 2), date(2031, 6, 4), date(9999, 1, 1))
    ),
    *(
        Refused(action, "voor de dag", AT_ITS_START.get(action, {}), {"moment": THREE_WEEKS_AGO})
        for action in (Action.RECORD_REQUEST, Action.RECORD_RECOMMENDATION)
    ),
    Refused(Action.ASK_CONTRIBUTION, "hoogstens vijf jaar", {}, {"due_on": date(9999, 1, 1)}),
    Refused(Action.RECORD_RECOMMENDATION, "zegt waarom", {}, {"taken_over": False}),
    Refused(Action.RECORD_IMPROVEMENT, "vijf jaar", {}, {"due_on": date(2036, 1, 1)}),
    Refused(Action.HOLD_DESTRUCTION, "pas als de zaak", CLOSED),
]


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: f"{one.action}: {one.says}")
def test_what_does_not_hold_is_refused_with_what_to_do(one: Refused) -> None:
    file = File(a_case(**one.facts), frozenset(one.involved))

    with pytest.raises(NotAllowedError) as refused:
        decide(situation(file, one.action, **one.said))

    assert one.says in str(refused.value)


def test_every_condition_refuses_somebody() -> None:
    refusals = set()
    for one in REFUSED:
        with pytest.raises(NotAllowedError) as refused:
            decide(
                situation(
                    File(a_case(**one.facts), frozenset(one.involved)), one.action, **one.said
                )
            )
        refusals.add(str(refused.value))
    guards: set[Guard] = {guard for row in TRANSITIONS for guard in row.guards}

    assert {guard.refusal for guard in guards} - refusals == set()


@pytest.mark.parametrize("action", Action)
def test_each_action_has_one_form_and_one_circle_of_people(action: Action) -> None:
    assert len({row.said for row in rows(action)}) == 1
    if action not in (Action.RECORD_MILESTONE, Action.CLASSIFY):
        assert len({row.by for row in rows(action)}) == 1
    assert rows(action)


def test_what_a_provider_records_is_about_what_it_does() -> None:
    theirs = {name for name, row in MILESTONES.items() if Role.PROVIDER in row.by}

    assert Milestone.SETTLED_BY_PROVIDER in theirs
    assert not theirs & {Milestone.ADMITTED, Milestone.BREACH_SETTLED, Milestone.CONDUCT}


@pytest.mark.parametrize(
    ("judgments", "says"),
    [
        ([], None),
        ([Judgment.FOUNDED, None], None),
        ([Judgment.FOUNDED, Judgment.FOUNDED], Judgment.FOUNDED),
        ([Judgment.FOUNDED, Judgment.UNFOUNDED], Judgment.PARTLY),
        ([Judgment.PARTLY], Judgment.PARTLY),
        ([Judgment.UNFOUNDED, Judgment.NONE], Judgment.UNFOUNDED),
        ([Judgment.NONE, Judgment.NONE], Judgment.NONE),
    ],
)
def test_the_judgment_on_the_whole_follows_from_the_aspects(
    judgments: list[Judgment | None], says: Judgment | None
) -> None:
    assert overall(judgments) is says


def test_how_a_provider_handled_a_complaint_may_be_judged() -> None:
    about = {"about": PROVIDER, "subject": Subject.COMPLAINT_HANDLING}

    step = after(a_case(**FORMAL), Action.RECORD_ASPECT, judgment=Judgment.FOUNDED, **about)

    assert step.file.case.matter.judgment is Judgment.FOUNDED


def test_a_complainant_who_waives_need_not_be_heard_but_the_respondent_must() -> None:
    alone = PLANNED.model_copy(update={"invited": ("B-1",), "held_at": LATER})

    assert take(a_case(**formal(not_heard=WAIVED, hearings=(alone,))), Action.PROPOSE_JUDGMENT)


def test_who_was_invited_and_stayed_away_had_the_opportunity() -> None:
    step = after(a_case(**formal(hearings=(PLANNED,))), Action.RECORD_HEARING, present=())

    assert take(step.file.case, Action.PROPOSE_JUDGMENT)


def test_whom_it_is_about_no_longer_handles_it_formally() -> None:
    step = after(a_case(**FORMAL, assignee="m-9"), Action.RECORD_RESPONDENT, reference="B-2")

    assert step.file.involved == {"m-9"}
    assert step.file.case.assignee is None
    assert "m-9" not in step.file.case.model_dump_json()


def test_about_the_body_itself_anybody_may_handle_it() -> None:
    step = after(a_case(), Action.RECORD_RESPONDENT, staff="s-1", is_body=True)

    assert step.file.involved == frozenset()  # Awb 9:7 lid 2


def test_conduct_toward_others_only_starts_no_statutory_term() -> None:
    other = Matter(aspects=(ASPECT.model_copy(update={"toward": Toward.OTHER, "judgment": None}),))

    formally = after(a_case(matter=other, statutory=False), Action.REQUEST_FORMAL).file.case

    assert not formally.statutory


def test_a_second_handback_brings_it_to_the_coordinator() -> None:
    once = after(a_case(**AT_A_PROVIDER), Action.RETURN_HANDOVER).file.case
    again = after(
        after(once, Action.ASSIGN, handler=PROVIDER, assignee=None).file.case,
        Action.RETURN_HANDOVER,
    ).file.case

    assert (once.handler.key, again.handler.key) == ("klachtenloket", "klachtencoordinator")
    assert take(again, Action.ASSIGN, handler=PROVIDER, role=Role.COORDINATOR)


def test_mediation_starts_when_all_agree() -> None:
    assert after(a_case(**AT_ITS_START[Action.START_MEDIATION]), Action.START_MEDIATION).news is (
        MediationStarted
    )


def test_who_stays_out_of_reach_for_as_long_as_the_regulation_says_is_let_go() -> None:
    from shared.municipality import municipalities

    here = municipalities()["0268"]
    case = a_case(
        municipality="0268",
        regime=here.regimes[-1].code,
        milestones={Milestone.UNREACHABLE: MONDAY},
    )
    usual = situation(File(case), Action.SETTLE, outcome=Outcome.OUT_OF_REACH)

    def at(day: date) -> str | None:
        moment = LATER.replace(year=day.year, month=day.month, day=day.day)
        asked = command(Action.SETTLE, outcome=Outcome.OUT_OF_REACH, at=moment)
        it = type(usual)(File(case), asked, here, usual.calendar)
        try:
            step = decide(it)
        except NotAllowedError as refusal:
            return str(refusal)
        assert step is not None
        assert step.news is CaseClosed
        return None

    assert "onbereikbaar" in (at(date(2026, 8, 1)) or "")
    assert at(date(2026, 8, 4)) is None


@pytest.mark.parametrize("outcome", [Outcome.SATISFIED, Outcome.WITHDRAWN])
def test_a_reopened_case_is_as_it_was_but_open(outcome: Outcome) -> None:
    closed = a_case(**CLOSED | {"outcome": outcome}, handler=MANAGER)

    step = after(closed, Action.REOPEN, reason=Reopening.REFERRED_BACK)

    case = step.file.case
    assert (case.phase, case.outcome, case.closed_at) == (Phase.INFORMAL, None, None)
    assert case.aftermath.reopened_at == (LATER,)
    assert Flag.REFERRED_BACK in case.flags
    assert case.handler == MANAGER


def test_who_was_refused_formally_is_reopened_formally() -> None:
    refused = a_case(
        **CLOSED | {"outcome": Outcome.NOT_HANDLED, "formal_since": MONDAY},
        proceedings=in_file(decision=None),
    )

    assert after(refused, Action.REOPEN).file.case.phase is Phase.FORMAL


def test_a_contribution_is_asked_anew_with_another_day() -> None:
    once = after(a_case(), Action.ASK_CONTRIBUTION).file.case
    [asked] = after(
        once, Action.ASK_CONTRIBUTION, due_on=date(2026, 7, 1)
    ).file.case.proceedings.contributions

    assert asked == Contribution(
        reference="I-1", to=MANAGER, asked_at=LATER, due_on=date(2026, 7, 1)
    )


def test_a_ground_to_refuse_is_decided_by_two_people() -> None:
    proposed = after(a_case(proceedings=in_file()), Action.PROPOSE_REFUSAL).file
    decided = after(proposed.case, Action.DECIDE, by="s-3").file
    closed = after(decided.case, Action.SETTLE, outcome=Outcome.NOT_HANDLED).file.case

    decision = closed.proceedings.decision
    assert decision is not None
    assert (decision.proposal.by, decision.by) == ("s-1", "s-3")
    assert decision.proposal.ground is REFUSAL.ground


def test_what_follows_from_a_flag_follows_too_when_a_person_raises_it() -> None:
    flags = after(a_case(), Action.CLASSIFY, flags=(Flag.SEXUAL_HARASSMENT,)).file.case.flags

    assert {Flag.RESTRICTED, Flag.TELL_COLLEGE, Flag.NO_AUTOREPLY, Flag.NOW} <= set(flags)


@pytest.mark.parametrize("handler", [DESK, COORDINATOR, PROVIDER])
def test_the_desk_holds_what_it_may_not_take_over(handler: Handler) -> None:
    theirs = a_case(nature=Nature.TREATMENT, providers=("rietland",), handler=TEAM)

    assert take(theirs, Action.ASSIGN, handler=handler, assignee=None)


def test_the_body_that_answers_is_kept() -> None:
    case = after(a_case(), Action.CLASSIFY, body=Body.MAYOR).file.case

    assert case.matter.body is Body.MAYOR


@pytest.mark.parametrize("action", [Action.SETTLE, Action.WITHDRAW])
def test_a_case_that_ends_is_kept_for_as_long_as_the_regulation_says(action: Action) -> None:
    kept = after(a_case(), action).file.case.aftermath.retention

    assert kept is not None
    assert (kept.years, kept.until, kept.hold) == (5, date(2031, 6, 3), False)
    assert "Selectielijst" in kept.source


def test_what_the_ombudsman_asks_keeps_the_file_for_longer() -> None:
    closed = after(a_case(), Action.SETTLE).file.case
    a_year_later = LATER.replace(year=2027)

    asked = after(
        closed,
        Action.RECORD_REQUEST,
        at=a_year_later,
        moment=a_year_later,
        due_on=date(2027, 7, 1),
    ).file.case

    assert asked.aftermath.retention is not None
    assert asked.aftermath.retention.until == date(2032, 6, 3)


def test_a_new_document_may_come_in_while_a_proposal_lies_there() -> None:
    case = a_case(**formal(hearings=(HELD,), proposal=JUDGMENT))

    assert take(case, Action.RECORD_DOCUMENT, reference="D-NIEUW")


def test_who_handles_it_formally_does_not_stand_beside_herself() -> None:
    case = after(a_case(handler=TEAM, co_handler=DESK), Action.REQUEST_FORMAL).file.case

    assert (case.handler, case.co_handler) == (DESK, None)


def test_formal_handling_begins_without_what_was_decided_before_it() -> None:
    refused = a_case(proceedings=in_file(decision=decided(REFUSAL)))

    formally = after(refused, Action.REQUEST_FORMAL).file.case

    assert (formally.proceedings.decision, formally.proceedings.proposal) == (None, None)


def test_a_decision_that_nobody_heard_yet_can_still_be_taken_back() -> None:
    case = a_case(**formal(hearings=(HELD,), decision=decided(JUDGMENT)))

    again = after(case, Action.REJECT_PROPOSAL).file.case

    assert again.proceedings.decision is None
    assert take(again, Action.PROPOSE_JUDGMENT)


def test_who_handled_it_informally_declares_before_she_goes_on_formally() -> None:
    informal = after(a_case(), Action.ASSIGN, independent=False).file.case
    declared = after(a_case(), Action.ASSIGN, independent=True).file.case

    assert after(informal, Action.REQUEST_FORMAL).file.case.assignee is None
    formally = after(declared, Action.REQUEST_FORMAL).file.case
    assert formally.assignee == "m-1"


def test_another_person_under_the_same_number_got_no_copy_yet() -> None:
    step = after(a_case(matter=ABOUT_SOMEBODY), Action.RECORD_RESPONDENT, job_title="taxichauffeur")

    assert step.file.case.matter.respondents[0].copy_sent_at is None


def test_what_ended_a_case_does_not_end_it_again_after_reopening() -> None:
    closed = a_case(
        **AT_A_PROVIDER | CLOSED | {"milestones": {Milestone.SETTLED_BY_PROVIDER: MONDAY}}
    )

    assert after(closed, Action.REOPEN).file.case.milestones == {}


def test_a_full_file_can_still_be_ended() -> None:
    documents = tuple(
        DOCUMENTS[0].model_copy(update={"reference": f"D-{n:04}"}) for n in range(500)
    )
    full = a_case(proceedings=Proceedings(documents=documents))

    with pytest.raises(NotAllowedError, match="Voeg samen"):
        take(full, Action.RECORD_DOCUMENT, reference="D-NIEUW")
    assert take(full, Action.WITHDRAW)
