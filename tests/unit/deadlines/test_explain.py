import pytest

from services.deadlines import explain


def test_a_date_is_printed_with_the_way_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    rule = ["--regel", "awb_9_11_2_adjourned", "--met", "base_weeks=10", "adjourn_weeks=4"]

    explain.main([*rule, "--ontvangen", "2026-02-05T10:00:00+01:00"])

    first, *way = capsys.readouterr().out.splitlines()
    assert first == "Uiterlijk maandag 18 mei 2026."
    assert "10 weken plus 4 weken (Awb 9:11 lid 2)" in way[1]


@pytest.mark.parametrize(
    ("received", "given", "reason"),
    [
        (
            "2026-02-30T10:00:00+01:00",
            "weeks=6",
            "2026-02-30.* is geen bestaand moment",
        ),
        ("2026-02-20T10:00:00", "weeks=6", "geen tijdzone"),
        ("9999-12-31T23:00:00Z", "weeks=6", "Het jaar 9999 is te ver weg"),
        ("2026-02-20T10:00:00Z", "weeks:6", "Schrijf weeks:6 als naam=waarde"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(received: str, given: str, reason: str) -> None:
    with pytest.raises(SystemExit, match=reason):
        explain.main(["--regel", "awb_9_11_1_six_weeks", "--ontvangen", received, "--met", given])


@pytest.mark.parametrize("given", [[], ["--regel", "awb_9_11_1_six_weeks"]])
def test_who_gives_too_little_is_shown_how_and_which_rules_there_are(given: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"make explain regel=(.|\n)*  wkkgz_17_1_six_weeks"):
        explain.main(given)


def test_an_unknown_rule_is_refused_with_those_that_exist() -> None:
    with pytest.raises(SystemExit, match=r"De regel awb_9_99 bestaat niet\. Wel: arhi_28"):
        explain.main(["--regel", "awb_9_99", "--ontvangen", "2026-02-20T10:00:00Z"])
