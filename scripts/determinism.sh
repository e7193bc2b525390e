#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Records random blocks with an ordinary build, and replays them with one that watches for races: every hash must agree.
set -euo pipefail
cd "$(dirname "$0")/.."

recordings=$(mktemp -d)
trap 'rm -rf "$recordings"' EXIT
export TAEL_RECORDINGS=$recordings TAEL_RECORDED_BLOCKS=${BLOCKS:-60}

go test -count=1 -timeout 20m -run '^TestTheSameBlocksGiveTheSameHashes$' ./app
go test -count=1 -timeout 60m -race -run '^TestTheSameBlocksGiveTheSameHashes$' ./app
