#!/usr/bin/env bash
# Runs all tests on a new Debian machine with the .NET SDK: installs the programs that the tests use, builds, runs, counts.
# The name of a tier runs only that tier: ./test.sh pure (starts nothing), engines (starts what is ours, in one process), servers, programs,
# clients, kills or costs.
# ./test.sh cluster makes twenty runs of three processes under load while things fail at random; it takes an hour.
# ./test.sh postgresql runs all tests of the database with PostgreSQL. Without a name the quick ones of them run beside all others.
# ./test.sh package builds the Debian package, installs it in a copy of this machine's files, uses, upgrades and removes it; it needs root.
# Further arguments are passed to `dotnet test`, for example: ./test.sh --filter Soap
set -euo pipefail
cd "$(dirname "$0")"

packages=(dovecot-imapd dovecot-pop3d dovecot-lmtpd mailutils-imap4d openssl curl faketime haproxy dnsmasq-base
    php-cli php-soap php-xml python3 python3-zeep python3-aiosmtpd gsoap libgsoap-dev g++
    chromium-headless-shell mono-mcs mono-devel libmono-system-servicemodel4.0a-cil libmono-system-web-services4.0-cil)

# The tests of rows; and the quick ones of them, without other programs, which a run of all tests repeats on PostgreSQL.
rows='(FullyQualifiedName~Tests.Storage|FullyQualifiedName~Tests.RecentCalls|FullyQualifiedName~Tests.Identity|FullyQualifiedName~Tests.AddressBook|FullyQualifiedName~Tests.Sync.|FullyQualifiedName~Tests.Engines|FullyQualifiedName~Tests.Background|FullyQualifiedName~Tests.Hosting.Kill)&TestCategory!=costs'
fewer_rows='(FullyQualifiedName~Tests.Storage|FullyQualifiedName~Tests.RecentCalls|FullyQualifiedName~Tests.Identity|FullyQualifiedName~Tests.AddressBook|FullyQualifiedName~Mailbox.Sending|FullyQualifiedName~Sync.Queue)&TestCategory!=costs&TestCategory!=kills&TestCategory!=servers&TestCategory!=programs'
# Of whatever version: the name of its package changes with Debian's.
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)

tier=()
database=Sqlite whole= node=yes memory=yes
case "${1:-}" in
    '')
        whole=yes
        ;;
    postgresql)
        tier=(--filter "$rows")
        database=PostgreSql
        shift
        ;;
    pure)
        tier=(--filter 'TestCategory!=engines&TestCategory!=servers&TestCategory!=programs&TestCategory!=clients&TestCategory!=kills&TestCategory!=costs&TestCategory!=package')
        packages=(python3)
        node=
        shift
        ;;
    engines)
        tier=(--filter TestCategory=engines)
        packages=(python3)
        node=
        shift
        ;;
    cluster)
        tier=(--filter 'FullyQualifiedName~RandomFaultTests')
        export TEST_CLUSTER_RUNS=20
        shift
        ;;
    package)
        tier=(--filter TestCategory=package)
        packages=(python3)
        node=
        # The package runs as a user of its own, with the files of its own machine.
        memory=
        ./package.sh deb
        shift
        ;;
    servers | programs | clients | kills | costs)
        tier=(--filter "TestCategory=$1")
        shift
        ;;
esac

# Node may come from elsewhere than Debian, whose version is older.
[ -z "$node" ] || command -v node >/dev/null || packages+=(nodejs)
[ -z "$node" ] || command -v npm >/dev/null || packages+=(npm)

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]}"
    sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo)
    "${sudo[@]}" apt-get update -q
    # The tests start their own servers on free loopback ports; the packages' services must not start by themselves.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap '"${sudo[@]}" rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee "$policy" >/dev/null
        "${sudo[@]}" chmod +x "$policy"
    fi
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
    [ -z "$(trap -p EXIT)" ] || { trap - EXIT; "${sudo[@]}" rm -f "$policy"; }
fi

# The identity provider of the tests, and the vendor's client.
for package in IdentityProvider VendorClient; do
    [ -z "$node" ] || npm ci --prefix "Services83.EMail.Tests/Support/$package" --silent --no-audit --no-fund
done

# The results of the last run are kept, for people and for tools.
results=TestResults
rm -rf "$results"
mkdir "$results"
status=0
# Files of tests are in memory if there is room: waiting for the disk takes longer than everything else that they do. Where a test is about
# the disk, it brings a failing or slow one of its own.
if [ -n "$memory" ] && [ -z "${TMPDIR:-}" ] && [ "$(df --output=avail --block-size=1G /dev/shm 2>/dev/null | tail -n 1)" -ge 6 ] 2>/dev/null; then
    TMPDIR=$(mktemp -d /dev/shm/services83-tests-XXXXXX)
    export TMPDIR
    # PostgreSQL runs as another user.
    chmod 755 "$TMPDIR"
    trap 'rm -rf "$TMPDIR"' EXIT
fi
# Most code of compilers, tests and short programs runs only a few times: profiling it for a better compilation costs up to a third of the
# time, keeping compiled code from being written a tenth, and compiling it again after 30 calls instead of 512 another tenth.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0 DOTNET_TC_CallCountThreshold=200
dotnet build EMail.sln -c Release -v quiet --nologo -p:UseSharedCompilation=true
run() {
    local database=$1 results_file=$2
    shift 2
    TEST_DATABASE=$database dotnet test EMail.sln -c Release --no-build --nologo --logger "trx;LogFileName=$results_file.trx" --results-directory "$results" "$@"
}
if [ -n "$whole" ]; then
    # What runs in the background would not hear of Ctrl+C.
    trap 'trap "" TERM; kill 0; exit 130' INT
    # Those that compare costs need a process for themselves, with code as the program has it, and run one after another, so they do it beside
    # the others.
    {
        DOTNET_TC_CallCountThreshold=1E run Sqlite Costs --filter TestCategory=costs || status=$?
        run PostgreSql PostgreSql --filter "$fewer_rows" || status=$?
        exit "$status"
    } >"$results/beside.txt" 2>&1 &
    run Sqlite Sqlite --filter 'TestCategory!=costs&TestCategory!=package' || status=$?
    wait $! || status=$?
    cat "$results/beside.txt"
else
    run "$database" "$database" "${tier[@]}" "$@" || status=$?
fi

# The slowest tests.
python3 - "$results"/*.trx <<'PYTHON'
import sys, xml.etree.ElementTree as xml
runs = [xml.parse(file).getroot() for file in sys.argv[1:]]
ns = {"t": runs[0].tag[1:].split("}")[0]}
fixture = {test.get("id"): test.find("t:TestMethod", ns).get("className").split(".Tests.")[-1] for run in runs for test in run.iterfind("t:TestDefinitions/t:UnitTest", ns)}
def seconds(result):
    hours, minutes, rest = (result.get("duration") or "0:0:0").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)
results = sorted((result for run in runs for result in run.iterfind("t:Results/t:UnitTestResult", ns)), key=seconds, reverse=True)
print(f"All tests together: {sum(map(seconds, results)):.0f} s. The slowest:")
for result in results[:20]:
    print(f"{seconds(result):7.1f} s  {fixture.get(result.get('testId'))}: {result.get('testName')[:110]}")
PYTHON

counters=$(grep -oh '<Counters [^>]*>' "$results"/*.trx)
count() { grep -o " $1=\"[0-9]*\"" <<<"$counters" | grep -o "[0-9]*" | awk "{ sum += \$1 } END { print sum }"; }
passed=$(count passed) failed=$(count failed) total=$(count total)
echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
exit "$status"
