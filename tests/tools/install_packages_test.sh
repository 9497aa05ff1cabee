#!/usr/bin/env bash
# The installer asks for nothing when nothing is missing, refreshes stale lists once, and gives up with the names of what it lacks.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export SCRATCH=$scratch
mkdir "$scratch/bin"

# Stand-ins: dpkg-query knows what is in $SCRATCH/installed, apt-get installs from $SCRATCH/available and notes its calls.
cat >"$scratch/bin/dpkg-query" <<'STUB'
#!/usr/bin/env bash
status=0
for package in "${@:3}"; do grep -qxF -- "$package" "$SCRATCH/installed" && echo "$package installed" || status=1; done
exit $status
STUB
cat >"$scratch/bin/apt-get" <<'STUB'
#!/usr/bin/env bash
while [ "${1:0:1}" = - ]; do [ "$1" = -o ] && shift; shift; done
echo "$1" >>"$SCRATCH/calls"
case "$1" in
  update) touch "$SCRATCH/updated" ;;
  install)
    [ -e "$SCRATCH/broken" ] && { echo "E: Unable to locate package" >&2; exit 100; }
    [ -e "$SCRATCH/stale" ] && [ ! -e "$SCRATCH/updated" ] && exit 100
    shift
    for package in "$@"; do [ "${package:0:1}" = - ] || echo "$package" >>"$SCRATCH/installed"; done ;;
esac
exit 0
STUB
printf '#!/bin/sh\necho 0\n' >"$scratch/bin/id"
chmod +x "$scratch"/bin/*
export PATH=$scratch/bin:$PATH

fresh() { rm -f "$scratch"/{calls,installed,updated,stale,broken}; touch "$scratch/installed" "$scratch/calls"; }
expect() { [ "$2" = "$3" ] || { echo "$1: expected '$2', found '$3'"; exit 1; }; }
calls() { tr '\n' ' ' <"$scratch/calls"; }

fresh
tools/install_packages.sh build 2>/dev/null
expect "packages are installed" "install " "$(calls)"
grep -qx libsqlite3-dev "$scratch/installed"
: >"$scratch/calls"
tools/install_packages.sh build
expect "a second call does nothing" "" "$(calls)"

sed -i '/^libeigen3-dev$/d' "$scratch/installed"
tools/install_packages.sh build 2>"$scratch/said"
expect "only what is missing" "Installing 1 packages: libeigen3-dev" "$(cat "$scratch/said")"

fresh
touch "$scratch/stale"
tools/install_packages.sh build 2>/dev/null
expect "stale lists are refreshed" "install update install " "$(calls)"

fresh
touch "$scratch/broken"
if tools/install_packages.sh build 2>"$scratch/said"; then echo "a failed installation went unnoticed"; exit 1; fi
grep -q 'could not install: .*libeigen3-dev' "$scratch/said"

# npm comes from Debian only where none runs.
fresh
printf '#!/bin/sh\n' >"$scratch/bin/npm"
chmod +x "$scratch/bin/npm"
tools/install_packages.sh test 2>/dev/null
grep -qx chromium "$scratch/installed"
if grep -qx npm "$scratch/installed"; then echo "npm was installed over another one"; exit 1; fi
fresh
rm "$scratch/bin/npm"
mkdir "$scratch/tools"
for tool in awk bash cat comm env grep mktemp rm sort touch; do ln -s "$(command -v "$tool")" "$scratch/tools/$tool"; done
PATH=$scratch/bin:$scratch/tools tools/install_packages.sh test 2>/dev/null
grep -qx npm "$scratch/installed" || { echo "npm was not asked for where there is none"; exit 1; }

status=0
tools/install_packages.sh everything 2>/dev/null || status=$?
expect "an unknown set is wrong usage" 2 "$status"
