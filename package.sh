#!/usr/bin/env bash
# Builds packages into the folder dist: ./package.sh [deb|windows] makes one of them, without a name both. Needs the .NET SDK 10, for the .deb
# also dpkg-deb, for Windows also zip. Only the restore of NuGet packages uses the network.
set -euo pipefail
cd "$(dirname "$0")"

name=services83-email
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
# A version that counts up, for a package of a later state: PACKAGE_REVISION=2 ./package.sh deb
version=$version-${PACKAGE_REVISION:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p dist

publish() {
    # Build outputs of their own, so that the ones for development stay as they are. Analyzers run in the tests, not here.
    dotnet publish Services83.EMail -c Release -v quiet --nologo -p:RunAnalyzers=false -p:DebugType=none -p:GenerateDocumentationFile=false \
        --artifacts-path "$work/artifacts" -o "$1" "${@:2}"
}

deb() {
    local architecture rid root=$work/deb
    architecture=$(dpkg --print-architecture)
    case $architecture in
        amd64) rid=linux-x64 ;;
        arm64) rid=linux-arm64 ;;
        *) echo "There is no .NET runtime for $architecture." >&2; exit 1 ;;
    esac
    publish "$root/usr/lib/$name" -r "$rid" --self-contained -p:PublishReadyToRun=true
    # The settings are in /etc.
    ln -sf "/etc/$name/appsettings.json" "$root/usr/lib/$name/appsettings.json"
    install -D -m 644 packaging/debian/appsettings.json "$root/etc/$name/appsettings.json"
    install -D -m 755 packaging/debian/$name "$root/usr/bin/$name"
    install -D -m 644 packaging/debian/$name.service "$root/lib/systemd/system/$name.service"
    install -D -m 644 -t "$root/usr/share/doc/$name" docs/*.md README.md CHANGELOG.md
    install -D -m 644 -t "$root/usr/share/doc/$name/monitoring" docs/monitoring/*
    install -D -m 644 -t "$root/usr/share/doc/$name/dashboard" docs/dashboard/*
    install -D -m 644 -t "$root/usr/share/doc/$name/performance" docs/performance/*
    install -D -m 644 LICENSE "$root/usr/share/doc/$name/copyright"
    find "$root/usr/lib/$name" -type f -exec chmod 644 {} +
    chmod 755 "$root/usr/lib/$name/Services83.EMail"

    mkdir "$root/DEBIAN"
    install -m 755 -t "$root/DEBIAN" packaging/debian/{postinst,prerm,postrm}
    echo "/etc/$name/appsettings.json" >"$root/DEBIAN/conffiles"
    cat >"$root/DEBIAN/control" <<CONTROL
Package: $name
Version: $version
Architecture: $architecture
Maintainer: Services83.EMail contributors <noreply@example.com>
Installed-Size: $(du -ks --exclude=DEBIAN "$root" | cut -f1)
Depends: libc6, libgcc-s1, libstdc++6, libssl3t64 | libssl3, libicu76 | libicu74 | libicu72 | libicu70, tzdata, ca-certificates, init-system-helpers, passwd, util-linux
Section: mail
Priority: optional
Description: SOAP e-mail agent of SuperOffice's discontinued Services83
 Answers the programs that were made for Remote/Services83/EMail.svc, on mail
 accounts over IMAP, POP3 and SMTP, or by forwarding to a SuperOffice tenant.
CONTROL
    dpkg-deb --root-owner-group -Zzstd --build "$root" "dist/${name}_${version}_$architecture.deb"
}

windows() {
    # Without the runtime, which comes with the hosting bundle that IIS needs anyway.
    publish "$work/windows"
    cp packaging/windows/web.config "$work/windows/web.config"
    mkdir "$work/windows/logs"
    echo "IIS writes what the program says before its log begins into this folder." >"$work/windows/logs/README.txt"
    rm -f "dist/$name-$version-windows-iis.zip"
    (cd "$work/windows" && zip -qr - .) >"dist/$name-$version-windows-iis.zip"
    echo "dist/$name-$version-windows-iis.zip"
}

case ${1:-all} in
    deb | windows) "$1" ;;
    all) deb; windows ;;
    *) echo "Usage: ./package.sh [deb|windows]" >&2; exit 1 ;;
esac
