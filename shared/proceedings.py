"""What happened in a case, beside its route? What it is about, how it is handled, what follows.

Small values that travel with the case. None holds words about people: a text lies where the
municipality keeps its documents, and a `Reference` says where (decision 24).
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.glossary import (
    Against,
    Body,
    DocumentKind,
    Ground,
    HandbackReason,
    HandlerKind,
    Judgment,
    Kind,
    Link,
    Nature,
    Outcome,
    Procedure,
    Side,
    Subject,
    Toward,
    Waiver,
    Wish,
)
from shared.wire import Moment, Wire

Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""A number or id in a system of the municipality. It never says what or who it is about."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{2,60}$")]

COMPLAINANT = Side.COMPLAINANT.value
"""How the complainant is called among the parties; a respondent is called by her reference."""


class Handler(Wire):
    """Who must act. `key` names a unit or a provider in the municipality's configuration."""

    kind: HandlerKind = Field(alias="soort")
    key: Key = Field(alias="sleutel")


# What it is about, and whom.


class Aspect(Wire):
    """One grievance of a complaint, with a judgment of its own."""

    reference: Reference = Field(alias="kenmerk")
    subject: Subject = Field(alias="onderwerp")
    nature: Nature = Field(alias="klachtsoort")
    about: Handler = Field(alias="over")
    toward: Toward = Field(default=Toward.SELF, alias="jegens")
    conduct_on: date | None = Field(default=None, alias="gedragingOp")
    respondent: Reference | None = Field(default=None, alias="betrokkene")
    judgment: Judgment | None = Field(default=None, alias="oordeel")


class Respondent(Wire):
    """A party: somebody the complaint is about. Who she is, only routing knows."""

    reference: Reference = Field(alias="kenmerk")
    job_title: Key = Field(alias="functie", description="For the register of the Woo (3.3a).")
    party: Handler = Field(alias="bij")
    employed: bool = Field(
        default=True,
        alias="inDienst",
        description="Who left still counts as the body's (Awb 9:1 lid 2).",
    )
    is_body: bool = Field(
        default=False,
        alias="isBestuursorgaan",
        description="The body itself, its chair or a member: Awb 9:7 lid 2.",
    )
    copy_sent_at: Moment | None = Field(default=None, alias="afschriftOp", description="Awb 9:9.")


class ParallelProcedure(Wire):
    reference: Reference = Field(alias="kenmerk")
    kind: Procedure = Field(alias="soort")
    started_on: date = Field(alias="begonnenOp")
    ended_on: date | None = Field(default=None, alias="geeindigdOp")


class Linked(Wire):
    to: str = Field(alias="zaaknummer", pattern=r"^[A-Z]{2}-[A-Z0-9-]{4,40}$")
    how: Link = Field(alias="verband")


class Joined(Wire):
    """A case that goes on in this one, and when its message came in."""

    number: str = Field(alias="zaaknummer", pattern=r"^[A-Z]{2}-[A-Z0-9-]{4,40}$")
    received_at: Moment = Field(alias="ontvangenOp")


class Split(Wire):
    """A subject that gets a case of its own, with the same story."""

    reference: Reference = Field(alias="kenmerk")
    number: str | None = Field(
        default=None, alias="zaaknummer", description="Of that case, as soon as it is there."
    )


class Matter(Wire):
    body: Body = Field(default=Body.COLLEGE, alias="bestuursorgaan")
    against: Against = Field(
        default=Against.PERSON, alias="beklaagde", exclude_if=lambda it: it is Against.PERSON
    )
    aspects: tuple[Aspect, ...] = Field(default=(), alias="onderdelen")
    respondents: tuple[Respondent, ...] = Field(default=(), alias="betrokkenen")
    wishes: tuple[Wish, ...] = Field(default=(), alias="wensen")
    procedures: tuple[ParallelProcedure, ...] = Field(default=(), alias="procedures")
    links: tuple[Linked, ...] = Field(default=(), alias="verbanden")
    splits: tuple[Split, ...] = Field(default=(), alias="splitsingen", exclude_if=lambda it: not it)
    joined: tuple[Joined, ...] = Field(
        default=(), alias="samengevoegd", exclude_if=lambda it: not it
    )

    @property
    def judgment(self) -> Judgment | None:
        return overall(aspect.judgment for aspect in self.aspects)

    @property
    def parties(self) -> frozenset[str]:
        """All who have the rights of a party, by the name they have in a hearing."""
        return frozenset({COMPLAINANT, *(each.reference for each in self.respondents)})


def overall(judgments: Iterable[Judgment | None]) -> Judgment | None:
    """The judgment on all aspects together; none while one is not judged yet."""
    each = set(judgments)
    if not each or None in each:
        return None
    said = each - {Judgment.NONE}
    if not said:
        return Judgment.NONE
    return said.pop() if len(said) == 1 else Judgment.PARTLY


# How it is handled.


class Assignment(Wire):
    """Who got the case, by whom, and whether she declared that she took no part in the conduct."""

    at: Moment = Field(alias="op")
    by: str = Field(alias="door")
    handler: Handler = Field(alias="behandelaar")
    assignee: str | None = Field(default=None, alias="medewerker")
    independent: bool = Field(default=False, alias="onafhankelijk", description="Awb 9:7.")


class Handback(Wire):
    by: Handler = Field(alias="door")
    at: Moment = Field(alias="op")
    reason: HandbackReason = Field(alias="reden")


class Reclassification(Wire):
    at: Moment = Field(alias="op")
    by: str = Field(alias="door")
    was: Kind = Field(alias="was")
    became: Kind = Field(alias="werd")


class Repair(Wire):
    """The complainant was asked to complete what she sent (Awb 9:4). No clock stops for it."""

    asked_at: Moment = Field(alias="gevraagdOp")
    due_on: date = Field(alias="uiterlijk")
    completed_at: Moment | None = Field(default=None, alias="aangevuldOp")


class Document(Wire):
    reference: Reference = Field(alias="kenmerk")
    kind: DocumentKind = Field(alias="soort")
    by: Side = Field(alias="van")
    added_at: Moment = Field(alias="toegevoegdOp")
    closed_to: tuple[Side, ...] = Field(
        default=(), alias="nietVoor", description="Who may not see it, for weighty reasons."
    )


class Contribution(Wire):
    """What a provider or unit was asked to say about the case, and by when."""

    reference: Reference = Field(alias="kenmerk")
    to: Handler = Field(alias="aan")
    asked_at: Moment = Field(alias="gevraagdOp")
    due_on: date = Field(alias="uiterlijk")
    received_at: Moment | None = Field(default=None, alias="ontvangenOp")
    cancelled_at: Moment | None = Field(default=None, alias="vervallenOp")
    document: Reference | None = Field(default=None, alias="document")


class Mediation(Wire):
    proposed_at: Moment = Field(alias="voorgesteldOp")
    consents: dict[str, Moment] = Field(default_factory=dict, alias="instemmingen")
    started_at: Moment | None = Field(default=None, alias="begonnenOp")
    ended_at: Moment | None = Field(default=None, alias="beeindigdOp")
    agreed: bool | None = Field(default=None, alias="overeenstemming")
    agreements: Reference | None = Field(default=None, alias="afspraken")


class Hearing(Wire):
    """Awb 9:10. Who was invited had the opportunity; who came, may differ."""

    reference: Reference = Field(alias="kenmerk")
    planned_for: Moment = Field(alias="geplandOp")
    planned_at: Moment = Field(alias="uitgenodigdOp")
    invited: tuple[str, ...] = Field(alias="uitgenodigd")
    separately: bool = Field(default=False, alias="apart")
    held_at: Moment | None = Field(default=None, alias="gehoudenOp")
    present: tuple[str, ...] = Field(default=(), alias="aanwezig")
    minutes: Reference | None = Field(default=None, alias="verslag", description="Awb 9:10 lid 3.")


class NotHeard(Wire):
    """Awb 9:10 lid 2: the complainant is not heard, and why."""

    ground: Waiver = Field(alias="grond")
    at: Moment = Field(alias="op")
    by: str = Field(alias="door")
    document: Reference = Field(alias="document")


class Advice(Wire):
    """Awb 9:13 to 9:16: a person or committee advises on the complaint."""

    adviser: Key = Field(alias="adviseur")
    asked_at: Moment = Field(alias="gevraagdOp")
    given_at: Moment | None = Field(default=None, alias="gegevenOp")
    document: Reference | None = Field(default=None, alias="document")


class Proposal(Wire):
    """A judgment (Awb 9:12) or a refusal to handle (Awb 9:8) that somebody else must look at."""

    outcome: Outcome = Field(alias="uitkomst")
    by: str = Field(alias="door")
    at: Moment = Field(alias="op")
    ground: Ground | None = Field(default=None, alias="grond")
    reasoning: Reference | None = Field(default=None, alias="motivering")
    findings: Reference | None = Field(default=None, alias="bevindingen")
    conclusions: Reference | None = Field(default=None, alias="conclusies")
    evidence: tuple[Reference, ...] = Field(default=(), alias="stukken")
    deviation: Reference | None = Field(
        default=None, alias="afwijking", description="Why the advice is not followed (Awb 9:16)."
    )


class Decision(Wire):
    proposal: Proposal = Field(alias="voorstel")
    by: str = Field(alias="vastgesteldDoor", description="Never who proposed it.")
    at: Moment = Field(alias="vastgesteldOp")


class Proceedings(Wire):
    assignments: tuple[Assignment, ...] = Field(default=(), alias="toewijzingen")
    handbacks: tuple[Handback, ...] = Field(default=(), alias="teruggaven")
    reclassifications: tuple[Reclassification, ...] = Field(default=(), alias="indelingen")
    repair: Repair | None = Field(default=None, alias="aanvulling")
    documents: tuple[Document, ...] = Field(default=(), alias="stukken")
    contributions: tuple[Contribution, ...] = Field(default=(), alias="inbreng")
    mediation: Mediation | None = Field(default=None, alias="bemiddeling")
    hearings: tuple[Hearing, ...] = Field(default=(), alias="hoorzittingen")
    not_heard: NotHeard | None = Field(default=None, alias="nietGehoord")
    advice: Advice | None = Field(default=None, alias="advies")
    proposal: Proposal | None = Field(default=None, alias="voorstel")
    decision: Decision | None = Field(default=None, alias="besluit")
    rejections: int = Field(default=0, alias="afgewezenVoorstellen")


# What follows.


class OmbudsmanRequest(Wire):
    """Awb 9:30 to 9:35: what the ombudsman asks, within the term that he sets."""

    reference: Reference = Field(alias="kenmerk")
    received_at: Moment = Field(alias="ontvangenOp")
    due_on: date = Field(alias="uiterlijk")
    answered_at: Moment | None = Field(default=None, alias="beantwoordOp")


class Recommendation(Wire):
    """Of the ombudsman or the committee: taken over or not, and done (Awb 9:36 lid 4)."""

    reference: Reference = Field(alias="kenmerk")
    by: Key = Field(alias="van")
    unit: Key = Field(alias="eenheid")
    given_at: Moment = Field(alias="gegevenOp")
    due_on: date = Field(alias="uiterlijk")
    taken_over: bool | None = Field(default=None, alias="overgenomen")
    reason: Reference | None = Field(default=None, alias="reden")
    done_at: Moment | None = Field(default=None, alias="gedaanOp")


class Retention(Wire):
    """Until when the file is kept. A person signs for its destruction."""

    years: int = Field(alias="jaren")
    source: str = Field(alias="bron", max_length=300)
    until: date = Field(alias="tot")
    hold: bool = Field(default=False, alias="vernietigingOpgeschort")


class Ending(Wire):
    """What belongs to the outcome: how she said that she is satisfied, or where it went on."""

    expressed: Literal["mondeling", "schriftelijk"] | None = Field(
        default=None, alias="tevredenheidGeuit", description="Awb 9:5."
    )
    forwarded_to: Handler | None = Field(
        default=None, alias="doorgezondenNaar", description="Awb 2:3 and 6:15."
    )


class Aftermath(Wire):
    ending: Ending | None = Field(default=None, alias="afsluiting")
    reopened_at: tuple[Moment, ...] = Field(default=(), alias="heropendOp")
    referred_at: Moment | None = Field(default=None, alias="naarTweedeLijnOp")
    requests: tuple[OmbudsmanRequest, ...] = Field(default=(), alias="verzoeken")
    recommendations: tuple[Recommendation, ...] = Field(default=(), alias="aanbevelingen")
    retention: Retention | None = Field(default=None, alias="bewaring")
