#!/usr/bin/env bash
# Make a virtual environment with the newest Python that works here and is 3.11 or newer, or say what is missing.
# Usage: make-venv.sh FOLDER [PYTHON]   (PYTHON: use this one, look for no other)
set -euo pipefail
venv=$1 named=${2:-}

# A name on PATH is not yet an interpreter: a version manager's shim may stand for one that is not active.
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

choose() {
  local candidate
  for candidate in ${named:-python3.13 python3.12 python3.11 python3 python}; do
    if new_enough "$candidate"; then
      echo "$candidate"
      return
    fi
  done
}

python=$(choose)
if [ -z "$python" ]; then
  echo "Python 3.11 or newer is needed; ${named:-none on PATH} will not do. Install it, or name it: make PYTHON=/path/to/python3.12" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
  else
    echo "This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi
"$python" -m venv "$venv"
