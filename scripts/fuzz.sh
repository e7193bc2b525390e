#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every fuzz target of the repository for FUZZTIME (default 30s) each.
set -euo pipefail
cd "$(dirname "$0")/.."

fuzztime=${FUZZTIME:-30s}
count=0
while IFS=: read -r file line; do
	target=$(sed -E 's/.*func (Fuzz[A-Za-z0-9_]+).*/\1/' <<<"$line")
	echo "== $target in $(dirname "$file") for $fuzztime"
	go test -run '^$' -fuzz "^$target\$" -fuzztime "$fuzztime" -fuzzminimizetime 5x "./$(dirname "$file")"
	count=$((count + 1))
done < <(git ls-files -z '*_test.go' | xargs -0 grep -H '^func Fuzz' | sed -E 's/^([^:]+):/\1:/')
echo "$count fuzz targets, no finding"
