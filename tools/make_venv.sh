#!/usr/bin/env bash
# Makes the virtual environment named by the first argument with a Python of 3.11 or later.
set -euo pipefail
folder=$1

python=""
for candidate in "${PYTHON_FOR_VENV:-}" python3 python3.14 python3.13 python3.12 python3.11; do
  [ -n "$candidate" ] || continue
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Plenary needs Python 3.11 or later, and found none called python3 or python3.11 to python3.14." >&2
  exit 1
fi

# Debian keeps the part that gives an environment its pip in a package of its own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
  "$(dirname "$0")/apt_install.sh" "$version-venv" || {
    echo "Plenary needs Python's venv module: install the package $version-venv, then try again." >&2
    exit 1
  }
fi

"$python" -m venv "$folder"
