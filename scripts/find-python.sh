#!/bin/sh
# Prints the Python to build with: 3.11 or newer, able to make a virtual environment.
# PYTHON=/path/to/python chooses one.
set -eu

new_enough='import sys; sys.exit(not (sys.version_info >= (3, 11) and sys.implementation.name == "cpython"))'
lacks_venv=

for name in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
  path=$(command -v "$name" 2>/dev/null) || continue
  "$path" -c "$new_enough" >/dev/null 2>&1 || continue
  if "$path" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    echo "$path"
    exit 0
  fi
  lacks_venv=$path
done

if [ -n "$lacks_venv" ]; then
  echo "$lacks_venv cannot make a virtual environment: install its venv module (on Debian or Ubuntu: apt-get install python3-venv), then try again." >&2
elif [ -n "${PYTHON:-}" ]; then
  echo "PYTHON=$PYTHON is not a Python 3.11 or newer." >&2
else
  echo "No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3 ..." >&2
fi
exit 1
