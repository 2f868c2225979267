"""Is somebody in danger? A person looks at once: a flag too many is better than one too few."""

from collections.abc import Mapping, Sequence

from services.routing.lexicon import Hit, chapter_of
from shared.glossary import SAFETY_FLAGS, Flag

SUSPECTED_AS = {"verwaarlozing": "mishandeling", "uitbuiting": "mishandeling"}


def dangers_in(found: Mapping[str, Sequence[Hit]]) -> dict[str, str]:
    """By sort of danger, the words that tell it. Of two weak hints of one sort, both."""
    seen: dict[str, str] = {}
    for topic, hits in found.items():
        chapter, _, sort = topic.partition(".")
        hints = list(dict.fromkeys(hit.phrase for hit in hits))
        if chapter == "vermoedens" and len(hints) > 1:
            seen[SUSPECTED_AS.get(sort, sort)] = " en ".join(hints[:2])
    return chapter_of(found, "veiligheid") | seen


def danger_flags(seen: Mapping[str, str], professional: bool) -> set[Flag]:
    """What the dangers *seen* are in law, where a *professional* gives help or none does."""
    flags = {flag for flag in SAFETY_FLAGS if flag in seen}
    if seen.keys() & {"geweld", "mishandeling", Flag.SEXUAL_HARASSMENT} and professional:
        flags.add(Flag.VIOLENCE)  # Wmo 1.1.1 and 3.4: by a professional, sexual acts included
    elif "geweld" in seen:
        flags.add(Flag.SAFETY)
    if "ongeval" in seen and professional:
        flags.add(Flag.CALAMITY)
    return flags
