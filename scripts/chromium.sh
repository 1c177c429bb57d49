#!/bin/sh
# Prints the path of the browser that the tests drive, after installing it where that is possible.
set -eu

find_browser() {
  for name in ${THIRDEAR_CHROMIUM:-chromium chromium-browser google-chrome google-chrome-stable}; do
    command -v "$name" 2>/dev/null && return 0
  done
  return 1
}

find_browser && exit 0

if [ -n "${THIRDEAR_CHROMIUM:-}" ]; then
  echo "THIRDEAR_CHROMIUM=$THIRDEAR_CHROMIUM is not a program." >&2
  exit 1
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=sudo
  else
    as_root=no
  fi
fi

if command -v apt-get >/dev/null 2>&1 && [ "$as_root" != no ]; then
  echo "Installing chromium, which the browser tests drive." >&2
  log=$(mktemp)
  if {
    $as_root apt-get update -q &&
      $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends chromium fonts-liberation
  } >"$log" 2>&1 </dev/null; then
    rm -f "$log"
  else
    tail -n 15 "$log" >&2
    rm -f "$log"
  fi
  find_browser && exit 0
fi

echo "The browser tests need Chromium and could not install it. Install it yourself (on Debian: apt-get install chromium, as root), or name one: THIRDEAR_CHROMIUM=/path/to/chrome make test" >&2
exit 1
