#!/bin/sh
# Writes the lock files in requirements/ with uv, which gets a throw-away environment of its own.
# `scripts/lock.sh` keeps the versions that are locked wherever they still fit; with --upgrade it
# takes the newest; with --upgrade-package NAME, the newest of one.
set -eu
cd "$(dirname "$0")/.."

python=$(sh scripts/find-python.sh)
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT INT TERM

"$python" -m venv "$tool/venv"
if [ -f requirements/lock.txt ]; then
  "$tool/venv/bin/python" -m pip install -qq --require-hashes --only-binary :all: -r requirements/lock.txt
else
  "$tool/venv/bin/python" -m pip install -qq uv
fi

# One lock for every platform and Python from 3.11 on. Only built wheels: a fresh machine has no
# compiler, and a build would fetch tools that no hash covers. Nothing of this machine's own
# settings (indexes, folders of wheels, constraints) may shape a lock that all machines share.
lock() {
  output=requirements/$1
  shift
  env -u UV_FIND_LINKS -u UV_EXTRA_INDEX_URL -u UV_INDEX -u UV_CONSTRAINT -u UV_OVERRIDE \
    -u UV_PRERELEASE -u UV_RESOLUTION -u UV_EXCLUDE_NEWER -u UV_TORCH_BACKEND \
    UV_CUSTOM_COMPILE_COMMAND="make lock" \
    "$tool/venv/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 \
    --fork-strategy fewest --only-binary :all: --generate-hashes \
    --no-emit-index-url --no-emit-find-links --output-file "$output" "$@"
  if grep -n '://' "$output" >&2; then
    echo "$output must name no address: a lock says what, each machine knows where." >&2
    exit 1
  fi
}

lock run.txt pyproject.toml --extra plots --extra tables "$@"
lock build.txt --group build --constraints requirements/run.txt "$@"
lock dev.txt --group dev --constraints requirements/run.txt --constraints requirements/build.txt "$@"
lock lock.txt --group lock "$@"
echo "Locked: $(grep -c '==' requirements/run.txt) packages to run, $(grep -c '==' requirements/dev.txt) to develop."
