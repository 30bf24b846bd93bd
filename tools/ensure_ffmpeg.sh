#!/usr/bin/env bash
# Prints the path of ffmpeg, which draws what the browser's fake camera sees; installs Debian's where it may.
set -euo pipefail
cd "$(dirname "$0")"

command -v ffmpeg && exit
./apt_install.sh ffmpeg && command -v ffmpeg && exit
echo "The tests need ffmpeg to feed the browser's camera: install it (Debian: apt-get install ffmpeg)." >&2
exit 1
