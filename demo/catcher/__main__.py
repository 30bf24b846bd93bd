"""``python -m demo.catcher --smtp-port 5002 --web-port 5001``: the mail catcher until SIGTERM or Ctrl-C."""

import argparse
import signal
import threading

from demo.catcher import Catcher


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="demo.catcher", description="Catch every email and send none on.")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--web-port", type=int, required=True)
    wanted = parser.parse_args()
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    with Catcher(smtp_port=wanted.smtp_port, web_port=wanted.web_port):
        told_to_stop.wait()


if __name__ == "__main__":
    main()
