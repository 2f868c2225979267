"""What does a member of staff write down for somebody: a call, a talk at the desk, a letter?

The resident tells it once and need not write (Regeling art. 3 lid 2). What she said is read back to
her; what came by letter counts from the day it came in (Awb 2:20).
"""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from services.intake.domain import IN_WRITING, fingerprint
from services.intake.form import Line, Told
from services.intake.programs.offered import NOT_SIGNED
from services.intake.service import Receipt
from services.intake.submission import Door, Submission
from shared.dutch_time import dutch_date, dutch_moment, in_words
from shared.glossary import Channel, Role
from shared.http import InvalidError
from shared.municipality import Municipality
from shared.wire import Moment, Wire

MAY_RECORD = (Role.CONTACT_CENTRE, Role.COORDINATOR, Role.HANDLER, Role.TEAM_LEAD)
SPOKEN = frozenset({Channel.PHONE, Channel.DESK, Channel.NEIGHBOURHOOD_TEAM})
FIRST_DAY = date(2000, 1, 1)  # before it, somebody mistyped
CLOCKS_DIFFER = timedelta(hours=1)  # at most
NOON = time(12)  # of a day without a time: the same day in every time zone that matters

LETTER_WITHOUT_DAY = "Vul in op welke dag de brief bij de gemeente binnenkwam."
TOO_LONG_AGO = "Dit is van voor 2000. Controleer de datum."
SAY_IF_READ_BACK = "Geef aan of u de tekst hebt voorgelezen."
SAY_HOW = "Schrijf in een paar woorden hoe het is opgelost."
NOT_READ_BACK = "Niet voorgelezen: lees de tekst voor bij het eerste contact."
IN_DANGER = "Wie dit invoerde, vreest voor iemands veiligheid: bel vandaag nog."
IN_THE_FUTURE = "De dag van ontvangst ligt in de toekomst. Controleer de datum."
COUNCIL_MEMBER = "raadslid"

_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


def _day_or_moment(value: Any) -> Any:
    if value is None or isinstance(value, date):
        return value
    try:
        is_a_day = isinstance(value, str) and len(value.strip()) == len("2026-03-24")
        return date.fromisoformat(value.strip()) if is_a_day else _MOMENT.validate_python(value)
    except ValueError:
        raise PydanticCustomError(
            "day_or_moment",
            "Geef een dag, zoals 2026-03-24, of een tijdstip met tijdzone, zoals "
            "2026-03-24T23:30:00+01:00.",
        ) from None


class Entry(Told):
    """What somebody said or sent, as a member of staff writes it down."""

    channel: Channel = Field(alias="kanaal", description="Hoe het binnenkwam.")
    received: Annotated[date | datetime | None, BeforeValidator(_day_or_moment)] = Field(
        default=None,
        alias="ontvangenOp",
        description="De dag of het tijdstip waarop het de gemeente bereikte; weggelaten: nu. "
        "Verplicht bij een brief.",
    )
    sent_on: date | None = Field(
        default=None, alias="verzondenOp", description="De datum die op de brief staat."
    )
    said_written: bool | None = Field(
        default=None,
        alias="schriftelijk",
        description="Weggelaten: bij een brief ja, bij een gesprek nee.",
    )
    signed: bool | None = Field(default=None, alias="ondertekend")
    read_back: bool | None = Field(
        default=None,
        alias="voorgelezen",
        description="Is de tekst voorgelezen en was zij het ermee eens? Verplicht bij een gesprek.",
    )
    solved: bool = Field(
        default=False, alias="directOpgelost", description="In het gesprek zelf opgelost."
    )
    solution: Line = Field(
        default="",
        alias="oplossing",
        description="Hoe het is opgelost. Verplicht als het direct is opgelost.",
    )
    danger: bool = Field(
        default=False, alias="gevaar", description="Er kan iemand in gevaar zijn: kijk meteen."
    )

    @model_validator(mode="before")
    @classmethod
    def _with_what_is_left_out(cls, said: Any) -> Any:
        """So that what is missing is found beside what is wrong, under the name that it has."""
        if not isinstance(said, dict):
            return said
        return {"ontvangenOp": None, "voorgelezen": None, "oplossing": ""} | said

    @field_validator("received")
    @classmethod
    def _says_when_a_letter_came(cls, value: date | None, info: ValidationInfo) -> date | None:
        if value is None and info.data.get("channel") is Channel.LETTER:
            raise PydanticCustomError("day_missing", LETTER_WITHOUT_DAY)
        if value is not None and _day_of(value) < FIRST_DAY:
            raise PydanticCustomError("too_long_ago", TOO_LONG_AGO)
        return value

    @field_validator("read_back")
    @classmethod
    def _says_whether_it_was_read_back(
        cls, value: bool | None, info: ValidationInfo
    ) -> bool | None:
        if value is None and _is_spoken(info.data.get("channel"), info.data.get("said_written")):
            raise PydanticCustomError("not_said", SAY_IF_READ_BACK)
        return value

    @field_validator("solution")
    @classmethod
    def _says_how_it_was_solved(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("solved") and not value:
            raise PydanticCustomError("not_said", SAY_HOW)
        return value

    @property
    def is_spoken(self) -> bool:
        return _is_spoken(self.channel, self.said_written)

    @property
    def written(self) -> bool:
        if self.said_written is not None:
            return self.said_written
        return self.channel in IN_WRITING and not self.is_spoken

    def as_submission(self, municipality: str, key: str, by: str, at: datetime) -> Submission:
        """As *by*, an opaque id, recorded it *at* a moment. Raises `InvalidError` where it would
        have come in later than that.
        """
        passes_on = self.channel is Channel.COUNCIL_MEMBER
        role = {"role": COUNCIL_MEMBER} if passes_on else {}
        return Submission(
            municipality=municipality,
            door=Door.STAFF,
            key=key,
            content=fingerprint(self.model_dump_json(exclude_defaults=True)),
            channel=self.channel,
            written=self.written,
            received_at=self._received_at(at),
            registered_at=at,
            subject=self.subject,
            text=self.text,
            about=self.about,
            happened=self.happened,
            wish=self.wish,
            may_be_shared=self.may_be_shared,
            person=self.person.model_copy(update=role),
            anonymous=self.anonymous,
            language=self.language,
            solved=self.solved,
            urgent=self.danger,
            providers=self.providers,
            files=self.files,
            note=" ".join(self._notes()) or None,
            entered_by=by,
        )

    def _received_at(self, at: datetime) -> datetime:
        said = self.received
        if said is None or said == dutch_date(at):
            return at
        moment = said if isinstance(said, datetime) else dutch_moment(said, NOON)
        if moment > at + CLOCKS_DIFFER:
            raise InvalidError(IN_THE_FUTURE)
        return min(moment, at)

    def _notes(self) -> list[str]:
        sent = f"Op de brief staat {in_words(self.sent_on)}." if self.sent_on else ""
        notes = {
            IN_DANGER: self.danger,
            f"Direct opgelost: {self.solution}": self.solved,
            NOT_READ_BACK: self.is_spoken and self.read_back is False,
            NOT_SIGNED: self.signed is False,
            sent: self.sent_on is not None,
        }
        return [note for note, applies in notes.items() if applies]


class Recorded(Wire):
    """A receipt, and what the member of staff says now."""

    number: str = Field(alias="zaaknummer")
    received_at: Moment = Field(alias="ontvangenOp")
    code: str | None = Field(
        alias="volgcode",
        description="Hiermee volgt de inwoner haar zaak. Geef hem alleen aan haar; een raadslid "
        "krijgt er geen.",
    )
    what_now: str = Field(alias="watNu", description="Om te vertellen.")
    read_back: str | None = Field(
        alias="terugleestekst", description="Om voor te lezen, na een gesprek."
    )

    @classmethod
    def of(cls, entry: Entry, receipt: Receipt, municipality: Municipality) -> "Recorded":
        now = what_now(entry, receipt, municipality)
        return cls(
            number=receipt.number,
            received_at=receipt.received_at,
            code=receipt.code,
            what_now=now,
            read_back=None if entry.written else read_back(entry, receipt, now),
        )


def what_now(entry: Entry, receipt: Receipt, municipality: Municipality) -> str:
    """What happens next, in words for whoever told it."""
    if entry.danger:
        return "Iemand kijkt hier meteen naar. Is er nu gevaar? Bel dan 112."
    if entry.channel is Channel.COUNCIL_MEMBER:
        return "Een medewerker kijkt wie dit oppakt. U krijgt geen gegevens van de inwoner."
    if entry.solved and not entry.written:
        return "Wij schrijven op dat het is opgelost. U hoeft niets meer te doen."
    if entry.anonymous:
        return f"Wij weten niet wie u bent. Wilt u antwoord? Bel dan {municipality.phone}."
    terms = municipality.regime_on(dutch_date(receipt.received_at)).terms
    return f"Iemand neemt binnen {terms.contact_working_days} werkdagen contact met u op."


def read_back(entry: Entry, receipt: Receipt, now: str) -> str:
    """What was written down, to read out to whoever said it."""
    code = f"Uw volgcode is {receipt.code}. Geef deze code aan niemand." if receipt.code else ""
    parts = (
        "Ik lees voor wat ik heb opgeschreven.",
        entry.text,
        f"Het gaat over: {entry.about}." if entry.about else "",
        f"Het gebeurde: {entry.happened}." if entry.happened else "",
        f"U wilt graag: {entry.wish}." if entry.wish else "",
        "Klopt dit? Mist er iets? Dan vul ik het aan.",
        f"Uw zaaknummer is {receipt.number}. {code}".strip(),
        now,
    )
    return "\n\n".join(filter(None, parts))


def _is_spoken(channel: Channel | None, said_written: bool | None) -> bool:
    return channel in SPOKEN and said_written is not True


def _day_of(value: date) -> date:
    return dutch_date(value) if isinstance(value, datetime) else value
