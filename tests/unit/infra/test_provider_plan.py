"""A line of the list is taken whole or refused with a reason; what it does not say stays."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.provider_list import COLUMNS, REQUIRED, Line
from infra.local.provider_plan import Plan, plan
from shared.provider import Provider, Register

UNITS = ("wmo_toegang",)
KNOWN: dict[str, dict[str, Any]] = {
    "rietland": {
        "naam": "Begeleiding Het Rietland",
        "ook_bekend_als": ["Het Rietland"],
        "postbus": "klachten@rietland.example",
        "domeinen": ["wmo"],
        "wettelijk_regime": "wmo_3_2_contract",
        "klachtenregeling_goedgekeurd_op": "2025-12-01",
        "contract_van": "2026-01-01",
        "afspraken": ["termijnen"],
    },
    "kompas": {"naam": "Kompas Jeugd", "domeinen": ["jeugd"], "wettelijk_regime": "contract"},
}
RIETLAND = {
    "sleutel": "rietland",
    "naam": "Begeleiding Het Rietland",
    "domeinen": "wmo",
    "wettelijk_regime": "wmo_3_2_contract",
}
NEW = {"sleutel": "hof", "naam": "Het Hof", "domeinen": "wmo", "wettelijk_regime": "contract"}


def register(**changes: dict[str, Any]) -> dict[str, Provider]:
    known = {key: facts | changes.get(key, {}) for key, facts in KNOWN.items()}
    return Register.model_validate({"aanbieders": known}).providers


def planned(*rows: Mapping[str, str], known: Mapping[str, Provider] | None = None) -> Plan:
    lines = [Line(number, row) for number, row in enumerate(rows, start=2)]
    return plan(lines, register() if known is None else known, UNITS)


def after(found: Plan, known: Mapping[str, Provider]) -> dict[str, Provider]:
    return {**known, **{change.key: change.becomes for change in found.changes}}


def reason(row: Mapping[str, str], known: Mapping[str, Provider] | None = None) -> str:
    found = planned(row, known=known)
    assert found.changes == ()
    [why] = found.refused[2]
    return why


def test_a_new_provider_is_taken_with_all_its_facts() -> None:
    full = NEW | {
        "postbus": "a.jansen@hof.example",
        "leidinggevende": "wmo_toegang",
        "ook_bekend_als": "Hof van Holland, Hofzorg",
        "diensten": "dagbesteding*",
        "domeinen": "jeugd, wmo",
        "eigen_termijn_weken": "4,0",
        "klachtenregeling_goedgekeurd_op": "1-12-2025",
        "contract_van": "1-1-2026",
        "contract_tot_en_met": "31-12-2026",
        "afspraken": "zaaksklachten; termijnen",
    }

    [change] = planned(full).changes

    assert (change.key, change.was) == ("hof", None)
    assert change.fields() == (
        {},
        {
            "naam": "Het Hof",
            "postbus": "a.jansen@hof.example",
            "leidinggevende": "wmo_toegang",
            "ook_bekend_als": ["Hof van Holland", "Hofzorg"],
            "diensten": ["dagbesteding*"],
            "domeinen": ["jeugd", "wmo"],
            "wettelijk_regime": "contract",
            "eigen_termijn_weken": 4,
            "klachtenregeling_goedgekeurd_op": "2025-12-01",
            "contract_van": "2026-01-01",
            "contract_tot_en_met": "2026-12-31",
            "afspraken": ["zaaksklachten", "termijnen"],
        },
    )


def test_what_the_list_does_not_hold_stays_as_it_is() -> None:
    found = planned(RIETLAND | {"postbus": "meldpunt@rietland.example"})

    [change] = found.changes
    assert change.fields() == (
        {"postbus": "klachten@rietland.example"},
        {"postbus": "meldpunt@rietland.example"},
    )
    assert found.absent == ("kompas",)


def test_an_empty_cell_empties_what_was_there() -> None:
    [change] = planned(RIETLAND | {"postbus": " ", "ook_bekend_als": ""}).changes

    assert change.fields() == (
        {"postbus": "klachten@rietland.example", "ook_bekend_als": ["Het Rietland"]},
        {},
    )


def test_a_contract_ends_by_a_date() -> None:
    [change] = planned(RIETLAND | {"contract_tot_en_met": "30-6-2026"}).changes

    assert change.fields() == ({}, {"contract_tot_en_met": "2026-06-30"})


def test_what_says_the_same_is_no_change() -> None:
    found = planned(RIETLAND)

    assert (found.changes, found.refused, found.same) == ((), {}, 1)


def test_a_bad_line_does_not_stop_the_good_ones() -> None:
    found = planned(NEW | {"domeinen": "geld"}, NEW | {"sleutel": "nog_een"})

    assert [change.key for change in found.changes] == ["nog_een"]
    assert list(found.refused) == [2]


def test_all_that_is_wrong_with_a_line_is_told_at_once() -> None:
    row = {"sleutel": "Hof 1", "naam": "", "domeinen": "goud, geld", "wettelijk_regime": "=1"}

    reasons = planned(row | {"contract_van": "1-1-26"}).refused[2]

    assert sorted(why.split(":")[0] for why in reasons) == [
        "contract_van", "domeinen", "naam", "sleutel", "wettelijk_regime", "wettelijk_regime",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("sleutel", ""),
        ("sleutel", "Het Hof"),
        ("sleutel", "h"),
        ("naam", " "),
        ("naam", "x" * 201),
        ("postbus", "klachten at hof"),
        ("postbus", "Klachten <k@hof.example>"),
        ("postbus", "a@hof.example, b@hof.example"),
        ("leidinggevende", "burgemeester"),
        ("ook_bekend_als", "x" * 201),
        ("domeinen", ""),
        ("domeinen", "wmo, geldzaken"),
        ("wettelijk_regime", "wmo"),
        ("eigen_termijn_weken", "0"),
        ("eigen_termijn_weken", "27"),
        ("eigen_termijn_weken", "6,5"),
        ("eigen_termijn_weken", "zes"),
        ("klachtenregeling_goedgekeurd_op", "ja"),
        ("contract_van", "31-12-26"),
        ("contract_van", "30-2-2026"),
        ("contract_van", "12/31/2026"),
        ("contract_van", "46022"),  # how Excel keeps a day
        ("contract_tot_en_met", "onbepaald"),
        ("afspraken", "alles"),
    ],
)
def test_a_cell_that_cannot_be_taken_says_what_can(column: str, cell: str) -> None:
    _, hint = COLUMNS[column]

    assert reason(NEW | {column: cell}) == f"{column}: {hint}"


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("naam", "🌷🌷🌷", "ten minste 3 letters"),
        ("naam", "Hof *", "geen *"),
        ("ook_bekend_als", "Hof, de ... zorg", "geen drie punten"),
        ("ook_bekend_als", "Hof, De", "ten minste 3 letters"),
        ("diensten", "taxi*, *", "geen *"),
        ("naam", "Het\u202eHof", "teken dat niet te zien is"),
        ("naam", "Het\x07Hof", "teken dat niet te zien is"),
        ("contract_tot_en_met", "31-12-2026", "contract_van ontbreekt"),
        ("", "over", "meer cellen dan kolommen"),
    ],
)
def test_what_would_lead_a_complaint_astray_is_refused(column: str, cell: str, words: str) -> None:
    assert words in reason(NEW | {column: cell})


def test_a_reversed_contract_is_refused() -> None:
    dates = {"contract_van": "1-2-2026", "contract_tot_en_met": "31-1-2026"}

    assert "ligt later" in reason(RIETLAND | dates)
    assert planned(RIETLAND | dates | {"contract_tot_en_met": "1-2-2026"}).refused == {}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\uff1d", "\uff0b"])
@pytest.mark.parametrize("column", ["naam", "ook_bekend_als", "diensten"])
def test_no_cell_can_become_a_formula(column: str, start: str) -> None:
    assert "formule" in reason(NEW | {column: f"{start}SOM(A1) Zorg"})


def test_no_part_of_a_cell_can_become_a_formula() -> None:
    assert "formule" in reason(NEW | {"ook_bekend_als": "Hofzorg, =SOM(A1)"})


def test_a_mailbox_on_the_name_of_a_person_and_a_name_with_a_flower_are_fine() -> None:
    row = NEW | {"naam": "Zorg-Hôf 't Lam + zoon 🌷", "postbus": "jan.jansen@hof.example"}

    assert planned(row).refused == {}


# --- R92: no contract without a good complaints regulation

CONTRACT = {"contract_van": "1-1-2026", "klachtenregeling_goedgekeurd_op": ""}
UNREGULATED = {"klachtenregeling_goedgekeurd_op": None, "contract_tot_en_met": "2026-12-31"}


def test_no_contract_begins_without_a_regulation() -> None:
    assert "geen contract zonder goede klachtenregeling" in reason(NEW | CONTRACT)
    assert planned(NEW | CONTRACT | {"klachtenregeling_goedgekeurd_op": "1-1-2026"}).refused == {}


def test_a_regulation_is_not_taken_away_below_a_contract() -> None:
    assert "geen contract zonder" in reason(RIETLAND | CONTRACT)


@pytest.mark.parametrize(
    ("begins", "ends", "taken"),
    [
        ("1-1-2026", "31-12-2026", True),
        ("1-1-2026", "30-6-2026", True),
        ("1-1-2026", "1-1-2027", False),
        ("1-1-2026", "", False),
        ("2-1-2026", "31-12-2026", False),
    ],
)
def test_a_contract_that_has_none_may_only_stay_or_end_sooner(
    begins: str, ends: str, taken: bool
) -> None:
    row = RIETLAND | {"contract_van": begins, "contract_tot_en_met": ends}

    found = planned(row, known=register(rietland=UNREGULATED))

    assert (found.refused == {}) is taken


def test_a_contract_without_an_end_may_get_one() -> None:
    known = register(rietland={**UNREGULATED, "contract_tot_en_met": None})

    assert planned(RIETLAND, known=known).refused == {}
    assert planned(RIETLAND | {"contract_tot_en_met": "31-12-2026"}, known=known).refused == {}


def test_its_other_facts_can_still_be_mended() -> None:
    row = RIETLAND | {"postbus": "meldpunt@rietland.example"}

    [change] = planned(row, known=register(rietland=UNREGULATED)).changes

    assert change.becomes.mailbox == "meldpunt@rietland.example"


def test_a_contract_is_not_wiped_out() -> None:
    why = reason(RIETLAND | {"contract_van": "", "contract_tot_en_met": ""})

    assert "een contract eindigt met een dag" in why


# --- One name, one provider, one key


def test_a_key_on_two_lines_is_refused_on_both() -> None:
    found = planned(NEW, NEW | {"naam": "Het Andere Hof"})

    assert found.changes == ()
    assert list(found.refused) == [2, 3]
    assert "meer regels" in found.refused[3][0]


def test_lines_without_a_key_are_asked_for_one() -> None:
    found = planned(NEW | {"sleutel": ""}, NEW | {"sleutel": " "})

    assert found.refused == {n: [f"sleutel: {COLUMNS['sleutel'][1]}"] for n in (2, 3)}


@pytest.mark.parametrize(
    "taken",
    [
        {"naam": "begeleiding HET RIËTLAND"},
        {"ook_bekend_als": "Hofzorg, Het-Rietland"},
        {"naam": "Riet Land"},  # the key of another
        {"sleutel": "het_rietland"},  # an alias of another
    ],
)
def test_a_known_provider_does_not_come_in_again_under_another_key(
    taken: dict[str, str],
) -> None:
    assert "zo heet rietland al" in reason(NEW | taken)


def test_two_new_providers_of_one_name_are_both_refused_and_a_known_one_is_not() -> None:
    also = {"sleutel": "hof_b", "ook_bekend_als": "Het Hof"}

    found = planned(RIETLAND, NEW, NEW | {"naam": "Hofzorg"} | also)

    assert list(found.refused) == [3, 4]
    assert found.same == 1


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_may_move_to_another_provider_in_one_list(order: int) -> None:
    rows = [RIETLAND | {"ook_bekend_als": ""}, NEW | {"ook_bekend_als": "Het Rietland"}]

    found = planned(*rows[::order])

    assert found.refused == {}
    assert len(found.changes) == 2


def test_a_name_does_not_move_when_who_has_it_could_not_be_changed() -> None:
    leaves = RIETLAND | {"ook_bekend_als": "", "naam": "Kompas Jeugd"}

    found = planned(leaves, NEW | {"ook_bekend_als": "Het Rietland"})

    assert found.changes == ()
    assert "zo heet kompas al" in found.refused[2][0]
    assert "zo heet rietland al" in found.refused[3][0]


names = st.sampled_from(["Het Hof", "hethof", "Rietland", "Kompas", "Nieuw Land", "Oud Land", ""])
rows = st.fixed_dictionaries(
    {
        "sleutel": st.sampled_from(["rietland", "kompas", "hof", "nieuw_land", "X"]),
        "naam": names,
        "domeinen": st.sampled_from(["wmo", "jeugd,wmo", "?"]),
        "wettelijk_regime": st.sampled_from(["contract", "wkkgz"]),
    },
    optional={
        "ook_bekend_als": st.lists(names).map(",".join),
        "contract_van": st.sampled_from(["", "1-1-2026", "1-2-2026"]),
        "contract_tot_en_met": st.sampled_from(["", "31-1-2026", "31-12-2026"]),
        "klachtenregeling_goedgekeurd_op": st.sampled_from(["", "1-12-2025"]),
    },
)


@given(st.lists(rows, max_size=6))
def test_any_list_leaves_a_sound_register_loses_nobody_and_is_done_at_once(
    several: list[dict[str, str]],
) -> None:
    known = register()

    found = planned(*several)

    then = after(found, known)
    Register(providers=then)
    assert known.keys() <= then.keys()
    again = planned(*several, known=then)
    assert again.changes == ()
    assert again.refused == found.refused


def test_the_columns_that_a_list_needs_are_what_a_provider_needs() -> None:
    assert set(REQUIRED) == set(NEW)
