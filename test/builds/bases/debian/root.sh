#!/bin/sh
# root.sh MIRROR: writes root.tar, a Debian as small as the official slim image.
set -eu
debootstrap --variant=minbase bookworm root "$1"
cd root
rm -rf var/cache/apt/* var/lib/apt/lists/* var/log/* usr/share/man/* usr/share/locale/* usr/share/info/*
find usr/share/doc -type f ! -name copyright -delete
cat > etc/apt/sources.list <<LIST
deb $1 bookworm main
deb $1 bookworm-updates main
deb ${1%/}-security bookworm-security main
LIST
# What the official images set for apt and dpkg.
cat > etc/apt/apt.conf.d/docker-clean <<'CONF'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
CONF
echo 'Acquire::GzipIndexes "true";' > etc/apt/apt.conf.d/docker-gzip-indexes
echo 'Acquire::Languages "none";' > etc/apt/apt.conf.d/docker-no-languages
echo 'Apt::AutoRemove::SuggestsImportant "false";' > etc/apt/apt.conf.d/docker-autoremove-suggests
echo force-unsafe-io > etc/dpkg/dpkg.cfg.d/docker-apt-speedup
cat > etc/dpkg/dpkg.cfg.d/docker <<'CONF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/info/*
CONF
: > etc/resolv.conf
: > etc/machine-id
# An archive, because owners get lost on the way through a build context.
tar --numeric-owner --sort=name --mtime=@0 --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf ../root.tar .
cd ..
rm -rf root
