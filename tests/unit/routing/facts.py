"""Any facts that a message may have, for properties that hold whatever comes in."""

from hypothesis import strategies as st

from services.routing.rules import RULES
from services.routing.triage import Facts
from shared.glossary import Channel, Domain, Flag, Nature
from shared.municipality import municipalities

PROVIDERS = sorted(municipalities()["1904"].providers)
TOPICS = sorted({topic for rule in RULES.values() for topic in rule.topics})


def any_facts() -> st.SearchStrategy[Facts]:
    return st.builds(
        Facts,
        channel=st.sampled_from(Channel),
        domain=st.sampled_from(Domain),
        nature=st.sampled_from(Nature),
        providers=st.lists(st.sampled_from(PROVIDERS), unique=True).map(tuple),
        written=st.booleans(),
        anonymous=st.booleans(),
        months_ago=st.none() | st.integers(0, 40),
        flags=st.frozensets(st.sampled_from(Flag), max_size=4),
        topics=st.dictionaries(st.sampled_from(TOPICS), st.just("een woord van ons"), max_size=5),
    )
