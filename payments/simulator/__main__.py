"""``python -m payments.simulator``: serves until it is interrupted, and says where."""

import argparse
import signal
import sys

from payments.simulator.knobs import Knobs
from payments.simulator.server import Simulator


def main() -> int:
    """Zero after a clean end by SIGINT or SIGTERM."""
    asked = _arguments()
    knobs = Knobs(webhook_urls=asked.webhook_url, settle_after_seconds=asked.settle_after)
    simulator = Simulator(
        knobs,
        secret_key=asked.secret_key,
        webhook_secret=asked.webhook_secret,
        host=asked.host,
        port=asked.port,
        public_address=asked.public_address,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.stdout.write(f"Stripe simulator: {simulator.address}\n")
    sys.stdout.flush()
    try:
        simulator.wait()
    except KeyboardInterrupt:
        simulator.stop()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m payments.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=12111, help="0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--webhook-url", action="append", default=[], help="where events go; may be given several times"
    )
    parser.add_argument("--webhook-secret", required=True, help="what events are signed with")
    parser.add_argument("--secret-key", default="sk_test_simulator", help="the only API key that is let in")
    parser.add_argument("--public-address", help="where buyers reach the pay page, if not host and port")
    parser.add_argument(
        "--settle-after",
        type=float,
        metavar="SECONDS",
        help="bank payments settle by themselves; without it, only when told to",
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
