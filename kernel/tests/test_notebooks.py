"""Every notebook, run top to bottom in a fresh kernel: no error, in time, and saying what the recordings say."""

from __future__ import annotations

import base64
import html
import json
import re
import struct
import sys
from pathlib import Path

import pytest
from checkout import NOTEBOOKS, ROOT

sys.path.insert(0, str(ROOT / "kernel"))
from export import Run  # noqa: E402

SECONDS = 30


@pytest.fixture(scope="session")
def ran():
    """Runs a notebook once; gives it back with its outputs."""
    done: dict[str, Run] = {}

    def run(path) -> Run:
        if path.stem not in done:
            done[path.stem] = Run(path, timeout=60)
            done[path.stem].execute()
        return done[path.stem]

    return run


def text_of(output) -> str:
    """What a reader sees of one output, as plain text."""
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return "\n".join(output.traceback)
    page = output.data.get("text/html")
    if page is None:
        return output.data.get("text/plain", "")
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", " ", page, flags=re.S)))


def output_after(run: Run, source: str) -> str:
    """The outputs of the one code cell that contains a piece of source."""
    [cell] = [c for c in run.notebook.cells if c.cell_type == "code" and source in c.source]
    return "\n".join(text_of(output) for output in cell.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs_without_an_error_in_time(ran, path):
    run = ran(path)
    assert run.problem is None
    assert run.done == run.cells
    assert run.seconds < SECONDS, f"{run.seconds:.1f} s"
    print(f"{path.name}: {run.cells} cells in {run.seconds:.1f} s")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_writes_to_stderr(ran, path):
    for cell in ran(path).notebook.cells:
        for output in cell.get("outputs", []):
            # How many sockets have no owner depends on the machine, and the lesson speaks of it.
            if output.get("name") == "stderr":
                assert re.fullmatch(r"(\d+ of \d+ sockets without process; .*\n?)+", output.text), output


@pytest.fixture
def lesson(ran):
    def by_name(stem: str) -> Run:
        [path] = [path for path in NOTEBOOKS if path.stem == stem]
        return ran(path)

    return by_name


def test_the_third_segment_is_shown_to_carry_no_syn(lesson):
    text = output_after(lesson("01-handshake"), "flags of the third segment")
    assert "[.]" in text and "SYN set: false" in text and "ACK set: true" in text


def test_the_seeds_handshake_gives_differences_of_one(lesson):
    text = output_after(lesson("01-handshake"), "client's ISN")
    assert re.findall(r"= (-?\d+)", text) == ["1", "1"]


def rows(run: Run, source: str) -> list[list[str]]:
    """The cells of the one table that a code cell shows."""
    [cell] = [c for c in run.notebook.cells if c.cell_type == "code" and source in c.source]
    [page] = [output.data["text/html"] for output in cell.outputs if "data" in output]
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in body.split("<tr>")[1:]]


def test_the_recorded_segments_stand_where_the_lesson_says(lesson):
    run = lesson("01-handshake")
    packets = {int(packet): (flags, int(seq), int(ack), int(length)) for packet, _, flags, seq, ack, length in rows(run, 'handshake_close.client.pcap");\ncapture.packets()')}
    (_, isn, ack, _), (_, third, _, _), (_, sixth, _, _) = packets[1], packets[3], packets[6]
    assert ack == 0 and third == sixth == isn + 1
    assert packets[4][3] == 47 and packets[4][1] % 1000 == 291
    assert packets[5][2] == packets[4][1] + 47 and packets[5][2] % 1000 == 338


def test_both_syns_announce_their_options(lesson):
    said = rows(lesson("01-handshake"), "capture.packets().first(2)")
    assert [row[:5] for row in said] == [["client", "S", "1460", "7", "true"], ["server", "S.", "1460", "7", "true"]]


def test_each_end_waits_a_round_trip_for_the_other(lesson):
    client, server = rows(lesson("01-handshake"), "server_rtt_us")
    assert client[0] == "client" and int(client[1]) > 15_000 > int(client[2])
    assert server[0] == "server" and int(server[2]) > 15_000 > int(server[1])


def test_five_waits_of_a_second_then_two_and_four_before_the_client_gives_up(lesson):
    [[variant, repeats, waits]] = rows(lesson("01-handshake"), "syn_retry_us")
    assert variant == "unanswered" and repeats == "7"
    assert [round(int(wait) / 1e6) for wait in waits.split()] == [1, 1, 1, 1, 1, 2, 4]
    truth = truth_of("syn_timeout")
    assert truth["settings"]["ipv4.tcp_syn_retries"] == "3"
    called, failed = (call["t"] for call in truth["api_calls"])
    assert round((failed - called) / 1e9) == 19


def test_openings_are_named_and_a_lost_syn_ack_looks_like_a_lost_syn(lesson):
    table = {row[0]: row[1:] for row in rows(lesson("01-handshake"), "Capture.merge(files).handshakes()")}
    variants = {name: row[0] for name, row in table.items()}
    assert variants == {
        "handshake_close": "complete",
        "syn_ack_lost": "syn_repeated",
        "syn_lost": "syn_repeated",
        "refused": "refused",
        "simultaneous_open": "simultaneous_open",
        "syn_timeout": "unanswered",
    }
    assert int(table["syn_ack_lost"][1]) > 1_000_000 > int(table["syn_lost"][1])
    for name, row in table.items():
        [client] = [packet for packet in truth_of(name)["state_sequence"] if packet.startswith("A ")]
        assert client and row[3].isdigit()
    assert len({row[3] for row in table.values()}) == 6


def test_a_lost_third_segment_needs_no_repeat(lesson):
    ladder = output_after(lesson("01-handshake"), "pureAck(1)")
    assert "lost" in ladder and "repeated" not in ladder


def test_a_firewalls_icmp_error_is_in_the_ladder_and_connect_failed_at_once(lesson):
    ladder = output_after(lesson("01-handshake"), 'prohibited.client.pcap"')
    assert "to the client: ICMP: communication prohibited (from 172.18.0.254, about seq 0)" in ladder
    calls = truth_of("prohibited")["api_calls"]
    assert calls[-1]["call"] == "A connect: No route to host"
    assert calls[-1]["t"] - calls[-2]["t"] < 100_000_000


def test_an_earlier_connection_is_ended_by_a_rst_with_the_number_that_the_challenge_ack_asked_for(lesson):
    ladder = output_after(lesson("01-handshake"), 'half_open.server.pcap"')
    [challenge] = re.findall(r"server to client: \[\.\] ack (\d{6,})", ladder)
    assert f"client to server: [R] seq {challenge}" in ladder
    truth = truth_of("half_open")
    reset = [event["t"] for event in truth["kernel_resets"] if event["event"] == "tcp_send_reset"]
    again = [event["t"] for event in truth["kernel_retransmits"]]
    assert [round((syn - rst) / 1e6) for rst, syn in zip(reset, again, strict=True)] == [10]


def test_the_states_table_names_what_the_kernel_recorded(lesson):
    run = lesson("03-states")
    states = output_after(run, '"why", "basis"')
    for state in ("SYN_SENT", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT", "SYN_RECEIVED", "CLOSE_WAIT", "LAST_ACK"):
        assert state in states, state
    assert re.findall(r'"(\w+)"', output_after(run, "state_sequence")) == [word for end in truth_of("handshake_close")["state_sequence"].values() for word in end]


def test_all_eleven_states_are_held_and_seen_by_the_kernel(lesson):
    run = lesson("03-states")
    assert "11 of 11 states are held" in output_after(run, "demonstrateStates()")
    kernel = {row[0]: row for row in rows(run, "held.sockets()")}
    assert len(kernel) == 11 and kernel["TIME_WAIT"][4] == "timewait" and 50_000 < int(kernel["TIME_WAIT"][5]) <= 60_000
    assert kernel["FIN_WAIT_1"][4] == kernel["CLOSING"][4] == "persist" and kernel["SYN_SENT"][4] == "on"
    assert [row[0] for row in rows(run, "State::meaning")] == list(kernel)


def test_states_last_as_long_as_the_lesson_says(lesson):
    run = lesson("03-states")
    captured = {row[0]: [float(cell.replace(",", "")) for cell in row[1:] if cell != "–"] for row in rows(run, "count, min, max")}
    assert 15_000 < captured["SYN_SENT"][1] < 30_000 and captured["SYN_SENT"][2] > 2_000_000
    assert len(captured["TIME_WAIT"]) < 3
    watched = {row[0]: [float(cell) for cell in row[1:] if cell != "–"] for row in rows(run, "history.timelines()")}
    assert watched["TIME_WAIT"] == [0]
    for state, ms in {"ESTABLISHED": 60, "FIN_WAIT_2": 100, "CLOSE_WAIT": 100}.items():
        seen, _, middle, _ = watched[state]
        assert seen > 1 and ms / 2 < middle < 1000, state
    begin, end = re.findall(r"(\d+):(\d+):([\d.]+): ", output_after(run, "time_wait_full"))
    seconds = [int(h) * 3600 + int(m) * 60 + float(s) for h, m, s in (begin, end)]
    assert 60 < seconds[1] - seconds[0] < 63


def test_closing_is_shown_by_a_recording_and_by_the_model(lesson):
    run = lesson("03-states")
    assert [row[1] for row in rows(run, "simultaneous_close.client.pcap\").states(0)")] == ["SYN_SENT", "ESTABLISHED", "FIN_WAIT_1", "CLOSING", "TIME_WAIT"]
    assert taken(run, ".server(Program.listening().close())") == ["CLOSED", "SYN_SENT", "ESTABLISHED", "FIN_WAIT_1", "CLOSING", "TIME_WAIT", "CLOSED"]


def taken(run: Run, source: str) -> list[str]:
    """The states along the bold arrows of the state diagram that a code cell draws."""
    [cell] = [c for c in run.notebook.cells if c.cell_type == "code" and source in c.source]
    [packed] = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", str(cell.outputs))
    svg = base64.b64decode(packed).decode("utf-8")
    bold = dict(re.findall(r'data-from="(\w+)" data-to="(\w+)"><line[^>]*stroke-width="3.2"', svg))
    way = ["CLOSED"]
    while bold:
        way.append(bold.pop(way[-1]))
    return way


def test_both_ends_ways_are_drawn_into_the_diagram(lesson):
    run = lesson("03-states")
    assert taken(run, "run.stateMachine(End.CLIENT)") == ["CLOSED", "SYN_SENT", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT", "CLOSED"]
    assert taken(run, "run.stateMachine(End.SERVER)") == ["CLOSED", "LISTEN", "SYN_RECEIVED", "ESTABLISHED", "CLOSE_WAIT", "LAST_ACK", "CLOSED"]


def test_the_seeds_netstat_sample_has_its_fourteen_rows(lesson):
    run = lesson("04-sockets")
    assert "14 rows" in output_after(run, "sample.table()")
    counts = output_after(run, "sample.stateHistogram()")
    for state, count in {"LISTEN": 3, "ESTABLISHED": 4, "CLOSE_WAIT": 2, "TIME_WAIT": 5, "CLOSING": 0, "CLOSED": 0}.items():
        assert re.search(rf"\b{state}\b\W+{count}\b", counts), state


def test_one_port_is_not_found_by_its_digits(lesson):
    assert "grep 3306 finds 4 lines; port 3306 is 1" in output_after(lesson("04-sockets"), "grep 3306 finds")


def test_this_machines_sockets_show_the_states_that_the_cell_made(lesson):
    text = output_after(lesson("04-sockets"), "new ServerSocket(0, 16")
    for state in ("LISTEN", "ESTABLISHED", "FIN_WAIT_2", "CLOSE_WAIT", "TIME_WAIT"):
        assert state in text, state


def test_netstats_own_source_is_a_file_that_the_lesson_reads(lesson):
    text = output_after(lesson("04-sockets"), "/proc/net/tcp")
    assert "local_address" in text and re.search(r"[1-9]\d* IPv4 sockets in all", text)


def test_a_process_that_forgets_to_close_is_found_warned_of_and_its_end_seen(lesson):
    run = lesson("04-sockets")
    held = output_after(run, "owned.byProcess()")
    assert "close_wait" in held and re.search(r"java\W+\d+\W+\d+", held)
    warned = output_after(run, "before.warnings()")
    assert re.search(r"close_wait_leak\W+java \(pid \d+\)\W+20 sockets in CLOSE_WAIT\W+20\b", warned)
    assert "when it reads the end of the stream." in warned, "the explanation is cut"
    changed = output_after(run, "Sockets.diff(")
    assert re.search(r"closed\W+CLOSE_WAIT\W+20\b", changed) and re.search(r"FIN_WAIT_2\W+TIME_WAIT\W+20\b", changed)


def test_counters_and_a_live_picture_move_with_the_connections(lesson):
    run = lesson("04-sockets")
    moved = {name: int(delta) for name, delta in re.findall(r"(Tcp\w+)\W+(\d+)\b", output_after(run, "counters.toNow()"))}
    assert moved["TcpActiveOpens"] >= 1 and moved["TcpInSegs"] >= 8 and moved["TcpExtTW"] >= 1
    [cell] = [c for c in run.notebook.cells if "Sockets.watch(" in c.source and c.cell_type == "code"]
    picture = str(cell.outputs)
    assert "TCP sockets by state, every 100 ms" in picture
    least, most = re.search(r"TIME_WAIT: (\d+) to (\d+)", picture).groups()
    assert int(most) > int(least)


def test_the_last_close_takes_both_ends_out_of_half_close(lesson):
    text = output_after(lesson("04-sockets"), "kept.get(which).close()")
    assert text.count("TIME_WAIT") == 2 and "CLOSE_WAIT" not in text.replace("TIME_WAIT", "") and "FIN_WAIT_2" not in text


def test_the_lost_syn_ack_is_seen_at_the_server_only(lesson):
    run = lesson("07-faq")
    assert re.findall(r"pcap: (\d+) SYN-ACK", output_after(run, "List.of(lost, lostAtServer)")) == ["1", "2"]
    assert re.search(r"syn_repeated\W+1\W+10\d{5}\b", output_after(run, "lost.handshakes()"))


def test_the_ways_to_open_stand_side_by_side_and_fail_as_the_lesson_says(lesson):
    run = lesson("07-faq")
    table = output_after(run, "var three = Faq")
    assert "9 rows" in table
    [old] = re.findall(r"old duplicate SYN\s+(fails: run 1)\s+(holds)\s+(fails: run 3)\s+(holds)", table)
    assert len(re.findall(r"no end waits for ever(?:\s+fails: run \d+){4}", table)) == 1
    for number, way in ((1, "two-way"), (3, "four-way")):
        [cell] = [c for c in run.notebook.cells if c.cell_type == "code" and c.source == f"three.run({number})"]
        assert f"{way}: &quot;no end ESTABLISHED on an old duplicate SYN" in str(cell.outputs)
    assert len(re.findall(r"no end waits for ever", output_after(run, 'containsString("wait")'))) == 3


def test_every_acknowledgement_is_the_other_sides_next_octet(lesson):
    text = output_after(lesson("07-faq"), 'LongColumn.create("next")')
    rows = re.findall(r"(client|server)\s+(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", text)
    assert len(rows) == 11
    known = {"client": {"0"}, "server": set()}
    for sender, flags, seq, length, following, ack in rows:
        assert int(following) == int(seq) + int(length) + ("S" in flags or "F" in flags)
        assert ack in known["server" if sender == "client" else "client"] or (flags, ack) == ("S", "0")
        known[sender].add(following)


def test_each_part_of_tcp_is_missed_where_it_is_taken_away(lesson):
    text = output_after(lesson("07-faq"), "Faq.parts()")
    rows = re.findall(r"(true|false)\s+(\d+)\s+(\d+)\s+(true|false)\s+(\d+)\s+(\d+|–)", text)
    assert len(rows) == 18 and all(as_sent == "true" for at_work, *_, as_sent, _, _ in rows if at_work == "true")
    for part in ("checksum", "ordering", "retransmission timer", "zero window probes"):
        assert re.search(rf"{part}[a-z ']+\s+false\s+\d+\s+\d+\s+false", text), part
    for part in ("fast retransmit", "sack", "flow control"):
        assert re.search(rf"{part}[a-z ']+\s+false\s+\d+\s+\d+\s+true", text), part


def test_the_header_is_shown_field_by_field(lesson):
    [cell] = [c for c in lesson("07-faq").notebook.cells if "capture.segment(1)" in c.source]
    text = str(cell.outputs).lower()
    for words in ("source port", "destination port", "sequence number", "data offset", "window", "checksum", "3306"):
        assert words in text, words


def test_a_loss_a_duplicate_and_a_reordering_are_told_apart(lesson):
    run = lesson("07-faq")
    assert "retransmission" in output_after(run, "retransmission.packets()")
    assert "network_duplicate" in output_after(run, "duplicate.allPacketColumns()")
    early = output_after(run, "reordering.packets()")
    assert "out_of_order" in early and "retransmission" not in early


def test_the_repeated_fin_is_answered_from_time_wait(lesson):
    run = lesson("07-faq")
    states = output_after(run, 'last_ack_lost.server.pcap").states(0)')
    waited = re.search(r"LAST_ACK\W+\d+\W+(\d+)", states)
    assert "TIME_WAIT" in states and int(waited[1]) > 200_000
    watched = output_after(run, "Faq.watchedTimeWait()")
    assert 60 <= float(re.search(r"TIME_WAIT\W+([\d.]+)", watched)[1]) < 63
    by_length = output_after(run, "var twoMsl = Faq")
    assert re.search(r"TIME_WAIT 1 MSL\s+fails: run \d+\s+fails: run \d+\s+1 loss; adversarial", by_length)
    assert re.search(r"TIME_WAIT 2 MSL\s+holds\s+holds\s+2 losses; adversarial", by_length)


def test_the_tour_finds_the_receiver_without_room(lesson):
    run = lesson("00-start-here")
    assert "Receivers without room" in output_after(run, 'zero_window.client.pcap").findings()')
    shown = rows(run, 'retransmission.client.pcap");')
    assert [int(row[0]) for row in shown] == list(range(16, 30))
    assert [row[7].count("fast_retransmission") for row in shown].count(1) == 1 and shown[3][7] == "duplicate_ack"
    assert "Connection attempts without an answer" in output_after(run, "syn_timeout")
    assert re.search(r"/report.html, \d+ KiB", output_after(run, "Report.of(mine)"))
    assert int(rows(run, "mine.connections()")[0][6]) == truth_of("losses")["tcp_info"]["A"]["total_retrans"]


def test_a_fin_stands_where_the_next_octet_was_to_be(lesson):
    run = lesson("02-teardown")
    table = [(side, flags, int(seq), int(length)) for _, side, flags, seq, _, length in rows(run, 'containsString("F")')]
    assert [(side, flags) for side, flags, *_ in table] == [("server", "P."), ("client", "P."), ("client", "F."), ("server", "F.")]
    (_, _, from_server, greeting), (_, _, from_client, farewell), (_, _, clients, _), (_, _, servers, _) = table
    assert clients == from_client + farewell and servers == from_server + greeting
    assert (from_server % 1000, greeting, servers % 1000) == (291, 47, 338)
    assert (from_client % 100, farewell, clients % 100) == (77, 5, 82)


def test_the_ends_of_all_recordings_are_told_apart(lesson):
    run = lesson("02-teardown")
    assert [row[:3] for row in rows(run, "Capture.merge(files).connections()")] == [
        ["handshake_close", "four_segments", "client"],
        ["close_server_first", "four_segments", "server"],
        ["close_three_segments", "three_segments", "client"],
        ["simultaneous_close", "simultaneous_close", "both"],
        ["half_close", "half_close", "client"],
        ["reset", "aborted_by_client", "client"],
        ["last_ack_lost", "fin_repeated", "client"],
        ["giving_up", "unanswered", "none"],
    ]


def test_what_the_programs_called_explains_the_reset(lesson):
    said = output_after(lesson("02-teardown"), "reset.truth.json").splitlines()
    assert "A close with SO_LINGER 0" in said and "B recv: Connection reset by peer" in said


def test_the_repeated_fin_is_seen_from_both_ends(lesson):
    ladder = output_after(lesson("02-teardown"), 'last_ack_lost.client.pcap")\n    .ladder')
    assert "tail_loss_probe" in ladder and "spurious_retransmission" in ladder


def test_the_seeds_filters_choose_the_packets_that_tcpdump_would(lesson):
    run = lesson("05-tcpdump-filters")
    text = output_after(run, '"port 3306 and host 10.8.152.162"')
    assert re.findall(r"packets \[([\d, ]*)\]", text) == ["1, 2", "1", "5, 6", "8"]
    assert re.search(r"window 0\)\W+0\W+0\W+0\W+4\b", output_after(run, "String[][] questions"))
    assert "threethousand" in output_after(run, "port threethousand")
    assert "16 rows" in output_after(run, "half_close.client.pcap")


def test_what_a_shell_and_a_program_make_of_a_filter_is_shown(lesson):
    run = lesson("05-tcpdump-filters")
    assert "syntax error" in output_after(run, "new ProcessBuilder").lower()
    program = output_after(run, "System.out.print(filterProgram").splitlines()
    assert len(program) == 11 and program[8].split()[:3] == ["(008)", "jeq", "#0xcea"]
    compared = re.findall(r"#0x(\w+)", output_after(run, 'filterProgram("port 3306")'))
    assert compared == ["86dd", "84", "6", "11", "cea", "cea", "800", "84", "6", "11", "cea", "cea"]


def test_a_repeat_is_found_though_no_filter_can(lesson):
    text = output_after(lesson("05-tcpdump-filters"), 'containsString("retransmission")')
    assert "2 rows" in text and text.count("syn_retransmission") == 2


def test_the_live_capture_has_the_whole_connection_or_says_how_to_get_the_right(lesson):
    text = output_after(lesson("05-tcpdump-filters"), "Capture.live(")
    assert ("8 rows" in text and re.search(r"client\W+P\.\W+5\b", text)) or "setcap" in text


def test_a_capture_of_ones_own_gives_findings_evidence_and_reasons(lesson):
    run = lesson("08-your-capture")
    assert "Waits for the retransmission timer" in output_after(run, "var findings")
    evidence = output_after(run, "display(capture.ladder(connection))")
    assert "tcplab-picture" in str([c.outputs for c in run.notebook.cells if c.cell_type == "code"])
    assert "ESTABLISHED" in evidence
    assert "rto_retransmission" in output_after(run, "explain(packet)")
    assert "KiB" in output_after(run, "Report.of(capture)")


def test_who_holds_time_wait_is_shown_and_what_the_settings_do(lesson):
    run = lesson("07-faq")
    waiting = output_after(run, "var held = Sockets")
    assert waiting.count("TIME_WAIT") == 5 and "–" in waiting
    assert all(50_000 < int(left) <= 60_000 for left in re.findall(r"TIME_WAIT\W+(\d+)", waiting))
    settings = output_after(run, "/proc/sys/net/ipv4/")
    told = re.search(r"tcp_fin_timeout = (\d+)\ntcp_tw_reuse = [012]", settings)
    # Java reads such a file whole or one octet of it, by the method chosen.
    assert told[1] == Path("/proc/sys/net/ipv4/tcp_fin_timeout").read_text().strip()
    left = int(re.search(r"FIN_WAIT_2\W+(\d+)", settings)[1])
    assert 1000 * int(told[1]) - 5_000 < left <= 1000 * int(told[1])
    tried = output_after(run, "setReuseAddress(reuse)")
    assert "SO_REUSEADDR false: refused, Address already in use" in tried
    assert "SO_REUSEADDR true: it listens again" in tried


def test_the_queues_say_what_the_application_has_not_done(lesson):
    run = lesson("07-faq")
    unread = output_after(run, "write(new byte[1000])")
    assert re.search(r"ESTABLISHED\W+1000\W+0\b", unread) and re.search(r"ESTABLISHED\W+0\W+0\b", unread)
    assert output_after(run, "::1:60047").count("CLOSE_WAIT") == 2
    assert re.search(r"CLOSE_WAIT\W+1\b", output_after(run, "var waiting = Sockets"))
    full = output_after(run, "var busy = new")
    assert "heard nothing" in full and full.count("ESTABLISHED") == 4


def test_a_keep_alive_and_a_probe_differ_in_the_window_alone(lesson):
    run = lesson("07-faq")
    text = output_after(run, 'List.of("keep_alive", "zero_window")')
    for event, window in (("keep_alive", "[1-9]\\d*"), ("zero_window_probe", "0")):
        [first, *_] = re.findall(
            rf"(\d+)\s+\d+\s+0\s+\d+\s+{event}\s+\d+\s+server\s+\d+\s+(\d+)\s+0\s+{window}\s+\S*\s?{event}_ack", text
        )
        assert int(first[0]) + 1 == int(first[1]), event
    quick, patient = re.findall(r"8080: (refused after [\d.]+ ms|8 SYNs in \d+\.\d+ s, no answer)", output_after(run, "Table attempts"))
    assert quick.startswith("refused") and patient.startswith("8 SYNs")


def truth_of(recording: str) -> dict:
    return json.loads((ROOT / f"notebooks/data/{recording}.truth.json").read_text(encoding="utf-8"))


def outputs_of(run: Run, source: str) -> str:
    [cell] = [c for c in run.notebook.cells if c.cell_type == "code" and source in c.source]
    return str(cell.outputs)


@pytest.mark.parametrize("recording", ["losses", "slow_start"])
def test_the_windows_table_is_the_one_of_the_truth_file(recording):
    rows = (ROOT / f"notebooks/data/{recording}.cwnd.csv").read_text(encoding="utf-8").splitlines()
    noted = [(note["t"], note["snd_cwnd"]) for note in truth_of(recording)["cwnd"] if note["host"] == "A"]
    assert rows[0] == "packet,time_ns,cwnd"
    assert [tuple(int(field) for field in row.split(",")[1:]) for row in rows[1:]] == noted


def test_the_estimated_window_is_shown_beside_the_kernels(lesson):
    run = lesson("06-reliability")
    text = output_after(run, "xTabCounts")
    assert re.search(r"\[labels\]\W+0\W+1\W+total", text), "a reading is more than one segment away"
    rows = re.findall(r"(avoidance|recovery|slow_start|timeout)\W+(\d+)\W+(\d+)\W+(\d+)\b", text)
    assert len(rows) == 4
    assert sum(int(total) for *_, total in rows) == sum(sample["host"] == "A" for sample in truth_of("losses")["cwnd"])
    picture = outputs_of(run, "losses.plots(0).cwnd(Side.CLIENT, kernel)")
    for label in ("slow start", "recovery", "avoidance", "timeout", "kernel"):
        assert label in picture, label
    assert "The packets do not tell the congestion window" in outputs_of(run, "losses.server.pcap")


def test_the_window_lives_as_the_lesson_says():
    windows = [sample["snd_cwnd"] for sample in truth_of("losses")["cwnd"] if sample["host"] == "A"]
    assert windows[0] == 10 and max(windows) == 34 and min(windows) == 1
    assert {20, 23, 27} <= set(windows)


def test_the_algorithms_fall_as_deep_as_the_lesson_says(lesson):
    run = lesson("06-reliability")
    said = output_after(run, "bottleneck(")
    lowest = {name: int(low) for name, low in re.findall(r"(\w+)\s+after the first second between\s+(\d+) and", said)}
    assert lowest["TAHOE"] == 1 < lowest["RENO"] == lowest["NEWRENO"] < lowest["CUBIC"], lowest


def test_each_wait_of_the_timer_is_twice_the_one_before(lesson):
    text = output_after(lesson("06-reliability"), "backoff.series(0).repeats()")
    rows = re.findall(r"(tail_loss_probe|rto_retransmission)\W+500\W+(\d)\W+(\d+)\W+(\d+)\b", text)
    assert [kind for kind, *_ in rows] == ["tail_loss_probe"] + 5 * ["rto_retransmission"]
    waits = [int(elapsed) for _, _, elapsed, _ in rows]
    timers = [int(timer) for *_, timer in rows]
    assert timers[0] == timers[1] and all(abs(b - 2 * a) <= 2 for a, b in zip(timers[1:], timers[2:]))
    assert all(1 <= wait / timer < 1.06 for wait, timer in zip(waits, timers))


def test_the_sender_gives_up_and_its_peer_never_knows(lesson):
    text = output_after(lesson("06-reliability"), "giving_up.truth.json")
    assert '"SYN_SENT", "ESTABLISHED", "CLOSE"' in text and '"SYN_RECV", "ESTABLISHED"]' in text
    assert "A recv: Connection timed out" in text


def test_windows_probes_copies_and_order_are_shown_packet_by_packet(lesson):
    run = lesson("06-reliability")
    slow, fast = re.findall(r"at most +(\d+) octets on their way: ([\d.]+) s", output_after(run, "var single"))
    assert slow[0] == "1460" and float(slow[1]) > 4 > 1 > float(fast[1])
    talk = output_after(run, "talk.addColumns(ms)")
    probes = [int(ms) for ms in re.findall(r"\b(?:9|11|13)\W+(\d+)\W+client\W+0\W+\d+\W+zero_window_probe\b", talk)]
    assert len(probes) == 3 and 1.8 < (probes[2] - probes[1]) / (probes[1] - probes[0]) < 2.2
    assert "window_update" in talk
    copy = output_after(run, "duplicate.server.pcap")
    assert "network_duplicate" in copy and copy.count("3208818031") == 3
    late = output_after(run, "reordering.server.pcap")
    assert late.count("duplicate_ack") == 2 and "out_of_order" in late and "retransmission" not in late


def test_a_part_taken_away_is_missed(lesson):
    run = lesson("06-reliability")
    with_sum, without = output_after(run, "Part.CHECKSUM)))").strip().splitlines()
    assert with_sum == "5,000 of 5,000 octets came, as they were sent; sent again: 1"
    assert "1 of them wrong; sent again: 0" in without
    assert "18 rows" in output_after(run, "Faq.parts()")
    assert "30,000 of 30,000 octets came, as they were sent; sent again: 6" in output_after(run, "var mine")


def test_offload_is_shown_by_recordings(lesson):
    run = lesson("07-faq")
    rows = {name: [int(number.replace(",", "")) for number in rest.split()[:4]] for name, rest in re.findall(r"(offload(?:_off)?)\s+((?:[\d,]+\s+){4})", output_after(run, "var offloads"))}
    mss, segments, longest, longer = rows["offload"]
    assert mss == 1460 and longest > 5 * mss and longer >= segments - 1
    mss, segments, longest, longer = rows["offload_off"]
    assert segments == truth_of("offload_off")["tcp_info"]["A"]["data_segs_out"] and longest == 1448 and longer == 0
    same, different = re.findall(r"(\d+) bare ACKs, (\d+) different", output_after(run, "bare ACKs"))
    assert int(same[1]) <= 2 < int(same[0]) and int(different[1]) > int(different[0]) * 0.9


def test_the_conversations_are_drawn(lesson):
    for stem, source in (("00-start-here", "mine.talkers()"), ("08-your-capture", "capture.talkers()")):
        run = lesson(stem)
        [cell] = [c for c in run.notebook.cells if c.cell_type == "code" and c.source == source]
        assert "Who talks to whom" in str(cell.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_begins_with_a_question_and_ends_with_something_to_change(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert re.search(r"^\*\*Question\.\*\* .+\?", "".join(cells[0]["source"]), re.M)
    markdown = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert "Your turn" in markdown[-1]


def pcap(path, *frames):
    """A pcap file of Ethernet frames, a second apart."""
    with path.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for second, octets in enumerate(frames):
            out.write(struct.pack("<IIII", 1_700_000_000 + second, 0, len(octets), len(octets)) + octets)
    return path


def syn(host):
    tcp = struct.pack("!HHIIHHHH", 40000, 80, 7, 0, 0x5002, 500, 0, 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 40, 0, 0, 64, 6, 0, bytes([10, 0, 0, host]), bytes([10, 0, 1, 1]))
    return bytes(12) + b"\x08\x00" + ip + tcp


ARP = bytes(12) + b"\x08\x06" + bytes(28)


@pytest.mark.parametrize("frames, says", [([], "0 TCP segments in 0 frames"), ([ARP], "0 TCP segments in 1 frames"), ([syn(1)], "1 connection")], ids=["empty", "no TCP", "one packet"])
def test_the_template_takes_a_capture_with_little_in_it(tmp_path, frames, says):
    [path] = [path for path in NOTEBOOKS if path.stem == "08-your-capture"]
    run = Run(path, timeout=60)
    [parameters] = [c for c in run.notebook.cells if "parameters" in c.metadata.get("tags", [])]
    parameters.source = re.sub(r'recording = ".*?"', f'recording = "{pcap(tmp_path / "little.pcap", *frames)}"', parameters.source)
    run.execute()
    assert run.problem is None
    assert says in output_after(run, "var capture = filter")
    drawn = str([c.outputs for c in run.notebook.cells if c.cell_type == "code" and "talkers" in c.source])
    assert ("There is no TCP connection in this capture." in drawn) == (says.startswith("0 TCP"))
