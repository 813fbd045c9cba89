#!/usr/bin/env bash
# See to Java (for Spark) and Chromium (for the page's tests), through apt when that is possible.
# Usage: system-packages.sh [java] [chromium]   (both when none is named)
set -euo pipefail
wanted=("$@")
[ ${#wanted[@]} -gt 0 ] || wanted=(java chromium)

present() {
  case $1 in
    java) java -version 2>&1 | grep -qE 'version "(17|21|25)' ;;
    chromium) command -v "${CHROMIUM:-chromium}" >/dev/null ;;
  esac
}
packages_of() {
  case $1 in
    java) echo openjdk-17-jre-headless ;;
    chromium) echo chromium fonts-dejavu-core ;;
  esac
}

missing=()
for name in "${wanted[@]}"; do present "$name" || missing+=("$name"); done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  for name in "${missing[@]}"; do
    # shellcheck disable=SC2046 - several packages
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(packages_of "$name") >/dev/null
  done
fi
for name in "${missing[@]}"; do
  present "$name" && continue
  echo "$name is missing. On Debian or Ubuntu: sudo apt-get install $(packages_of "$name"); on macOS: brew install openjdk@17 or chromium (then set CHROMIUM)." >&2
  exit 1
done
