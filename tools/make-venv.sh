#!/usr/bin/env bash
# Make a virtual environment with Python 3.11 or newer, or say what is missing.
set -euo pipefail
python=$1 venv=$2

if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 or newer is needed; found: ${python:-none}. Install it, or name it: make PYTHON=/path/to/python3.12" >&2
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
