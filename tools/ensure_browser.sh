#!/usr/bin/env bash
# Prints the path of a Chromium, installing Debian's where it may; otherwise says how to get one.
set -euo pipefail
cd "$(dirname "$0")"

found() {
  if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] && echo "$CHROMIUM" && return
    echo "CHROMIUM names $CHROMIUM, which is not a program." >&2
    exit 1
  fi
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    command -v "$name" && return
  done
  local app
  for app in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    [ -x "$app" ] && echo "$app" && return
  done
  return 1
}

found && exit
./apt_install.sh chromium fonts-liberation && found && exit
echo "The tests need a Chromium or Chrome: install one (Debian: apt-get install chromium)," \
  "or say where it is: CHROMIUM=/path/to/chromium make test" >&2
exit 1
