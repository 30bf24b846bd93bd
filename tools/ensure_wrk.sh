#!/usr/bin/env bash
# Prints the path of wrk, which sends the requests that `make bench` counts; installs Debian's where it may.
set -euo pipefail
cd "$(dirname "$0")"

command -v wrk && exit
./apt_install.sh wrk && command -v wrk && exit
echo "The figures need wrk to send requests: install it (Debian: apt-get install wrk)." >&2
exit 1
