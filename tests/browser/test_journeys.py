"""Does somebody get through the form who has no mouse, no JavaScript, or bad luck?"""

import pytest

from tests.browser.conftest import Visit
from tests.browser.pages import STORY, forgot_the_story, sent, told_about, told_what
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_with_a_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    visitor.go("klacht")
    visitor.tab_to("#tekst").type(STORY)
    visitor.tab_to("#wanneer").type("vandaag")
    visitor.key("Enter")
    visitor.tab_to("#over").type(" ")
    visitor.tab_to("#wens-excuses").type(" ")
    visitor.tab_to("main button[value=verder]").key("Enter")
    visitor.tab_to("#wie").type(" ")
    visitor.tab_to("#telefoon").type("06 00 00 00 00")
    visitor.key("Enter")
    assert visitor.heading() == "Klopt alles?"
    visitor.tab_to("main button[value=versturen]").key("Enter")

    assert visitor.heading() == "Wij hebben uw verhaal ontvangen"
    assert STORY in visitor.page.inner_text("main")


def test_the_first_tab_leads_past_the_head_of_the_page(visit: Visit) -> None:
    visitor = visit()
    visitor.go("klacht")
    visitor.key("Tab")
    assert visitor.page.is_visible(".nl-skip-link:focus")
    visitor.key("Enter")
    visitor.tab_to("#tekst", at_most=1)


def test_without_javascript(visit: Visit) -> None:
    visitor = visit(script=False)
    sent(visitor)
    assert visitor.heading() == "Wij hebben uw verhaal ontvangen"


def test_a_fault_leads_to_its_field_and_the_title_says_so(visit: Visit) -> None:
    visitor = visit()
    forgot_the_story(visitor)

    assert visitor.page.title().startswith("Fout: ")
    visitor.page.click("#fouten a")
    assert visitor.page.evaluate("document.activeElement.id") == "tekst"


def test_another_language_halfway_loses_nothing(visit: Visit) -> None:
    visitor = visit()
    told_what(visitor)
    visitor.choose("over", "gemeente")
    visitor.page.click("header button[name=wissel]")

    assert visitor.page.get_attribute("html", "lang") == "en"
    assert visitor.page.is_checked("[name=over][value=gemeente]")
    visitor.press("naar", "wat")
    assert visitor.page.input_value("#tekst") == STORY


def test_back_and_forth_loses_nothing(visit: Visit) -> None:
    visitor = visit()
    told_about(visitor)
    visitor.fill("naam", "Noor de Tester")
    visitor.press("naar", "over")
    assert visitor.page.is_checked("[name=wens][value=excuses]")
    assert "brief.pdf" in visitor.page.inner_text("main")
    visitor.press("naar", "wat")
    assert visitor.page.input_value("#tekst") == STORY
    visitor.press("naar", "verder")
    visitor.press("naar", "verder")
    assert visitor.page.input_value("#naam") == "Noor de Tester"


def test_a_receipt_asked_for_again_is_the_same_receipt(visit: Visit) -> None:
    visitor = visit()
    sent(visitor)
    numbers = shown_secrets(visitor)
    visitor.page.reload()
    assert shown_secrets(visitor) == numbers


def test_nothing_of_it_stays_behind_in_the_browser(visit: Visit) -> None:
    visitor = visit()
    sent(visitor)
    assert visitor.page.context.cookies() == []
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0


def shown_secrets(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".loket-bewijs dd").all_inner_texts()
