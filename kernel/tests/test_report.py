"""tcplab report: one HTML file that a browser shows without network, with scripts and without."""

from __future__ import annotations

import re

import pytest
from browser import browser_page
from checkout import DATA, tcplab

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    file = tmp_path_factory.mktemp("reports") / "a report.html"
    result = tcplab("report", DATA / "zero_window.client.pcap", "-o", file)
    assert result.returncode == 0, result.stderr
    assert str(file) in result.stderr and result.stdout == ""
    return file


def test_the_page_asks_for_nothing_and_its_plots_are_live(report):
    with browser_page(offline=True) as watched:
        watched.page.goto(report.as_uri())
        watched.page.wait_for_selector(".js-plotly-plot .main-svg", timeout=30_000)
        watched.screenshot("report", full_page=True)
        assert watched.requests_beside(report) == []
        assert watched.errors == []


def test_a_capture_whose_name_wants_to_act_is_only_named(tmp_path):
    # A path: its folders end where the name has a slash.
    named = tmp_path / """</script><script>alert(1)</script>"><img src=x onerror=alert(2)>' onload='alert(3) &#0;]]>\u202e\u2066\x1b[31m\n.pcap"""
    named.parent.mkdir(parents=True)
    named.write_bytes((DATA / "zero_window.client.pcap").read_bytes())
    file = tmp_path / "report.html"
    result = tcplab("report", named, "-o", file)
    assert result.returncode == 0, result.stderr
    with browser_page(offline=True) as watched:
        dialogs = []
        watched.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        watched.page.goto(file.as_uri())
        watched.page.wait_for_selector(".js-plotly-plot .main-svg", timeout=30_000)
        heading = watched.page.get_by_role("heading", level=1).inner_text()
        assert "<script>alert(1)</script>" in heading and not re.search("[\u202e\u2066\x1b]", heading)
        assert watched.page.locator("img[src=x], [onerror], [onload]").count() == 0
        assert dialogs == [] and watched.errors == []
        assert watched.requests_beside(file) == []


def test_with_scripts_off_everything_is_there_but_the_search_field(report):
    with browser_page(offline=True, scripts=False) as watched:
        watched.page.goto(report.as_uri())
        pictures = watched.page.locator(".tcplab-picture > svg")
        assert pictures.count() >= 2
        assert all(pictures.nth(i).locator("desc").first.text_content() for i in range(pictures.count()))
        assert not watched.page.locator("input[type=search]").is_visible()
        assert watched.page.get_by_role("heading", name="Receivers without room").is_visible()
        assert watched.requests_beside(report) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_arrow_leads_to_its_packet_and_the_packet_back_to_it_with_the_keyboard(report, scripts):
    with browser_page(offline=True, scripts=scripts) as watched:
        page = watched.page
        page.goto(report.as_uri())
        page.locator("#arrow-8").focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#packet-8")
        row = page.locator("#packet-8")
        row.scroll_into_view_if_needed()
        assert "zero_window: window is 0" in row.inner_text() and "RFC 9293" in row.inner_text()
        row.get_by_role("link", name="8", exact=True).click()
        assert page.url.endswith("#arrow-8")
        top = page.locator("#arrow-8").bounding_box()["y"]
        assert 0 <= top < 900
        finding = page.locator(".finding").get_by_role("link", name="10", exact=True)
        finding.click()
        assert page.url.endswith("#packet-10")
        assert watched.requests_beside(report) == []


def test_the_search_hides_what_does_not_hold_the_words_and_the_contents_lead_on(report):
    with browser_page(offline=True) as watched:
        page = watched.page
        page.goto(report.as_uri())
        page.get_by_role("link", name="Findings (1)").click()
        assert page.url.endswith("#findings")
        search = page.get_by_role("searchbox")
        search.fill("no such word")
        assert not page.locator(".finding").first.is_visible()
        search.fill("room")
        assert page.locator(".finding").first.is_visible()
        search.fill("")
        assert page.locator("section.connection").first.is_visible()


def test_a_table_is_sorted_by_its_headings_with_the_keyboard(report):
    with browser_page(offline=True) as watched:
        page = watched.page
        page.goto(report.as_uri())
        table = page.get_by_role("group", name="packets").locator("table")
        heading = table.get_by_role("columnheader", name="packet", exact=True)
        heading.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert heading.get_attribute("aria-sort") == "descending"
        numbers = [int(text) for text in table.locator("tbody tr td:first-child").all_inner_texts()]
        assert numbers == sorted(numbers, reverse=True) and len(numbers) > 3
        table.get_by_role("columnheader", name="seconds", exact=True).click()
        seconds = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
        assert [float(text) for text in seconds] == sorted(float(text) for text in seconds)


def test_a_classic_teaching_capture_gets_the_finding_that_its_fault_is(tmp_path):
    for recording, finding, words in (
        ("refused", "Connection attempts refused", "refused after"),
        ("syn_timeout", "Connection attempts without an answer", "8 SYNs in 11."),
        ("rto_backoff", "Waits for the retransmission timer", "5 repeats by the timer, after 7."),
        ("zero_window", "Receivers without room", "the server announced a window of 0 in 4 segments, for 2.0"),
        ("giving_up", "Connections whose peer fell silent", "the server did not answer the last"),
    ):
        file = tmp_path / f"{recording}.html"
        assert tcplab("report", DATA / f"{recording}.client.pcap", "-o", file).returncode == 0
        page = file.read_text(encoding="utf-8")
        [first, *_] = re.findall(r'<div class="finding".*?</div>', page, re.S)
        assert finding in first and words in re.sub(r"<[^>]+>", "", first), recording
        assert f"What stands out most: {finding} (1)" in page
    for healthy in ("handshake_close", "close_three_segments", "slow_start", "ipv6", "half_close"):
        file = tmp_path / f"{healthy}.html"
        assert tcplab("report", DATA / f"{healthy}.client.pcap", "-o", file).returncode == 0
        assert "Nothing stands out" in file.read_text(encoding="utf-8"), healthy


def test_what_was_readable_of_a_cut_capture_is_reported_with_the_fault(tmp_path):
    cut = tmp_path / "cut.pcap"
    cut.write_bytes((DATA / "zero_window.client.pcap").read_bytes()[:3000])
    result = tcplab("report", cut, "-o", tmp_path / "out.html")
    assert result.returncode == 1
    assert "cut.pcap" in result.stderr
    page = (tmp_path / "out.html").read_text()
    assert "could not be read" in page and "offset" in page


def test_a_report_that_cannot_be_written_leaves_no_half_of_it(tmp_path):
    result = tcplab("report", DATA / "refused.client.pcap", "-o", tmp_path / "no such folder" / "r.html")
    assert result.returncode == 1
    assert "no such folder" in result.stderr and len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
