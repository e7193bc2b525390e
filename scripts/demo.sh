#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the payment day with the binaries in build/. Arguments go to `taelday run`.
set -euo pipefail
cd "$(dirname "$0")/.."

schemas=${TAEL_SHARED_DATA:-../shared/data}/iso20022/xsd
[ -d "$schemas" ] && set -- --schemas "$schemas" "$@"
exec build/taelday run --home .tael/day --broken gateway/iso20022/testdata/broken "$@"
