"""kernel/tcplab as a user types it: formats, columns, messages and exit codes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import time

import pytest
from checkout import DATA, ROOT, SHARED, TCPLAB, require, tcplab

HANDSHAKE = DATA / "handshake_close.client.pcap"
SEED = """\
[root@Master1 ~]# netstat -ant #t表示只有展示TCP协议
Active Internet connections (servers and established)
Proto Recv-Q Send-Q Local Address               Foreign Address             State
tcp        0      0 0.0.0.0:63501               0.0.0.0:*                   LISTEN
tcp        1      0 ::1:60047                   ::1:43724                   CLOSE_WAIT
tcp        0      0 ::ffff:10.8.198.151:43592   ::ffff:10.8.215.65:34710    TIME_WAIT
"""


def rows(*arguments):
    result = tcplab(*arguments, "--format", "csv")
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_packets_gives_a_row_a_segment_with_the_data_dictionarys_columns():
    table = rows("packets", HANDSHAKE)
    assert len(table) == 11
    assert list(table[0])[:9] == ["packet", "time_ns", "src", "src_port", "dst", "dst_port", "seq", "ack", "flags"]
    assert [row["flags"] for row in table[:3]] == ["S", "S.", "."]
    assert int(table[2]["ack"]) == int(table[1]["seq"]) + 1
    assert table[0]["ts_echo"] == "0" and table[0]["sack"] == ""


def test_handshakes_tells_variant_and_round_trip():
    [row] = rows("handshakes", HANDSHAKE)
    assert row["variant"] == "complete"
    assert 15_000 < float(row["rtt_us"]) < 60_000
    assert row["syn_packet"] == "1" and row["syn_ack_packet"] == "2" and row["ack_packet"] == "3"


def test_teardowns_tells_variant_phases_and_the_packets_that_show_it():
    result = tcplab("teardowns", HANDSHAKE, "--columns", "variant,closed_first,reset_ns,evidence", "--format", "csv")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == ["variant,closed_first,reset_ns,evidence", "four_segments,client,,8 9 10 11"]
    [row] = rows("teardowns", HANDSHAKE)
    first, second, last = (int(row[name]) for name in ("first_fin_ns", "second_fin_ns", "last_ack_ns"))
    assert int(row["half_closed_us"]) == (second - first) // 1000 and int(row["last_ack_wait_us"]) == (last - second) // 1000


def test_columns_on_request_are_given_when_they_are_named():
    table = rows("packets", HANDSHAKE, "--columns", "packet,rtt_us,ttl,window_bytes")
    assert table[1] == {"packet": "2", "rtt_us": "25473", "ttl": "64", "window_bytes": "65160"}
    [row] = rows("connections", HANDSHAKE, "--columns", "srtt_us_client,rto_us_client")
    assert int(row["srtt_us_client"]) > 15_000 and int(row["rto_us_client"]) >= 1_000_000
    everything = rows("packets", HANDSHAKE, "--columns", "all")
    assert list(everything[0])[:2] == ["packet", "time_ns"] and {"encapsulation", "vlan", "dsack"} < everything[0].keys()


def test_a_connection_alone_is_shown_by_its_number():
    filters = DATA / "filters.pcap"
    assert {row["connection"] for row in rows("packets", filters, "--connection", "1,3")} == {"1", "3"}
    for command in "connections", "handshakes", "states":
        assert {row["connection"] for row in rows(command, filters, "--connection", "4")} == {"4"}
    fails("connections", filters, "--connection", "7", code=2, says=["no connection 7", "0 to 6"])
    fails("packets", HANDSHAKE, "--connection", "0,1", code=2, says=["no connection 1", "it has one, which is 0"])
    fails("events", HANDSHAKE, "--connection", "first", code=2, says=["first"])


def test_states_say_when_why_and_on_what_that_rests():
    table = rows("states", HANDSHAKE)
    client = [row for row in table if row["side"] == "client"]
    assert [row["state"] for row in client] == ["SYN_SENT", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT"]
    assert client[-1]["packet"] == "10" and client[-1]["basis"] == "seen" and "RFC 9293" in client[-1]["why"]


def test_icmp_errors_are_rows_of_their_own_and_no_packets():
    [first, *_] = table = rows("icmp", DATA / "path_mtu.client.pcap")
    assert [row["packet"] for row in table] == ["12", "18", "19"]
    assert first["reporter"] == "172.18.0.254" and first["error"] == "too long" and first["mtu"] == "1200"
    assert (first["type"], first["code"], first["connection"], first["sender"]) == ("3", "4", "0", "client")
    assert rows("icmp", DATA / "path_mtu.client.pcap", "--connection", "0") == table
    assert rows("icmp", HANDSHAKE) == []
    assert {row["packet"] for row in rows("packets", DATA / "path_mtu.client.pcap")}.isdisjoint({"12", "18", "19"})


def test_events_say_by_which_rule_and_which_packets_prove_it():
    table = rows("events", DATA / "last_ack_lost.client.pcap")
    [repeat] = [row for row in table if row["event"] == "spurious_retransmission"]
    assert repeat["packet"] == "12" and repeat["sender"] == "server" and repeat["reference"].startswith("RFC") and repeat["evidence"]


def test_findings_are_words_for_a_reader_and_a_table_for_a_program():
    zero = DATA / "zero_window.client.pcap"
    text = tcplab("findings", zero).stdout
    assert text.startswith("DELAY: Receivers without room (1 connection)") and "[packets 8 10 12 14]" in text
    [row] = rows("findings", zero)
    assert row["severity"] == "delay" and row["packets"] == "8 10 12 14"
    assert tcplab("findings", HANDSHAKE).stdout == "Nothing stands out in 1 connection.\n"


def test_conversations_tell_who_talked_to_whom():
    table = rows("conversations", DATA / "filters.pcap")
    assert len(table) == 7 and {"client", "server", "server_port", "bytes_server"} < table[0].keys()


def test_a_ladder_is_lines_at_a_terminal_and_a_picture_in_a_file(tmp_path):
    result = tcplab("ladder", HANDSHAKE)
    lines = result.stdout.splitlines()
    assert lines[0] == "Connection 0: 172.18.0.5:58510 → 172.18.0.3:3306" and result.stderr == ""
    assert sum("▶" in line or "◀" in line for line in lines) == 11
    assert "FIN_WAIT_1" in result.stdout and lines[-3].endswith("CLOSED?")
    for words in [], ["--to-scale"]:
        written = tcplab("ladder", HANDSHAKE, "-o", tmp_path / "ladder.svg", *words)
        assert written.returncode == 0 and (tmp_path / "ladder.svg").read_text().startswith("<svg"), written.stderr
    assert "connection 2 of 0 to 6" in tcplab("ladder", DATA / "filters.pcap", "--connection", "2").stderr
    fails("ladder", HANDSHAKE, "--connection", "1", code=2, says=["no connection 1"])
    fails("ladder", HANDSHAKE, "--to-scale", code=2, says=[".svg"])
    fails("ladder", HANDSHAKE, "--most", "0", code=2, says=["at least 1"])


def test_times_are_read_by_people_in_tables_and_by_programs_elsewhere():
    line = tcplab("packets", HANDSHAKE, "--columns", "packet,time_ns", env={**os.environ, "TZ": "Asia/Tokyo"}).stdout.splitlines()[1]
    assert line.split() == ["1", "23:38:30.390171395"]
    assert rows("packets", HANDSHAKE)[0]["time_ns"] == "1795444710390171395"


def test_vlans_are_kept_apart_on_request_only(tmp_path):
    def tagged(vlan, way, flags, seq, ack):
        ports, addresses = (40000, 80), (b"\x0a\0\0\1", b"\x0a\0\0\2")
        tcp = struct.pack("!HHIIBBHHH", *ports[::way], seq, ack, 5 << 4, flags, 1000, 0, 0)
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 40, 1, 0, 64, 6, 0) + b"".join(addresses[::way])
        frame = bytes(12) + struct.pack("!HHH", 0x8100, vlan, 0x0800) + ip + tcp
        return struct.pack("<IIII", 1, 0, len(frame), len(frame)) + frame

    capture = tmp_path / "tagged.pcap"
    header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    capture.write_bytes(header + tagged(1, 1, 2, 10, 0) + tagged(2, -1, 0x12, 20, 11) + tagged(1, 1, 0x10, 11, 21))
    for command in "connections", "handshakes", "teardowns":
        assert len(rows(command, capture)) == 1
        assert len(rows(command, capture, "--vlans-apart")) == 2
    assert [row["connection"] for row in rows("packets", capture, "--vlans-apart")] == ["0", "1", "0"]


def test_connections_agree_with_the_kernels_record_of_both_ends():
    truth = json.loads((DATA / "handshake_close.truth.json").read_text())
    [row] = rows("connections", HANDSHAKE)
    assert row["closed_first"] == "client"
    assert row["client_port"] != "3306" and row["server_port"] == "3306"
    spelled = {"SYN_RECV": "SYN_RECEIVED", "FIN_WAIT1": "FIN_WAIT_1", "FIN_WAIT2": "FIN_WAIT_2", "CLOSE": "CLOSED"}
    [kernel] = [states for end, states in truth["state_sequence"].items() if end.startswith("A ")]
    ours = row["states_client"].split()
    expected = [spelled.get(state, state) for state in kernel]
    assert [state for state in ours if state != "CLOSED"] == [state for state in expected if state != "CLOSED"]


def test_json_is_an_array_of_objects_with_numbers_as_numbers():
    result = tcplab("packets", HANDSHAKE, "--format", "json", "--columns", "packet,seq,flags,mss,sack")
    table = json.loads(result.stdout)
    assert len(table) == 11
    assert table[0].keys() == {"packet", "seq", "flags", "mss", "sack"}
    assert table[0]["packet"] == 1 and isinstance(table[0]["seq"], int)
    assert table[0]["mss"] == 1460 and table[3]["mss"] is None


def test_the_table_format_has_aligned_columns():
    result = tcplab("packets", HANDSHAKE, "--columns", "packet,flags,length")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["packet", "flags", "length"]
    assert len([line for line in lines if line.strip()]) >= 12


def test_output_goes_to_a_file(tmp_path):
    result = tcplab("packets", HANDSHAKE, "--format", "csv", "-o", tmp_path / "packets.csv")
    assert result.returncode == 0 and result.stdout == ""
    assert len((tmp_path / "packets.csv").read_text().splitlines()) == 12


def test_sockets_reads_what_netstat_printed_from_stdin():
    result = tcplab("sockets", "-", "--format", "csv", input=SEED)
    assert result.returncode == 0, result.stderr
    assert [row["state"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["LISTEN", "CLOSE_WAIT", "TIME_WAIT"]


def test_the_seeds_sample_gives_fourteen_rows():
    file = SHARED / "socket-text" / "seed-netstat-ant.txt"
    require(file.exists(), "the folder ../shared")
    states = [row["state"] for row in rows("sockets", file)]
    assert {state: states.count(state) for state in set(states)} == {"LISTEN": 3, "ESTABLISHED": 4, "CLOSE_WAIT": 2, "TIME_WAIT": 5}


def test_sockets_of_this_machine_agree_with_ss():
    ss = shutil.which("ss")
    require(ss, "ss (Debian: apt install iproute2)")
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), server.accept()[0]:
            ours = sorted((r["state"], r["local_port"]) for r in rows("sockets", "--port", port))
            text = subprocess.run([ss, "-tanH", f"sport = :{port} or dport = :{port}"], capture_output=True, text=True, check=True)
            theirs = sorted(
                ({"ESTAB": "ESTABLISHED"}.get(line.split()[0], line.split()[0]), line.split()[3].rsplit(":", 1)[1])
                for line in text.stdout.splitlines()
            )
    assert ours == theirs and len(ours) == 3


def test_only_the_port_itself_is_found():
    text = "tcp 0 0 10.0.0.5:3306 10.0.0.9:41000 ESTABLISHED\ntcp 0 0 10.0.0.5:33060 10.0.0.9:41002 ESTABLISHED\n"
    result = tcplab("sockets", "-", "--port", "3306", "--format", "csv", input=text)
    assert len(result.stdout.splitlines()) == 2


def verdicts(topic, *options):
    result = tcplab("faq", topic, "--format", "json", *options)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_faq_three_way_says_per_variant_and_property_what_holds():
    table = verdicts("three-way")
    fresh = {
        row["variant"]: (row["verdict"], row["counterexample_steps"])
        for row in table
        if row["property"].startswith("no end ESTABLISHED") and row["assumptions"].startswith("fresh ISNs")
    }
    assert fresh == {
        "two-way": ("violated", 1),
        "three-way": ("holds", None),
        "four-way": ("violated", 4),
        "four-way, SYN with ACK": ("holds", None),
    }
    assert all(row["states"] > 0 and row["stopped"] is None for row in table)


def test_faq_two_msl_says_how_long_time_wait_must_last():
    table = verdicts("two-msl")
    data = {(row["variant"], row["assumptions"].split("; ")[0]): row["verdict"] for row in table if row["property"] == "no old data accepted"}
    assert data["TIME_WAIT 1 MSL", "1 loss"] == "violated"
    assert data["TIME_WAIT 2 MSL", "1 loss"] == "holds"
    assert data["TIME_WAIT 2 MSL", "3 losses"] == "violated"


def test_faq_shows_a_reader_the_counterexamples_and_one_of_them_alone():
    text = tcplab("faq", "two-msl").stdout
    assert 'Run 1: TIME_WAIT 0: "a repeated FIN is answered" is violated' in text
    assert "the client's TIME_WAIT is over" in text and "least_for_data" in text
    steps = json.loads(tcplab("faq", "two-msl", "--run", "1", "--format", "json").stdout)
    assert [step["step"] for step in steps] == list(range(7))
    assert steps[-1]["client"] == "CLOSED" and steps[-1]["server"] == "LAST_ACK"


def test_faq_reliable_counts_what_was_recorded():
    table = {row["recording"]: row for row in verdicts("reliable", "--recorded")}
    assert table["retransmission"]["retransmissions"] == 1
    assert table["duplicate"]["copies"] == 1
    assert table["reordering"]["retransmissions"] == 0 and table["reordering"]["out_of_order"] == 1
    assert table["zero_window"]["zero_windows"] > 0


def test_faq_reliable_tries_each_part_of_tcp_with_it_and_without():
    table = verdicts("reliable")
    assert all(row["as_sent"] for row in table if row["at_work"])
    broken = {row["part"] for row in table if not row["at_work"] and not row["as_sent"]}
    assert broken == {"checksum", "ordering", "retransmission timer", "zero window probes"}


def test_faq_segment_lists_a_captured_header_field_by_field():
    table = {row["field"]: row for row in rows("faq", "segment", HANDSHAKE)}
    assert table["SYN"]["value"] == "set" and table["SYN"]["first_bit"] == "110" and table["ACK"]["value"] == "not set"
    assert {"AE", "CWR", "ECE", "URG", "PSH", "RST", "FIN"} <= table.keys()
    assert {row["field"]: row["value"] for row in rows("faq", "segment", HANDSHAKE, "--packet", "2")}["ACK"] == "set"


# Bad input: one clear message, the right exit code, and what was readable is kept.


def fails(*arguments, code, says, **options):
    result = tcplab(*arguments, **options)
    assert result.returncode == code, result.stderr
    for words in says:
        assert words in result.stderr, result.stderr
    assert "at tcplab." not in result.stderr and "Exception" not in result.stderr
    return result


def test_a_file_that_is_no_capture(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("this is no capture, but it is long enough to look at its first octets\n")
    fails("packets", file, code=1, says=["notes.txt", "offset 0"])


def test_an_empty_file(tmp_path):
    file = tmp_path / "empty.pcap"
    file.touch()
    fails("packets", file, code=1, says=["empty.pcap", "empty"])


def test_a_truncated_file_gives_what_was_readable_and_the_offset(tmp_path):
    file = tmp_path / "cut.pcap"
    file.write_bytes(HANDSHAKE.read_bytes()[:-20])
    result = fails("packets", file, "--format", "csv", code=1, says=["cut.pcap", "offset"])
    assert len(result.stdout.splitlines()) == 11  # the header and ten of eleven segments


def test_an_unknown_link_type(tmp_path):
    file = tmp_path / "odd.pcap"
    file.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 147) + struct.pack("<IIII", 1, 0, 4, 4) + b"abcd")
    fails("packets", file, code=1, says=["odd.pcap", "147", "offset"])


def test_a_file_that_is_not_there(tmp_path):
    fails("packets", tmp_path / "none.pcap", code=1, says=["none.pcap", "no such file"])


def test_a_folder(tmp_path):
    fails("packets", tmp_path, code=1, says=[str(tmp_path)])
    fails("sockets", tmp_path, code=1, says=[str(tmp_path), "folder"])


def test_a_file_that_may_not_be_read(tmp_path):
    file = tmp_path / "secret.pcap"
    file.write_bytes(HANDSHAKE.read_bytes())
    file.chmod(0)
    if os.geteuid() != 0:
        fails("packets", file, code=1, says=["secret.pcap", "permission"])
    else:  # root may read everything, except through a mount that has nothing to give
        fails("packets", "/proc/self/mem", code=1, says=["/proc/self/mem"])


def test_a_text_that_is_no_socket_table():
    fails("sockets", "-", code=1, says=["stdin"], input="hello\nworld\n")


def test_a_port_out_of_range():
    fails("sockets", "--port", "70000", code=2, says=["70000", "1 to 65535"])


def test_an_unknown_column_lists_those_there_are():
    result = fails("packets", HANDSHAKE, "--columns", "packet,colour", code=2, says=["colour", "time_ns"])
    assert result.stdout == ""


def test_an_unknown_format():
    fails("packets", HANDSHAKE, "--format", "xml", code=2, says=["xml"])


def test_an_unknown_command():
    fails("pakets", HANDSHAKE, code=2, says=["pakets"])


def test_no_command_at_all_shows_the_usage():
    fails(code=2, says=["a command is missing", "packets"])


def test_a_topic_that_the_faq_does_not_have():
    fails("faq", "two-way", code=2, says=["no topic 'two-way'", "three-way, reliable, segment FILE, two-msl"])
    fails("faq", code=2, says=["a topic is missing"])


def test_bounds_that_no_memory_holds():
    fails("faq", "three-way", "--in-flight", "9", code=2, says=["1 to 5 segments in flight, not 9"])
    result = fails("faq", "three-way", "--states", "5000", "--format", "json", code=1, says=["three-way: limit of 5,000 states reached", "steps deep"])
    assert {row["verdict"] for row in json.loads(result.stdout)} == {"holds", "violated", "undecided"}


def test_a_packet_that_is_no_tcp_segment(tmp_path):
    arp = tmp_path / "arp.pcap"
    frame = bytes(12) + b"\x08\x06" + bytes(46)
    record = struct.pack("<IIII", 1, 0, len(frame), len(frame)) + frame
    arp.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1) + record)
    fails("faq", "segment", arp, code=1, says=["no TCP segment in 1 frames"])
    mixed = tmp_path / "mixed.pcap"
    nanoseconds = HANDSHAKE.read_bytes()
    mixed.write_bytes(nanoseconds[:24] + record + nanoseconds[24:])
    fails("faq", "segment", mixed, "--packet", "1", code=2, says=["--packet 1 is no TCP segment", "2, 3, 4"])
    fails("faq", "segment", mixed, "--packet", "99", code=2, says=["packets 1 to 12"])
    assert tcplab("faq", "segment", mixed).returncode == 0


def test_a_state_that_tcp_does_not_have():
    fails("sockets", "--state", "OPEN", code=2, says=["OPEN", "ESTABLISHED"])


def test_a_file_name_cannot_act_on_the_terminal(tmp_path):
    result = tcplab("packets", tmp_path / "\x1b[2Jx.pcap")
    assert "\x1b" not in result.stderr


def capture_of(path, packets):
    sys.path.insert(0, str(ROOT / "src/bench"))
    import traffic

    traffic.make(path, packets)
    return path


def test_connections_of_a_capture_larger_than_memory_are_the_same(tmp_path):
    capture = capture_of(tmp_path / "large.pcap", 200_000)
    whole = tcplab("connections", capture, "--format", "csv")
    small = tcplab("--jvm-arg=-Xmx32m", "connections", capture, "--format", "csv")
    assert whole.returncode == 0 == small.returncode, small.stderr
    assert "larger than memory: its 4000 connections" in small.stderr
    assert small.stdout.splitlines()[0] == whole.stdout.splitlines()[0]
    assert sorted(small.stdout.splitlines()) == sorted(whole.stdout.splitlines())
    portions = tcplab("--jvm-arg=-Xmx32m", "connections", capture, "--format", "json", "--columns", "connection,client")
    assert sorted(row["connection"] for row in json.loads(portions.stdout)) == list(range(4000))


def test_ctrl_c_prints_what_was_read_so_far(tmp_path):
    capture = capture_of(tmp_path / "half.pcap", 20_000).read_bytes()
    half = len(capture) // 2
    out = tmp_path / "out.csv"
    process = subprocess.Popen([TCPLAB, "packets", "-", "--format", "csv", "-o", out], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(capture[:half])
    process.stdin.flush()
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(capture[half:])
        process.stdin.close()
    said = process.stderr.read().decode()
    assert process.wait(60) == 1
    assert "reading was stopped here" in said
    rows = len(out.read_text().splitlines()) - 1
    assert 1000 < rows < 20_000


def test_a_reader_that_has_had_enough_is_no_error(tmp_path):
    process = subprocess.Popen([TCPLAB, "packets", DATA / "slow_start.client.pcap", "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == b""


@pytest.mark.parametrize("command", [[], ["packets"], ["connections"], ["handshakes"], ["teardowns"], ["states"], ["events"], ["icmp"], ["findings"], ["conversations"], ["ladder"], ["report"], ["capture"], ["sockets"], ["kernel"], ["kernel", "install"]])
def test_help_shows_examples(command):
    result = tcplab(*command, "--help")
    assert result.returncode == 0
    assert "Example" in result.stdout


def test_the_kernel_installs_into_a_given_prefix(tmp_path):
    result = tcplab("kernel", "install", "--prefix", tmp_path)
    assert result.returncode == 0, result.stderr
    spec = json.loads((tmp_path / "share/jupyter/kernels/tcplab/kernel.json").read_text())
    assert spec["argv"][0] == str(TCPLAB)
    fails("kernel", "install", "--prefix", tmp_path / "none", code=2, says=["no such folder"])


def test_bash_completes_commands_options_and_values():
    typed = {"tcplab hand": "handshakes", "tcplab packets --for": "--format", "tcplab packets --format ": "csv"}
    for line, wanted in typed.items():
        script = (
            f'source <("{TCPLAB}" completion); COMP_LINE={shlex.quote(line)}; COMP_POINT=${{#COMP_LINE}}; '
            f"COMP_WORDS=({line}{' ' + chr(39) * 2 if line.endswith(' ') else ''}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); "
            '_complete_tcplab; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        result = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
        assert wanted in result.stdout.lower().split(), (line, result)


def typed_at_a_terminal(words, lines, until, seconds=60):
    """What an interactive program shows when these lines are typed, each once it has answered the one before."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(words[0], words, {**os.environ, "TERM": "dumb", "PS1": "ready> ", "PROMPT_EOL_MARK": ""})
    shown, deadline = "", time.monotonic() + seconds
    try:
        for line, wanted in zip(lines, until):
            os.write(terminal, line.encode())
            seen = len(shown)
            while wanted not in shown[seen:]:
                assert time.monotonic() < deadline, (line, shown)
                if select.select([terminal], [], [], 0.2)[0]:
                    shown += os.read(terminal, 65536).decode(errors="replace")
        return shown
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def test_zsh_completes_at_the_tab_key():
    require(shutil.which("zsh"), "zsh (Debian: apt install zsh)")
    setup = f'autoload -U compinit bashcompinit; compinit -u -D; bashcompinit; source <("{TCPLAB}" completion); print set-$((40+2))\n'
    for typed, wanted in {"tcplab hands\t": "handshakes", "tcplab packets --forma\t": "--format", "tcplab packets --format js\t": "json"}.items():
        typed_at_a_terminal(["zsh", "-f", "-i"], [setup, typed], ["set-42", wanted])


def test_the_manual_s_pages_are_set_without_a_warning(tmp_path):
    require(shutil.which("man") and shutil.which("groff"), "man and groff (Debian: apt install man-db groff)")
    result = tcplab("man", "--install", tmp_path)
    assert result.returncode == 0, result.stderr
    pages = sorted(tmp_path.glob("*.1"))
    assert len(pages) > 10
    for page in pages:
        shown = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", page], capture_output=True, text=True, env={**os.environ, "MANPAGER": "cat", "MANWIDTH": "100"})
        assert shown.returncode == 0 and shown.stderr == "", shown.stderr
        assert "EXAMPLES" in shown.stdout and f"tcplab{page.stem.removeprefix('tcplab').replace('-', ' ')}".split()[0] in shown.stdout
