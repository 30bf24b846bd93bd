#!/usr/bin/env bash
# Installs Debian packages where that needs no question asked; fails quietly anywhere else.
set -euo pipefail
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1
echo "Installing $* with apt-get." >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -qq -y --no-install-recommends "$@" >/dev/null
