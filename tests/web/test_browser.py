"""The room in a real browser, as a person meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.web.support import GOLDEN, PASSPHRASE, Served

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
WIDE = {"width": 1280, "height": 820}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Iterator[Page]:
    """A window that complains about anything that a page should not do."""
    opened = context.new_page()
    opened.set_viewport_size(WIDE)  # type: ignore[arg-type]
    troubles: list[str] = []
    asked: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: _note(said.type, said.text, troubles))
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    assert troubles == []
    assert all(url.startswith((served.address, "data:", "about:")) for url in asked), asked
    assert not any(word in url for url in asked for word in ("xylophone", "Anna"))


def _note(kind: str, text: str, troubles: list[str]) -> None:
    if kind == "error" and "Failed to load" not in text and "WebSocket" not in text:
        troubles.append(text)


def come_in(page: Page) -> None:
    """Go through the whole welcome, with the keyboard where that is natural."""
    page.goto("/")
    page.get_by_role("button", name="Yes, I am 18 or over").press("Enter")
    page.get_by_label("The country you are in").select_option("GB")
    page.get_by_label("Someone you could turn to").fill("Anna")
    page.keyboard.press("Enter")
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    page.get_by_label("I have kept it").check()
    page.get_by_role("button", name="Go on").click()


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".frame")).to_be_visible()
    expect(page.locator("#words")).to_be_focused()


@pytest.fixture
def room(page: Page, served: Served) -> Page:
    """A window in a session that has just begun; its person came in without a browser."""
    page.context.add_cookies([served.let_in()])  # type: ignore[list-item]
    page.goto("/room")
    expect(page.locator("#words")).to_be_focused()
    return page


def write(page: Page, text: str) -> None:
    """Write a line and send it; returns once it has been kept."""
    page.wait_for_load_state("load")  # before that Enter still only breaks the line
    page.locator("#words").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_have_value("")
    expect(page.locator(".waiting")).to_have_count(0)


def shots(page: Page, name: str) -> None:
    """Leave pictures to look at: light and dark, wide and phone."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size, shape in (("wide", WIDE), ("phone", PHONE)):
            page.set_viewport_size(shape)  # type: ignore[arg-type]
            page.screenshot(path=SHOTS / f"{name}-{scheme}-{size}.png")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")


def test_the_whole_way_from_the_first_welcome_to_after_a_session(
    page: Page, served: Served
) -> None:
    come_in(page)
    expect(page.get_by_role("heading", name="The first session")).to_be_visible()
    begin(page)
    for line in GOLDEN:
        write(page, line)

    expect(page.locator(".line")).to_have_text([f"You: {line}" for line in GOLDEN])
    remark = page.locator(".remark").first
    expect(remark).to_be_visible()
    remark.get_by_role("button", name="Why did you say that?").click()
    expect(remark.locator(".grounds")).to_contain_text("It rests on your words:")
    quotes = remark.locator(".grounds li").all_inner_texts()
    assert quotes
    assert sorted(page.locator(".line mark").all_inner_texts()) == sorted(quotes)
    remark.get_by_role("button", name=quotes[0]).click()
    expect(page.locator(".line:focus")).to_contain_text(quotes[0])
    shots(page, "room-why")
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)

    remark.get_by_role("button", name="I don’t see it that way").click()
    expect(remark).to_contain_text("You don’t see it that way.")
    page.get_by_role("button", name="Time").click()
    expect(page.locator("#time")).to_have_text(re.compile(r"About \d+ minutes left"))
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="End here").click()
    expect(page.locator("#sheet")).to_contain_text("It is all kept.")
    expect(page.locator("#writing")).to_be_hidden()
    page.get_by_role("link", name="Leave the room").click()
    expect(page.get_by_role("heading", name="After session 1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("6 lines of yours")
    shots(page, "after")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_label("Your passphrase")).to_be_focused()
    assert served.door.sitting is None
    assert page.title() == "Third Ear"


def test_enter_sends_and_shift_enter_makes_a_new_line(room: Page, served: Served) -> None:
    room.keyboard.type("one")
    room.keyboard.press("Shift+Enter")
    room.keyboard.type("two")
    room.keyboard.press("Enter")
    expect(room.locator(".line")).to_have_count(1)
    expect(room.locator(".waiting")).to_have_count(0)
    room.keyboard.type("three")
    room.get_by_role("button", name="Send").click()
    expect(room.locator(".line")).to_have_count(2)
    expect(room.locator(".waiting")).to_have_count(0)

    assert served.lines() == ["one\ntwo", "three"]


def test_a_reload_keeps_the_page_and_the_draft(room: Page, served: Served) -> None:
    """And the browser stores nothing of it."""
    write(room, "This has been sent.")
    room.locator("#words").fill("and this, about xylophones, has not")
    room.wait_for_timeout(500)
    stored = room.evaluate(
        "() => JSON.stringify([localStorage.length, sessionStorage.length, document.cookie])"
    )
    room.reload()

    expect(room.locator("#words")).to_have_value("and this, about xylophones, has not")
    expect(room.locator(".line")).to_have_text(["You: This has been sent."])
    assert stored == '[0,0,""]'
    assert served.lines() == ["This has been sent."]


def test_losing_the_connection_loses_nothing(room: Page, served: Served) -> None:
    """Lines written meanwhile are kept, in order and once, when it is back by itself."""
    write(room, "Before.")
    served.stop()
    for line in ("Meanwhile one.", "Meanwhile two."):
        room.locator("#words").fill(line)
        room.keyboard.press("Enter")
    room.locator("#words").fill("still writing")
    expect(room.locator("#presence")).to_contain_text("The connection is gone")
    expect(room.locator(".waiting")).to_have_count(2)
    served.start()

    expect(room.locator("#presence")).to_have_text("The other chair is here.")
    expect(room.locator(".waiting")).to_have_count(0)
    expect(room.locator("#words")).to_have_value("still writing")
    assert served.lines() == ["Before.", "Meanwhile one.", "Meanwhile two."]


def test_a_crash_loses_nothing_that_still_stands_in_the_window(room: Page, served: Served) -> None:
    """The new process knows no key: the page covers itself and asks for the passphrase."""
    write(room, "Before the crash.")
    served.crash()
    room.locator("#words").fill("Not yet kept.")
    room.keyboard.press("Enter")
    room.locator("#words").fill("half a sent")
    served.start(new=True)

    expect(room.locator("#locked")).to_be_visible()
    expect(room.locator("#sheet")).to_be_empty()
    room.get_by_label("Your passphrase, to keep them").fill("not the right one")
    room.keyboard.press("Enter")
    expect(room.locator("#pass-trouble")).to_contain_text("does not open this record")
    room.get_by_label("Your passphrase, to keep them").fill(PASSPHRASE)
    room.keyboard.press("Enter")
    expect(room.locator("#sheet")).to_contain_text("Nothing is lost")
    expect(room.locator(".waiting")).to_have_count(0)
    expect(room.locator("#words")).to_have_value("half a sent")
    assert served.lines() == ["Before the crash.", "Not yet kept."]


def test_a_second_window_takes_over_and_the_first_says_so(
    room: Page, context: BrowserContext, served: Served
) -> None:
    write(room, "From the first window.")
    room.locator("#words").fill("a draft")
    room.wait_for_timeout(500)
    second = context.new_page()
    second.goto("/room")
    expect(second.locator(".line")).to_have_count(1)
    expect(second.locator("#words")).to_have_value("a draft")
    expect(room.locator("#elsewhere")).to_be_visible()
    expect(room.locator("#sheet")).to_be_empty()
    write(second, "From the second.")

    room.get_by_role("button", name="Go on here instead").click()
    expect(room.locator(".line")).to_have_count(2)
    expect(room.locator("#words")).to_have_value("")
    expect(second.locator("#elsewhere")).to_be_visible()
    assert served.lines() == ["From the first window.", "From the second."]


@pytest.mark.parametrize("way", ["keys", "button"])
def test_leaving_at_once_hides_everything_and_locks(room: Page, served: Served, way: str) -> None:
    """Going back in the browser shows the door."""
    room.goto("/")
    room.get_by_role("link", name="Go on with it").click()
    write(room, "Nobody should see this.")
    room.locator("#words").fill("nor this")
    if way == "keys":
        room.keyboard.press("Escape")
        room.keyboard.press("Escape")
    else:
        room.get_by_role("button", name="Leave at once").click()

    expect(room).to_have_url(re.compile("/blank$"))
    assert room.title() == "Blank page"
    assert room.locator("body").inner_text().strip() == ""
    assert served.door.sitting is None
    room.go_back()
    expect(room.get_by_label("Your passphrase")).to_be_visible()
    assert "Nobody should see this" not in room.content()


def test_danger_is_shown_calmly_with_help_one_key_away(room: Page) -> None:
    write(room, "I have been thinking that I want to end my life.")
    safety = room.locator(".safety")

    expect(safety).to_contain_text("116 123")
    expect(room.locator("[role=alert]#assertive")).to_contain_text("116 123")
    expect(safety.get_by_role("button", name="I don’t see it that way")).to_have_count(0)
    shots(room, "room-safety")
    room.locator("#words").fill("I am")
    room.keyboard.press("F1")
    expect(room.get_by_role("heading", name="Help now")).to_be_visible()
    expect(room.locator("main")).to_contain_text("you named Anna")
    shots(room, "help")
    room.get_by_role("link", name="Back to the room").first.click()
    expect(room.locator("#words")).to_have_value("I am")
    room.keyboard.press("Alt+h")
    expect(room).to_have_url(re.compile("/help$"))


def test_remarks_are_told_politely_and_arrive_without_typing(room: Page) -> None:
    for line in GOLDEN[:3]:
        write(room, line)
    said = room.locator(".remark > p").first.text_content() or ""

    expect(room.locator("#polite")).to_have_text(said.removeprefix("The other chair: "))
    assert room.locator("#assertive").inner_text() == ""


def test_a_pause_covers_the_page_and_survives_a_reload(room: Page, served: Served) -> None:
    write(room, "Someone is at the door.")
    room.get_by_role("button", name="Pause").click()
    expect(room.get_by_text("Someone is at the door.")).to_be_hidden()
    expect(room.get_by_role("button", name="Go on")).to_be_focused()
    room.reload()
    expect(room.locator("#cover")).to_be_visible()
    shots(room, "paused")
    room.get_by_role("button", name="Go on").click()

    expect(room.get_by_text("Someone is at the door.")).to_be_visible()
    expect(room.locator("#words")).to_be_focused()


def test_time_is_shown_by_itself_in_the_last_ten_minutes(room: Page, served: Served) -> None:
    expect(room.locator("#time")).to_have_text("Time")
    assert served.door.sitting is not None
    served.door.sitting.watch.unsettled_s += 41 * 60

    expect(room.locator("#time")).to_have_text("About 9 minutes left")
    served.door.sitting.watch.unsettled_s += 9 * 60
    expect(room.locator("#time")).to_have_text("The time is up")
    room.locator("#words").fill("I can still finish this.")
    room.keyboard.press("Enter")
    expect(room.get_by_role("link", name="Leave the room")).to_be_focused()
    assert served.lines() == ["I can still finish this."]


def test_a_line_that_is_too_long_stays_where_it_was_written(room: Page) -> None:
    room.locator("#room").evaluate("(place) => { place.dataset.longest = 20; }")
    room.locator("#words").fill("This is more than twenty characters.")
    room.keyboard.press("Enter")

    expect(room.locator("#note")).to_contain_text("smaller pieces")
    expect(room.locator("#words")).to_have_value("This is more than twenty characters.")


def test_a_megabyte_does_not_stop_the_room(room: Page, served: Served) -> None:
    """It is kept whole; the page shows its beginning."""
    room.locator("#words").evaluate(
        "(place) => { place.value = 'I went home and it rained. '.repeat(40000);"
        " place.form.requestSubmit(); }"
    )
    expect(room.locator(".remark")).to_have_count(1, timeout=20_000)
    write(room, "That was a lot.")

    assert [len(line) for line in served.lines()] == [1_080_000, 15]
    assert room.locator(".line .said").first.evaluate("(n) => n.textContent.length") == 20_000


def test_markup_in_a_line_stays_text(room: Page) -> None:
    write(room, "<img src=x onerror=alert(1)> & <b>bold</b>")

    expect(room.locator(".line")).to_have_text("You: <img src=x onerror=alert(1)> & <b>bold</b>")
    assert room.locator("#sheet img, #sheet b").count() == 0


def test_the_first_page_and_the_door(page: Page) -> None:
    """Pictures of the pages before the room; a wrong passphrase; the page nobody sees into."""
    page.goto("/")
    shots(page, "welcome")
    come_in(page)
    shots(page, "threshold")
    page.get_by_role("button", name="Not now: lock").click()
    page.get_by_label("Your passphrase").fill("a wrong passphrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(page.get_by_label("Your passphrase")).to_be_focused()
    page.get_by_label("Show what I type").check()
    expect(page.get_by_label("Your passphrase")).to_have_attribute("type", "text")
    shots(page, "unlock")


CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const c = parse(getComputedStyle(node).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
  };
  const faint = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !node.checkVisibility()) continue;
    const a = light(parse(getComputedStyle(node).color)), b = light(behind(node));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push([node.className, node.textContent.slice(0, 30), ratio.toFixed(2)]);
  }
  return faint;
}"""
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea")]
  .filter((n) => n.checkVisibility() && !n.matches(".skip, main p > a, main li a, small a"))
  .map((n) => [n.textContent || n.id, n.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([name, box]) => `${name}: ${box.width}x${box.height}`)"""
NAMELESS = """() => [...document.querySelectorAll("button, input, select, textarea, a")]
  .filter((n) => !(n.textContent.trim() || n.labels?.length || n.getAttribute("aria-label")))
  .map((n) => n.outerHTML)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read_and_reached(page: Page, scheme: str) -> None:
    """Contrast, target size, names, one heading of the first order, no scrolling sideways."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]

    def look(where: str) -> None:
        page.wait_for_load_state()
        assert page.evaluate(CONTRAST) == [], where
        assert page.evaluate(SMALL) == [], where
        assert page.evaluate(NAMELESS) == [], where
        assert page.locator("h1").count() == 1, where
        assert page.locator("html").get_attribute("lang") in ("en-GB", "en-US", "en"), where
        for width in (1280, 800, 320):
            page.set_viewport_size({"width": width, "height": 700})
            over = "() => document.documentElement.scrollWidth - innerWidth"
            assert page.evaluate(over) <= 0, f"{where} at {width}"
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    for path in ("/welcome", "/not-yet", "/help", "/nowhere"):
        page.goto(path)
        look(path)
    come_in(page)
    look("threshold")
    begin(page)
    for line in GOLDEN:
        write(page, line)
    page.locator(".why").first.click()
    expect(page.locator(".grounds")).to_be_visible()
    look("room")
    page.get_by_role("button", name="Stop").click()
    look("stop")
    page.get_by_role("button", name="End here").click()
    page.get_by_role("link", name="Leave the room").click()
    expect(page.get_by_role("heading", name="After session 1")).to_be_visible()
    look("after")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_label("Your passphrase")).to_be_visible()
    look("unlock")
    page.goto("/recover")
    look("recover")


def test_everything_in_the_room_is_reached_by_keyboard(room: Page) -> None:
    """And where the focus is can always be seen, above and below what sticks to the edges."""
    for line in GOLDEN:
        write(room, line)
    room.locator(".skip").focus()
    names: list[str] = []
    for _ in range(40):
        room.keyboard.press("Tab")
        at = room.evaluate(
            "() => { const n = document.activeElement, b = n.getBoundingClientRect();"
            "return [n === document.body ? '' : n.id || n.className, b.top, b.bottom]; }"
        )
        if not at[0]:
            break
        names.append(at[0])
        assert at[1] >= 0, at
        assert at[2] <= WIDE["height"], at

    assert {"help", "leave", "why", "not", "words", "time", "pause", "stop"} <= set(names)


def test_printed_the_page_is_only_what_was_said(room: Page) -> None:
    write(room, "On paper.")
    room.emulate_media(media="print")

    expect(room.get_by_text("On paper.")).to_be_visible()
    for hidden in (".top", "#hands", "#writing"):
        expect(room.locator(hidden)).to_be_hidden()
