"""Records tcplab's own captures: two network namespaces, a scripted wire between them, and the Linux kernel's own account of it.

For each scenario three files are written: NAME.client.pcap and NAME.server.pcap (what each end's device sent and received, times
in nanoseconds) and NAME.truth.json (what the wire did, what the programs called, the kernel's state transitions, retransmissions,
TCP_INFO and counters); where the window was noted, NAME.cwnd.csv has the client's. The machine's own network is not touched,
and nothing is left behind when the recorder ends.

examples:
  kernel/record/record --list                            what can be recorded
  sudo kernel/record/record handshake_close              into the current folder
  sudo kernel/record/record -o notebooks/data refused syn_lost
  sudo kernel/record/record -o /tmp/recordings --all     about two minutes, time_wait_full takes one of them
"""

import argparse
import os
import sys

sys.dont_write_bytecode = True

import kernel_trace  # noqa: E402 (after the line above on purpose)
from lab import Lab  # noqa: E402
from scenarios import SCENARIOS  # noqa: E402


def main():
    options = parse_arguments()
    if options.list:
        for name, scenario in SCENARIOS.items():
            print(f"{name:28} {scenario.description}")
        return 0
    refusal = reason_to_refuse()
    if refusal:
        print(f"record: {refusal}", file=sys.stderr)
        return 1
    os.makedirs(options.output, exist_ok=True)
    traced = kernel_trace.Trace.available()
    if not traced:
        print("record: no tracefs here; states are read from /proc/net/tcp alone, short ones may be missing", file=sys.stderr)
    for name in SCENARIOS if options.all else options.scenario:
        record(name, options.output, traced)
    return 0


def parse_arguments():
    first, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser("record", description=first, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", metavar="SCENARIO", help="what to record, see --list")
    parser.add_argument("-o", "--output", default=".", metavar="FOLDER", help="where the files go (default: here)")
    parser.add_argument("--all", action="store_true", help="record every scenario")
    parser.add_argument("--list", action="store_true", help="list the scenarios and end")
    options = parser.parse_args()
    unknown = [name for name in options.scenario if name not in SCENARIOS]
    if unknown:
        parser.error(f"no scenario is called {unknown[0]!r}; --list shows them")
    if not (options.scenario or options.all or options.list):
        parser.error("name a scenario, or give --all; --list shows them")
    return options


def reason_to_refuse():
    """Why nothing can be recorded here, or None."""
    if not sys.platform.startswith("linux"):
        return "recordings need Linux: network namespaces and TAP devices"
    if os.geteuid() != 0:
        return "recordings need root, for network namespaces and packet sockets; try it with sudo"
    if not os.path.exists("/dev/net/tun"):
        return "/dev/net/tun is missing; load the kernel's module tun"
    return None


def record(name, folder, traced):
    scenario = SCENARIOS[name]
    print(f"{name}: {scenario.description}", file=sys.stderr)
    lab = Lab(name, folder, scenario, traced)
    try:
        still_open = scenario.run(lab)
        truth = lab.finish(scenario.settle)
        if still_open:
            still_open.close()
    finally:
        lab.close()
    for end, states in truth["state_sequence"].items():
        print(f"  {end}: {' '.join(states)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
