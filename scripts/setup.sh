#!/bin/sh
# Builds .venv from the lock files: `scripts/setup.sh run` (what the room needs) or
# `scripts/setup.sh dev` (and what its tests need). Does nothing when nothing changed.
set -eu
cd "$(dirname "$0")/.."

kind=${1:-run}
venv=.venv
run_locks="requirements/run.txt requirements/build.txt"
case $kind in
  run) locks=$run_locks ;;
  dev) locks="$run_locks requirements/dev.txt" ;;
  *) echo "setup: say 'run' or 'dev', not '$kind'." >&2; exit 2 ;;
esac

# What this environment must agree with; a dev environment serves `run` too.
fingerprint() {
  # shellcheck disable=SC2086
  { pwd; cat scripts/setup.sh pyproject.toml $1 | cksum; }
}
is_built() {
  [ -f "$venv/.built-$1" ] && [ "$(cat "$venv/.built-$1")" = "$2" ]
}
run_print=$(fingerprint "$run_locks")
print=$(fingerprint "$locks")

if "$venv/bin/python" -c '' 2>/dev/null && is_built "$kind" "$print"; then
  exit 0
fi

# An environment that was moved, or whose Python is gone, is built anew.
if [ "$(cat "$venv/.built-in" 2>/dev/null)" != "$(pwd)" ] ||
  ! "$venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python=$(sh scripts/find-python.sh)
  echo "Setting up $venv with $("$python" --version)."
  rm -rf "$venv"
  "$python" -m venv "$venv"
  pwd >"$venv/.built-in"
fi

# The environment is ours alone: nothing of the user's Python leaks in.
unset PYTHONPATH PYTHONHOME
export PIP_USER=0 PIP_REQUIRE_HASHES=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONNOUSERSITE=1
pip="$venv/bin/python -m pip"

echo "Installing what the lock files name, checked by hash. The first time takes a minute or two."
set --
for lock in $locks; do set -- "$@" -r "$lock"; done
$pip install -qq --require-hashes --only-binary :all: "$@" || {
  echo "Set-up stopped: a package could not be installed (see above). Is the package registry reachable, and does it offer this version of Python the locked releases?" >&2
  exit 1
}
$pip install -qq --no-deps --no-build-isolation --no-index -e . || {
  echo "Set-up stopped: the package itself could not be installed (see above)." >&2
  exit 1
}
$pip check >/dev/null || {
  $pip check >&2 || true
  echo "Set-up stopped: the lock files do not agree with pyproject.toml. Run 'make lock', then try again." >&2
  exit 1
}
printf '%s\n' "$run_print" >"$venv/.built-run"
printf '%s\n' "$print" >"$venv/.built-$kind"
echo "Set-up done."
