"""What anybody may read before she trusts us: whole pages, as API Gateway gets them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from services.intake.pages import style
from services.intake.pages.about import security_txt
from services.intake.pages.app import on_request
from shared.municipality import SAFETY_NET, Municipality, municipalities
from tests.aws import Context, http_request

TOWNS = [town for town in municipalities().values() if town.code != SAFETY_NET]


def ask(path: str, method: str = "GET", **query: str) -> tuple[int, str, dict[str, list[str]]]:
    answer = on_request(http_request(method, path, query=query or None), Context())
    return answer["statusCode"], answer["body"], answer["multiValueHeaders"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("place", ["", "/klacht", "/privacy", "/toegankelijkheid", "/knop"])
@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.slug)
def test_every_town_has_every_page(town: Municipality, place: str, language: str) -> None:
    status, body, headers = ask(f"/loket/{town.slug}{place}", taal=language)

    assert status == 200
    assert headers["Content-Type"] == ["text/html; charset=utf-8"]
    assert f'<html lang="{language}"' in body
    assert "{" not in re.sub(r"<code>.*?</code>", "", body)
    assert town.phone in body


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("stichtse-vecht", "Gemeente Stichtse Vecht"),
        ("weesp", "Gemeente Amsterdam"),
        ("sterker-sociaal-werk", "Sterker sociaal werk"),
    ],
)
def test_a_page_says_whose_it_is(slug: str, name: str) -> None:
    _, body, _ = ask(f"/loket/{slug}")
    assert f">{name}</a>" in body


@pytest.mark.parametrize("path", ["/privacy", "/toegankelijkheid", "/loket"])
def test_who_knows_no_town_yet_can_choose_one(path: str) -> None:
    _, body, _ = ask(path)
    for town in TOWNS:
        assert f"loket/{town.slug}" in body


@pytest.mark.parametrize(
    "path",
    ["/privacy", "/loket", "/loket/1904", "/loket/1904/privacy", "/loket/x/y/z", "/loket/1904/"],
)
def test_every_address_in_a_page_is_relative_and_leads_back_to_where_ours_begin(path: str) -> None:
    """The gateway puts a stage in front of them."""
    _, body, _ = ask(path)
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', body)
    ours = [each for each in addresses if not re.match(r"#|\?|tel:|mailto:", each)]

    assert ours
    start = "../" * (path.count("/") - 1) or "./"
    assert all(each.startswith(start) and not each.startswith(start + "../") for each in ours)


def test_the_style_may_be_kept_for_ever_under_the_name_of_what_it_is() -> None:
    status, body, headers = ask(f"/loket/stijl/{style.version()}.css")
    assert (status, body) == (200, style.sheet())
    assert headers["Cache-Control"] == ["public, max-age=31536000, immutable"]

    status, body, headers = ask("/loket/stijl/0123456789abcdef.css")
    assert (status, body) == (200, style.sheet())
    assert headers["Cache-Control"] == ["no-store"]


def test_a_town_has_its_own_colours() -> None:
    colours = {ask(f"/loket/{town.slug}/huisstijl.css")[1] for town in TOWNS}
    assert len(colours) == len(TOWNS)
    _, css, headers = ask("/loket/1904/huisstijl.css")
    assert municipalities()["1904"].house_style.main in css
    assert headers["Content-Type"] == ["text/css; charset=utf-8"]


def test_whoever_finds_a_hole_knows_whom_to_tell_for_less_than_a_year() -> None:
    now = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    fields = dict(line.split(": ", 1) for line in security_txt(now).splitlines())

    assert fields["Contact"].startswith("mailto:")
    assert fields["Preferred-Languages"] == "nl, en"
    assert now < datetime.fromisoformat(fields["Expires"]) < now + timedelta(days=365)
    assert ask("/.well-known/security.txt")[2]["Content-Type"] == ["text/plain; charset=utf-8"]


def test_the_button_is_one_line_with_the_address_of_this_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SITE", "https://klachten.example.nl/")
    _, body, _ = ask("/loket/1904/knop")
    assert '&lt;a href="https://klachten.example.nl/loket/stichtse-vecht"&gt;' in body


def test_a_slash_too_many_does_not_change_the_button() -> None:
    assert '&lt;a href="https://localhost/loket/stichtse-vecht"&gt;' in ask("/loket/1904/knop/")[1]


def test_what_is_not_there_is_a_page_with_a_way_on() -> None:
    status, body, _ = ask("/loket/wijdemeren/iets")
    assert status == 404
    assert municipalities()["1696"].phone in body
    status, body, _ = ask("/loket/nergens")
    assert status == 404
    assert municipalities().safety_net.phone in body


def test_head_is_get_without_the_page() -> None:
    status, body, headers = ask("/loket/1904", "HEAD")
    assert (status, body) == (200, "")
    assert "Content-Security-Policy" in headers
