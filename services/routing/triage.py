"""What does a message seem to be about? Facts for the decision table, each with its evidence.

Plain functions over plain values. The evidence is a word of our own lexicon, never of the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.routing.conduct_date import more_than_a_year_ago
from services.routing.lexicon import Hit, Lexicon, lexicon, words_of
from shared.dossier import Dossier, Person
from shared.dutch_time import dutch_date
from shared.events import Received
from shared.glossary import SAFETY_FLAGS, Channel, Domain, Flag, Nature
from shared.municipality import Municipality, Provider

VERY_LONG = 1000  # words
UNDERSTOOD = {"nl", "en"}  # the languages of the lexicon
MUNICIPAL = ("gemeente", "wijkteam", "werk_en_inkomen")
ELSEWHERE = "andere_gemeente"
NOBODY = {"", "onbekend", "anoniem", "unknown", "anonymous"}

_QUOTED = re.compile(r"^\s*(>|-{3,}|(van|aan|cc|datum|verzonden|from|to|sent|date|subject):)", re.I)
_SOME_PROVIDER = re.compile(
    r"\b(?:thuiszorg|zorgbureau|zorggroep|zorginstelling|jeugdhulp|jeugdzorg|zorgaanbieder|"
    r"aanbieder|begeleiding|dagbesteding|stichting|taxibedrijf|zorgboerderij|ggz|kliniek)\s+"
    r"(?-i:(?:De |Het |['\u2019]t )?[A-Z]\w+)",
    re.I,
)
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
    understood: bool = True
    old: bool = False  # the conduct seems more than a year old
    domain: Domain = Domain.GENERAL
    nature: Nature = Nature.MATTER
    providers: tuple[str, ...] = ()
    names_unknown_provider: bool = False
    outside_the_domain: bool = False  # the provider works under the Wkkgz
    flags: frozenset[Flag] = frozenset()
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
    text = f"{dossier.subject}\n{dossier.text}"
    everything, own = words_of(text), words_of(_own_words(text))
    alarms = lexicon().find(everything)
    found = alarms if own == everything else lexicon().find(own)
    topics = _chapter(found, "onderwerpen")
    if _elsewhere(found, municipality):
        topics[ELSEWHERE] = "een onderdeel van een andere gemeente"
    providers = _providers(everything, received, municipality, by_service=_is_used(topics))
    names = [municipality.providers[key] for key in providers]
    flags = _safety(alarms, bool(names)) | _signals(found, dossier, received, len(everything))
    if len(providers) > 1:
        flags |= {Flag.SEVERAL_PROVIDERS}
    treatment = "bejegening.bejegening" in found or Flag.SEXUAL_HARASSMENT in flags
    return Facts(
        channel=dossier.channel,
        written=received.written,
        readable=received.readable and bool(everything),
        anonymous=received.anonymous or dossier.anonymous,
        identified=_is_identified(dossier.person),
        understood=dossier.language in UNDERSTOOD,
        old=more_than_a_year_ago(text, dutch_date(received.received_at)),
        domain=_domain(found, names, one_case=not received.anonymous and ELSEWHERE not in topics),
        nature=Nature.TREATMENT if treatment else Nature.MATTER,
        providers=providers,
        names_unknown_provider=not names and bool(_SOME_PROVIDER.search(text)),
        outside_the_domain=any(each.legal_regime == "wkkgz" for each in names),
        flags=frozenset(flags),
        topics=topics | _chapter(alarms, "veiligheid"),
    )


def _is_used(topics: Mapping[str, str]) -> bool:
    """Is a service talked of that somebody has, not one that was asked for or decided on?"""
    decided = not topics.keys().isdisjoint(("besluit", "bezwaar", "niet_tijdig"))
    asked = "hulpvraag" in topics and "onvrede" not in topics
    return not decided and not asked


def _own_words(text: str) -> str:
    """What the sender wrote herself, without what she forwards; all of it where that is nothing."""
    own = "\n".join(line for line in text.splitlines() if not _QUOTED.match(line))
    return own if len(own.split()) >= 5 else text


def _chapter(found: Mapping[str, Sequence[Hit]], chapter: str) -> dict[str, str]:
    prefix = chapter + "."
    return {
        topic.removeprefix(prefix): hits[0].phrase
        for topic, hits in found.items()
        if topic.startswith(prefix)
    }


def _elsewhere(found: Mapping[str, Sequence[Hit]], municipality: Municipality) -> bool:
    """Is a part of another municipality named, such as the neighbourhood team in Utrecht?"""
    ours = {municipality.name, municipality.successor_name, *municipality.places}
    places = [hit for hit in found.get("andere_gemeente.plaatsen", ()) if hit.phrase not in ours]
    parts = found.get("andere_gemeente.onderdelen", ())
    return any(0 <= place.start - part.end <= 1 for place in places for part in parts)


def _providers(
    words: list[str], received: Received, municipality: Municipality, by_service: bool
) -> tuple[str, ...]:
    """Keys of the providers that the form or the text names, else the one for such a service."""
    named = [key for key in received.providers if key in municipality.providers]
    known = municipality.providers.items()
    hits = Lexicon({key: _names(key, each) for key, each in known}).find(words)
    named += sorted(hits, key=lambda key: hits[key][0].start)
    if not named and by_service:
        serving = Lexicon({key: each.services for key, each in known}).find(words)
        named = list(serving) if len(serving) == 1 else []
    return tuple(dict.fromkeys(named))


def _names(key: str, provider: Provider) -> tuple[str, ...]:
    return (key, provider.name, *provider.also_called)


def _domain(
    found: Mapping[str, Sequence[Hit]], providers: Sequence[Provider], one_case: bool
) -> Domain:
    strong = {domain: found.get(f"domeinen.{domain}", ()) for domain in Domain}
    if strong[Domain.SCHOOL_TRANSPORT]:
        return Domain.SCHOOL_TRANSPORT
    if providers:
        return providers[0].domain
    weak = {domain: found.get(f"zwakke_domeinen.{domain}", ()) for domain in Domain}
    for hits in (strong, weak):
        best = max(Domain, key=lambda domain: len(hits[domain]))
        if hits[best]:
            return best
    # Neighbourhood teams mostly give support under the Wmo; a remark about "the" team is general.
    its_team = one_case and "onderwerpen.wijkteam" in found
    return Domain.SOCIAL_SUPPORT if its_team else Domain.GENERAL


def _safety(found: Mapping[str, Sequence[Hit]], provider_named: bool) -> set[Flag]:
    """Whatever a person must look at right away. A flag too many is better than one too few."""
    seen = {topic.removeprefix("veiligheid.") for topic in found}
    professional = provider_named or "onderwerpen.beroepskracht" in found
    flags = {flag for flag in SAFETY_FLAGS if flag in seen}
    if seen & {"geweld", "mishandeling", Flag.SEXUAL_HARASSMENT} and professional:
        flags.add(Flag.VIOLENCE)  # Wmo 1.1.1 and 3.4: by a professional, sexual acts included
    elif "geweld" in seen:
        flags.add(Flag.SAFETY)
    if "ongeval" in seen and professional:
        flags.add(Flag.CALAMITY)
    return flags


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


def _is_identified(person: Person) -> bool:
    named = (person.name or "").strip().casefold() not in NOBODY
    return named and bool(person.address or person.email)
