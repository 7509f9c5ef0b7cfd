#!/bin/bash
# Installs what building and testing need: Debian packages from packages.txt, libphonenumber's
# headers into build/deps (its -dev package wants another Boost), and the pinned Node.
# Does nothing, and asks no registry, when everything is already there.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t packages < <(grep -vE '^\s*(#|$)' tools/packages.txt)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
# Only to fetch the pinned Node. A nodejs package that brings its own npm conflicts with Debian's.
command -v npm >/dev/null || missing+=(nodejs npm)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${#missing[@]} Debian packages"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # PostgreSQL must not start a cluster of its own: the tests run theirs on a private port.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >build-install.log 2>&1 ||
    { tail -20 build-install.log; exit 1; }
  rm -f build-install.log
fi

deps=build/deps
if [ ! -e $deps/phonenumber/usr/include/phonenumbers/phonenumberutil.h ]; then
  mkdir -p $deps/phonenumber
  work=$(mktemp -d)
  chmod 755 "$work"
  (cd "$work" && apt-get download -qq libphonenumber-dev 2>/dev/null)
  dpkg -x "$work"/libphonenumber-dev_*.deb $deps/phonenumber
  rm -rf "$work"
fi

if [ ! -x $deps/node/bin/node ]; then
  mkdir -p $deps/node
  npm install --silent --no-audit --no-fund --prefix $deps/node node@24 >/dev/null
  ln -sfn node_modules/.bin $deps/node/bin
fi

# The tests' PostgreSQL runs as a user of its own, who must get through the root directory: that of a
# chroot which mktemp made is closed.
if [ "$(id -u)" = 0 ] && [[ $(stat -c %A /) != *[xt] ]]; then
  chmod o+x /
fi
