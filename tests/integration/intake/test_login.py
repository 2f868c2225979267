"""Staff logs in at its own provider, and nobody else does, however she tries."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest

from shared.identity import issuers
from tests.fakes.provider import FOREIGN_KEY, Provider, a_provider
from tests.integration.intake.conftest import Door, logged
from tests.integration.intake.staff_browser import SITE, Browser

PAGE = "/loket/stichtse-vecht/medewerker"
LOG_IN = "/loket/stichtse-vecht/inloggen"


def may_enter(browser: Browser) -> bool:
    return browser.get(PAGE).status == 200


def test_who_comes_from_her_own_provider_may_enter(provider: Provider, browser: Browser) -> None:
    asked = urlsplit(urljoin(SITE + PAGE, browser.get(PAGE).location))
    assert (asked.path, parse_qs(asked.query)) == (LOG_IN, {"next": [PAGE]})

    answer = browser.log_in(provider)

    assert (answer.status, answer.location) == (303, SITE + PAGE)
    assert may_enter(browser)


def test_the_question_to_the_provider_gives_nothing_away(
    provider: Provider, browser: Browser
) -> None:
    address = browser.get(LOG_IN).location
    asked = parse_qs(urlsplit(address).query)

    assert address.startswith(f"{provider.address}/authorize?")
    assert asked["redirect_uri"] == [f"{SITE}/loket/inloggen/terug"]
    assert (asked["scope"], asked["response_type"]) == (["openid"], ["code"])
    assert asked["code_challenge_method"] == ["S256"]
    browser.back(address, provider.log_in(address))
    assert provider.requests[0]["code_verifier"] not in address
    assert "client_secret" not in provider.requests[0]


def test_a_provider_that_wants_a_secret_gets_it(
    provider: Provider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISSUERS", json.dumps([provider.setting | {"client_secret": "s3"}]))
    issuers.cache_clear()

    browser.log_in(provider)

    assert provider.requests[0]["client_secret"] == "s3"


def test_the_cookie_is_for_our_pages_alone(provider: Provider, browser: Browser) -> None:
    [cookie, gone] = browser.log_in(provider).headers["set-cookie"]

    assert cookie.startswith("__Host-medewerker=")
    for guard in ("Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=28800"):
        assert f"; {guard}" in cookie
    assert "Domain" not in cookie
    assert gone.startswith("__Host-inloggen=; Max-Age=0")


def test_only_a_hash_of_the_cookie_is_kept(
    provider: Provider, browser: Browser, door: Door
) -> None:
    browser.log_in(provider)

    kept = door.table._client.scan(TableName=door.table.name)["Items"]
    assert browser.cookies["__Host-medewerker"] not in json.dumps(kept)
    assert all(item["pk"]["S"].startswith("1904#") for item in kept)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "een-ander"},
        {"nonce": None},
        {"aud": "klachtenloket"},
        {"aud": "iets_anders"},
        {"azp": "een_ander_programma"},
        {"iss": "https://elders.example"},
        {"exp": datetime(2026, 1, 1, tzinfo=UTC)},
        {"gemeentecode": "1696"},
        {"gemeentecode": None},
        {"sub": "j.devries@mail.example"},
        {"roles": None},
        {"roles": ["aanbieder"]},
        {"key": FOREIGN_KEY},
        {"algorithm": "none"},
    ],
    ids=lambda claims: "another key" if "key" in claims else str(claims),
)
def test_any_doubt_about_what_the_provider_says_keeps_her_out(
    provider: Provider, browser: Browser, claims: dict[str, Any]
) -> None:
    answer = browser.log_in(provider, **claims)

    assert answer.status == 401
    assert "Probeer het nog een keer" in answer.body
    assert not may_enter(browser)


@pytest.mark.parametrize(
    "claims",
    [{"roles": ["rapporteur"]}, {"roles": ["beheerder"]}, {"roles": []}, {"gemeentecode": "0363"}],
    ids=str,
)
def test_who_has_no_part_in_it_here_is_told_so(
    provider: Provider, browser: Browser, claims: dict[str, Any]
) -> None:
    answer = browser.log_in(provider, **claims)

    assert answer.status == 403
    assert "Vraag uw beheerder" in answer.body
    assert not may_enter(browser)


def test_after_a_merger_the_staff_of_the_successor_enters(
    provider: Provider, browser: Browser
) -> None:
    answer = browser.log_in(provider, "weesp", gemeentecode="0363")

    assert answer.location == f"{SITE}/loket/weesp/medewerker"
    assert browser.get("/loket/weesp/medewerker").status == 200


def test_a_session_is_for_the_pages_of_one_municipality(
    provider: Provider, browser: Browser
) -> None:
    browser.log_in(provider)

    assert browser.get("/loket/wijdemeren/medewerker").status == 303


def test_a_forged_state_opens_nothing(provider: Provider, browser: Browser) -> None:
    address = browser.get(LOG_IN).location
    code = provider.log_in(address)

    for state in ("", "1904", "1904.", "1904.raden", "9999.raden", "x" * 5_000):
        answer = browser.get(f"/loket/inloggen/terug?code={code}&state={state}")
        assert answer.status in (400, 401)
    assert provider.requests == []
    assert not may_enter(browser)


def test_an_answer_counts_once(provider: Provider, browser: Browser) -> None:
    address = browser.get(LOG_IN).location
    began_with = {**browser.cookies}
    first = browser.back(address, provider.log_in(address))

    browser.cookies = began_with
    again = browser.back(address, provider.log_in(address))

    assert (first.status, again.status) == (303, 401)
    assert len(provider.requests) == 1


def test_an_answer_counts_only_where_the_question_was_asked(provider: Provider) -> None:
    mallory, victim = Browser(), Browser()
    address = mallory.get(LOG_IN).location
    victim.get(LOG_IN)

    answer = victim.back(address, provider.log_in(address))

    assert answer.status == 401
    assert not may_enter(victim)


def test_an_answer_after_ten_minutes_is_too_late(provider: Provider, browser: Browser) -> None:
    address = browser.get(LOG_IN).location
    browser.later(minutes=10)

    assert browser.back(address, provider.log_in(address)).status == 401


def test_who_changes_her_mind_at_the_provider_can_try_again(
    provider: Provider, browser: Browser
) -> None:
    state = parse_qs(urlsplit(browser.get(LOG_IN).location).query)["state"][0]

    answer = browser.get(f"/loket/inloggen/terug?error=access_denied&state={state}")

    assert answer.status == 401
    assert "Log in" in answer.body


@pytest.mark.parametrize(
    "answer",
    [b"", b"{", b"[]", b'{"id_token": null}', b'{"id_token": "x.y.z"}', b"\xff" * 200_000],
    ids=["nothing", "half", "a list", "null", "no token", "too much"],
)
def test_a_provider_that_talks_nonsense_lets_nobody_in(
    provider: Provider, browser: Browser, answer: bytes
) -> None:
    provider.answer = answer

    assert browser.log_in(provider).status == 401
    assert not may_enter(browser)


def test_a_provider_cannot_send_us_elsewhere(provider: Provider, browser: Browser) -> None:
    with a_provider() as elsewhere:
        provider.redirect = f"{elsewhere.address}/token"

        assert browser.log_in(provider).status == 401
        assert elsewhere.visits == []


def test_a_provider_is_asked_over_https_only(
    provider: Provider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {"token_endpoint": "http://login.gemeente.example/token"}
    monkeypatch.setenv("ISSUERS", json.dumps([provider.setting | plain]))
    issuers.cache_clear()

    assert browser.log_in(provider).status == 401


@pytest.mark.parametrize(
    "then",
    [
        "https://elders.example",
        "//elders.example",
        "/\\elders.example",
        "/loket//elders.example",
        "/loket/../../elders",
        "javascript:alert(1)",
        "/loket/x/medewerker\r\nSet-Cookie: a=b",
        "/loket/x/medewerker?kanaal=telefoon&x=//elders.example",
        "@elders.example",
        ".elders.example/loket/x/medewerker",
    ],
)
def test_nobody_is_sent_on_to_another_site(provider: Provider, browser: Browser, then: str) -> None:
    address = browser.get(f"{LOG_IN}?next={quote(then, safe='')}").location

    assert browser.back(address, provider.log_in(address)).location == SITE + PAGE


def test_she_comes_back_where_she_wanted_to_be(provider: Provider, browser: Browser) -> None:
    there = urljoin(SITE + PAGE, browser.get(f"{PAGE}?kanaal=brief").location)
    address = browser.get(there).location

    answer = browser.back(address, provider.log_in(address))

    assert answer.location == f"{SITE}{PAGE}?kanaal=brief"


def test_an_hour_without_doing_anything_ends_a_session(
    provider: Provider, browser: Browser
) -> None:
    browser.log_in(provider)
    for _ in range(3):
        browser.later(minutes=59)
        assert may_enter(browser)

    browser.later(minutes=60)

    assert not may_enter(browser)


def test_eight_hours_end_a_session_whatever_she_does(provider: Provider, browser: Browser) -> None:
    browser.log_in(provider)
    for _ in range(9):
        browser.later(minutes=50)
        assert may_enter(browser)

    browser.later(minutes=31)

    assert not may_enter(browser)


def test_a_cookie_that_was_stolen_opens_nothing_after_she_logs_out(
    provider: Provider, browser: Browser
) -> None:
    browser.log_in(provider)
    thief = Browser()
    thief.cookies = {**browser.cookies}
    token = browser.form_token(PAGE)

    answer = browser.post("/loket/stichtse-vecht/uitloggen", {"formulier": token})

    assert "U bent uitgelogd" in answer.body
    assert "__Host-medewerker" not in browser.cookies
    assert not may_enter(thief)


def test_another_site_cannot_log_her_out(provider: Provider, browser: Browser) -> None:
    browser.log_in(provider)

    refused = browser.post("/loket/stichtse-vecht/uitloggen", {}, {"Sec-Fetch-Site": "cross-site"})

    assert refused.status == 403
    assert may_enter(browser)


def test_logging_out_from_an_old_page_ends_the_session_too(
    provider: Provider, browser: Browser
) -> None:
    browser.log_in(provider)
    before = browser.form_token(PAGE)
    browser.log_in(provider)
    thief = Browser()
    thief.cookies = {**browser.cookies}

    browser.post("/loket/stichtse-vecht/uitloggen", {"formulier": before})

    assert not may_enter(thief)


def test_a_slash_too_many_leads_to_the_login_all_the_same(
    provider: Provider, browser: Browser
) -> None:
    here = f"{SITE}{PAGE}/"

    there = urljoin(here, browser.get(f"{PAGE}/").location)

    assert urlsplit(there).path == LOG_IN


def test_where_nothing_is_set_up_she_is_told_whom_to_ask(
    door: Door, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISSUERS", "[]")
    monkeypatch.setenv("SITE", SITE)
    issuers.cache_clear()

    answer = browser.get(LOG_IN)

    assert answer.status == 404
    assert "Vraag uw beheerder" in answer.body


def test_nothing_of_the_login_is_in_the_log(
    provider: Provider, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.log_in(provider)
    browser.log_in(provider, nonce="een-ander")

    said = logged(caplog)
    for secret in (*browser.cookies.values(), provider.requests[0]["code_verifier"], "eyJ"):
        assert secret not in said
