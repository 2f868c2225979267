"""What does a message seem to be about? Facts for the decision table, each with its evidence.

Plain functions over plain values. The evidence is a word of our own lexicon, never of the text.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from services.routing.conduct_date import months_ago
from services.routing.danger import danger_flags, dangers_in
from services.routing.lexicon import Hit, chapter_of, lexicon
from services.routing.named import Evidence, providers_in
from services.routing.phrase import STOP, words_of
from shared.dossier import Dossier
from shared.dutch_time import dutch_date
from shared.events import Received
from shared.glossary import SAFETY_FLAGS, Channel, Domain, Flag, Nature
from shared.municipality import Municipality
from shared.privacy import without_bsn
from shared.provider import Provider

VERY_LONG = 1000  # words
A_YEAR = 12  # months
UNDERSTOOD = {"nl", "en"}  # the languages of the lexicon
MUNICIPAL = ("gemeente", "wijkteam", "werk_en_inkomen")
ELSEWHERE = "andere_gemeente"
NOBODY = {"", "onbekend", "anoniem", "unknown", "anonymous"}
OF_THE_BODY_TOO = {"klacht*", "al weken", "al maanden", "al <tijd>", "slecht*"}  # said of a knee

_QUOTED = re.compile(r"^\s*(>|-{3,}|(van|aan|cc|datum|verzonden|from|to|sent|date|subject):)", re.I)
_SOME_PROVIDER = re.compile(
    r"\b(?:thuiszorg|zorgbureau|zorggroep|zorginstelling|jeugdhulp|jeugdzorg|zorgaanbieder|"
    r"aanbieder|begeleiding|dagbesteding|stichting|taxibedrijf|zorgboerderij|ggz|kliniek)\s+"
    r"(?-i:(?:De |Het |['\u2019]t )?[A-Z]\w+)",
    re.I,
)
_OUR_NUMBER = re.compile(r"\bKL-20\d\d-", re.I)
_UNDER_18 = re.compile(
    r"\b(?:zoon|dochter|kind|kleinkind|son|daughter)\D{0,8}\b(1[0-7]|\d)\b", re.I
)


@dataclass(frozen=True)
class Facts:
    channel: Channel
    written: bool = True
    readable: bool = True
    anonymous: bool = False
    identified: bool = True  # Awb 9:4: a name, and an address to write to
    has_email: bool = True
    by_letter: bool = False  # she wrote a letter, or wants one
    understood: bool = True
    old: bool = False  # the conduct seems more than a year old
    months_ago: int | None = None  # the conduct seems more than so many months old
    domain: Domain = Domain.GENERAL
    nature: Nature = Nature.MATTER
    domain_by: Evidence = Evidence.NOTHING
    providers: tuple[str, ...] = ()
    named_by: Evidence = Evidence.NOTHING
    names_unknown_provider: bool = False
    outside_the_domain: bool = False  # the provider works under the Wkkgz
    flags: frozenset[Flag] = frozenset()
    similar: bool = False  # to another message, and nobody said yet whether it is the same
    subjects: tuple[str, ...] = ()  # what it may be about, in Dutch, each with its evidence
    topics: Mapping[str, str] = field(default_factory=dict)
    """By topic of the lexicon, the phrase of the lexicon that was found."""

    def says(self, *topics: str) -> bool:
        """Was at least one of *topics* found?"""
        return any(topic in self.topics for topic in topics)

    @property
    def unsafe(self) -> bool:
        return not SAFETY_FLAGS.isdisjoint(self.flags)


def triage(dossier: Dossier, received: Received, municipality: Municipality) -> Facts:
    """The facts of one message. *received* says what intake found out about it."""
    text = dossier.story
    everything, own = words_of(text), words_of(_own_words(text))
    alarms = lexicon().find(everything)
    found = alarms if own == everything else lexicon().find(own)
    topics = chapter_of(found, "onderwerpen")
    if "lichamelijk" in topics and _are_all(found.get("onderwerpen.onvrede", ()), OF_THE_BODY_TOO):
        topics.pop("onvrede", None)
    if _elsewhere(found, municipality):
        topics[ELSEWHERE] = "een onderdeel van een andere gemeente"
    topics |= _marks(text, forwarded=own != everything)
    if received.solved:
        topics["direct_opgelost"] = "wie met haar sprak"
    providers, named_by = providers_in(
        text, everything, received.providers, municipality, found, by_service=_is_used(topics)
    )
    names = [municipality.providers[key] for key in providers]
    dangers = dangers_in(alarms)
    if received.urgent:
        dangers.setdefault("veiligheid", "wie met haar sprak")
    flags = danger_flags(dangers, professional=bool(names) or "beroepskracht" in topics)
    if flags:
        topics.pop("compliment", None)  # kind words beside danger are no compliment
    flags |= _signals(found, dossier, received, len(everything) - everything.count(STOP))
    if len(providers) > 1:
        flags |= {Flag.SEVERAL_PROVIDERS}
    done_to_somebody = flags & {Flag.SEXUAL_HARASSMENT, Flag.VIOLENCE}
    treatment = "bejegening.bejegening" in found or "integriteit" in topics or done_to_somebody
    one_case = not received.anonymous and ELSEWHERE not in topics
    domain, domain_by = _domain(found, names[0] if names else None, named_by, one_case)
    months = months_ago(text, dutch_date(received.received_at))
    return Facts(
        channel=dossier.channel,
        written=received.written,
        readable=received.readable and bool(everything),
        anonymous=received.anonymous or dossier.anonymous,
        identified=_is_identified(dossier),
        has_email=bool(dossier.person.email),
        by_letter=dossier.channel is Channel.LETTER or dossier.person.preferred_contact == "brief",
        understood=dossier.language in UNDERSTOOD,
        old=months is not None and months >= A_YEAR,
        months_ago=months,
        domain=domain,
        domain_by=domain_by,
        nature=Nature.TREATMENT if treatment else Nature.MATTER,
        providers=providers,
        named_by=named_by,
        names_unknown_provider=not names and bool(_SOME_PROVIDER.search(text)),
        outside_the_domain=any(each.legal_regime == "wkkgz" for each in names),
        flags=frozenset(flags),
        similar=bool(received.similar),
        subjects=_subjects(found, [each.name for each in names]),
        topics=topics | dangers,
    )


def _subjects(found: Mapping[str, Sequence[Hit]], providers: Sequence[str]) -> tuple[str, ...]:
    """What it may be about. A word that stands within one of another task is not told twice."""
    hits = [(domain, hit) for domain in Domain for hit in found.get(f"domeinen.{domain}", ())]
    words = {
        domain.value: hit.phrase
        for domain, hit in reversed(hits)
        if not any(
            other is not domain and each.start <= hit.start and hit.end <= each.end
            for other, each in hits
        )
    }
    tasks = [f"{domain} (\u2018{phrase}\u2019)" for domain, phrase in sorted(words.items())]
    return tuple(tasks) if len(tasks) > 1 else tuple(providers)


def _is_used(topics: Mapping[str, str]) -> bool:
    """Is a service talked of that somebody has, not one that was asked for or decided on?"""
    decided = not topics.keys().isdisjoint(("besluit", "bezwaar", "niet_tijdig"))
    asked = "hulpvraag" in topics and "onvrede" not in topics
    return not decided and not asked


def _own_words(text: str) -> str:
    """What the sender wrote herself, without what she forwards; all of it where that is nothing."""
    own = "\n".join(line for line in text.splitlines() if not _QUOTED.match(line))
    return own if len(own.split()) >= 5 else text


def _marks(text: str, forwarded: bool) -> dict[str, str]:
    """What is no word, but seen all the same."""
    marks = {
        "bsn": ("een burgerservicenummer", without_bsn(text)[1] > 0),
        "zaaknummer": ("een zaaknummer", bool(_OUR_NUMBER.search(text))),
        "mailketen": ("een doorgestuurd bericht", forwarded),
    }
    return {mark: words for mark, (words, seen) in marks.items() if seen}


def _are_all(hits: Sequence[Hit], phrases: Collection[str]) -> bool:
    return all(hit.phrase in phrases for hit in hits)


def _elsewhere(found: Mapping[str, Sequence[Hit]], municipality: Municipality) -> bool:
    """Is a part of another municipality named, such as the neighbourhood team in Utrecht?"""
    ours = {municipality.name, municipality.successor_name, *municipality.places}
    places = [hit for hit in found.get("andere_gemeente.plaatsen", ()) if hit.phrase not in ours]
    parts = found.get("andere_gemeente.onderdelen", ())
    return any(0 <= place.start - part.end <= 1 for place in places for part in parts)


def _domain(
    found: Mapping[str, Sequence[Hit]],
    provider: Provider | None,
    named_by: Evidence,
    one_case: bool,
) -> tuple[Domain, Evidence]:
    strong = {domain: found.get(f"domeinen.{domain}", ()) for domain in Domain}
    if strong[Domain.SCHOOL_TRANSPORT]:
        return Domain.SCHOOL_TRANSPORT, Evidence.WORD
    if provider:
        return max(provider.domains, key=lambda domain: len(strong[domain])), named_by
    weak = {domain: found.get(f"zwakke_domeinen.{domain}", ()) for domain in Domain}
    best = max(Domain, key=lambda domain: (len(strong[domain]), len(weak[domain])))
    if strong[best] or weak[best]:
        return best, Evidence.WORD if strong[best] else Evidence.HINT
    # Neighbourhood teams mostly give support under the Wmo; a remark about "the" team is general.
    if one_case and "onderwerpen.wijkteam" in found:
        return Domain.SOCIAL_SUPPORT, Evidence.HINT
    return Domain.GENERAL, Evidence.NOTHING


def _signals(
    found: Mapping[str, Sequence[Hit]], dossier: Dossier, received: Received, length: int
) -> set[Flag]:
    person = dossier.person
    minor = bool(_UNDER_18.search(f"{person.represents or ''} {dossier.text[:20_000]}"))
    signs = {
        Flag.PRESS: "signaleringen.pers" in found,
        Flag.DATA_BREACH: "signaleringen.datalek" in found,
        Flag.REPEATED: "signaleringen.herhaling" in found,
        Flag.MINOR: minor or "signaleringen.minderjarige" in found,
        Flag.LATE_DECISION: "onderwerpen.niet_tijdig" in found,
        Flag.ANONYMOUS: received.anonymous or dossier.anonymous,
        Flag.ORAL: not received.written,
        Flag.FOREIGN_LANGUAGE: dossier.language != "nl",
        Flag.VERY_LONG: length > VERY_LONG,
        Flag.NO_AUTHORISATION: bool(person.represents) and person.authorised_in_writing is False,
        Flag.FROM_PROVIDER: dossier.channel is Channel.PROVIDER,
        Flag.REFERRED_BACK: dossier.channel is Channel.OMBUDSMAN,
    }
    return {flag for flag, seen in signs.items() if seen}


def _is_identified(dossier: Dossier) -> bool:
    """Is it known who complains, and where to write to? A council member is not who complains."""
    person = dossier.person
    named = (person.name or "").strip().casefold() not in NOBODY
    reachable = bool(person.address or person.email)
    return named and reachable and dossier.channel is not Channel.COUNCIL_MEMBER
