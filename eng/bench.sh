#!/usr/bin/env bash
# bench.sh [ROUNDS [GROUP]]: speed and size of what ./infra runs, as a table. Deploys a sandbox of its own, and removes it again.
# GROUP is previews, deployment, planning or logs; without it, all are measured.
set -euo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
root=${here%/*}
# shellcheck source=eng/common.sh
. "$here/common.sh"
# shellcheck source=eng/build.sh
. "$here/build.sh"

build_if_stale embedded
say "building the benchmarks …"
for project in "$here/Bench/Bench.csproj" "$here/Bench/Synthetic/Synthetic.csproj"; do
    dotnet build "$project" -c Release -p:PulumiSdk=embedded -v q --nologo >&2
done
"$here/ready-to-run.sh" "$root"/artifacts/bin/{Bench,Synthetic}/release
if docker_answers; then
    "$root/infra" images >&2
fi
exec dotnet "$root/artifacts/bin/Bench/release/infra-bench.dll" "$root" "${1:-5}" ${2+"$2"}
