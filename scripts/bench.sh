#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures payments beside a stock chain and PostgreSQL: run, quick or check. The variables come from make.
set -euo pipefail
cd "$(dirname "$0")/.."

args=("$1")
flag() { # flag value
	if [ -n "$2" ]; then args+=("$1" "$2"); fi
}
flag --seconds "${BENCH_SECONDS:-}"
flag --pairs "${PAIRS:-}"
flag --only "${ONLY:-}"
flag --report "${REPORT:-}"
flag --base-port "${BASE_PORT:-}"
flag --from "${FROM:-}"
flag --wallets "${WALLETS:-}"
flag --wallets-home "${WALLETS_HOME:-}"
flag --records-home "${RECORDS_HOME:-}"
if [ -n "${ALLOW_MISSING:-}" ]; then args+=(--allow-missing); fi
exec build/taelbench "${args[@]}"
