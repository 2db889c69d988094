#!/bin/sh
# The Debian packages that the full test suite needs. duban itself needs none of them.
set -eu
packages="dovecot-imapd postfix chromium libatomic1 fonts-noto-cjk libreoffice-writer poppler-utils postgresql"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "All packages for the full suite are there: $packages"
    exit 0
fi
echo "The full suite needs:$missing"
if ! command -v apt-get >/dev/null; then
    echo "This is no Debian: install them by hand; without them those tests are skipped." >&2
    exit 1
fi
run=""
[ "$(id -u)" -eq 0 ] || run="sudo"
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq
# shellcheck disable=SC2086
$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
