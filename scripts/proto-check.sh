#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Proves that proto/ is well-formed and commented, that the committed Go code is what proto/ generates, and that no
# file, message, field, enum or rpc of the base (BASE, else the last tag, else the branch main, else HEAD) was broken.
# Usage: scripts/proto-check.sh [lint]
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.tools/bin:$PWD/.tools/node_modules/.bin:$(go env GOPATH)/bin:$PATH"

dir() { go list -m -f '{{.Dir}}' "$1"; }
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# buf reads one workspace: ours plus the imported definitions from the module cache, laid side by side.
workspace() { # source-of-proto target
	mkdir -p "$2/third"
	cp -r "$1" "$2/proto"
	rm -f "$2/proto/buf.yaml"
	local gogo sdk
	gogo=$(dir github.com/cosmos/gogoproto) sdk=$(dir github.com/cosmos/cosmos-sdk)
	cp -r "$sdk/proto/cosmos" "$sdk/proto/amino" "$sdk/proto/tendermint" "$2/third/"
	cp -r "$(dir github.com/cosmos/cosmos-proto)/proto/cosmos_proto" "$2/third/"
	mkdir -p "$2/third/gogoproto" "$2/third/google"
	cp "$gogo/gogoproto/gogo.proto" "$2/third/gogoproto/"
	cp -r "$gogo/protobuf/google/." "$2/third/google/"
	cp -r "$(dir github.com/grpc-ecosystem/grpc-gateway)/third_party/googleapis/google/api" "$2/third/google/"
	chmod -R u+w "$2"
	sed -e 's#path: \.$#path: proto\n  - path: third#' -e 's#- tael/#- proto/tael/#' proto/buf.yaml >"$2/buf.yaml"
}

workspace proto "$stage/now"
(cd "$stage/now" && buf lint proto)
echo "proto: style and comments hold"
[ "${1:-}" = lint ] && exit 0

mkdir "$stage/gen"
scripts/proto.sh "$stage/gen"
stale=0
while IFS= read -r generated; do
	if ! cmp -s "$stage/gen/$generated" "$generated"; then
		echo "not current: $generated (run make proto)" >&2
		stale=1
	fi
done < <(cd "$stage/gen" && find . -name '*.pb*.go' | sed 's#^\./##')
while IFS= read -r committed; do
	if [ ! -f "$stage/gen/$committed" ]; then
		echo "no definition generates $committed: remove it" >&2
		stale=1
	fi
done < <(git ls-files 'x/*.pb.go' 'x/*.pb.gw.go')
[ $stale -eq 0 ] || exit 1
echo "proto: generated code is current"

base=${BASE:-$(git describe --tags --abbrev=0 2>/dev/null || git rev-parse --verify -q main || git rev-parse HEAD)}
if git cat-file -e "$base:proto/tael" 2>/dev/null; then
	mkdir "$stage/base-src"
	git archive "$base" proto | tar -x -C "$stage/base-src"
	workspace "$stage/base-src/proto" "$stage/base"
	(cd "$stage/now" && buf breaking proto --against ../base/proto)
	echo "proto: nothing breaks $(git rev-parse --short "$base")"
else
	echo "proto: $base has no definitions yet, nothing to break"
fi
