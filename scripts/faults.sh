#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Breaks a network of real processes seed by seed. SEEDS, SECONDS, SEED, FORM, REPORT and BASE_PORT come from make.
set -euo pipefail
cd "$(dirname "$0")/.."

go build -o build/faultrun ./networks/faults/faultrun
# bash keeps a clock of its own in SECONDS, so make hands the value over under another name.
args=(--binary build/taeld --dir .tael/faults --seeds "${SEEDS:-20}" --seconds "${FAULT_SECONDS:-90}"
	--form "${FORM:-auto}" --base-port "${BASE_PORT:-21000}")
[ -n "${SEED:-}" ] && args+=(--seed "$SEED")
[ -n "${REPORT:-}" ] && args+=(--report "$REPORT")
exec build/faultrun "${args[@]}"
