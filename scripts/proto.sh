#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Generates Go code from proto/ with protoc alone: every imported definition comes from the Go module cache,
# so nothing is downloaded but what go.mod pins. Usage: scripts/proto.sh [OUTPUT_ROOT]
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-.}
module=github.com/taelnet/tael
export PATH="$PWD/.tools/bin:$(go env GOPATH)/bin:$PATH"

dir() { go list -m -f '{{.Dir}}' "$1"; }
sdk=$(dir github.com/cosmos/cosmos-sdk)
gogo=$(dir github.com/cosmos/gogoproto)
cosmosproto=$(dir github.com/cosmos/cosmos-proto)
gateway=$(dir github.com/grpc-ecosystem/grpc-gateway)

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

mapfile -t files < <(cd proto && find tael -name '*.proto' | LC_ALL=C sort)
if [ ${#files[@]} -eq 0 ]; then
	echo "no .proto files below proto/tael" >&2
	exit 1
fi

# The gogo plugin takes one Go package a run, so each module's folder is a run of its own.
while IFS= read -r folder; do
	(cd proto && protoc \
		-I . -I "$sdk/proto" -I "$cosmosproto/proto" -I "$gogo" -I "$gogo/protobuf" -I "$gateway/third_party/googleapis" \
		--gocosmos_out="$stage" \
		--gocosmos_opt=plugins=grpc,Mgoogle/protobuf/any.proto=github.com/cosmos/gogoproto/types/any \
		--grpc-gateway_out="$stage" \
		--grpc-gateway_opt=logtostderr=true,allow_colon_final_segments=true \
		"$folder"/*.proto)
done < <(printf '%s\n' "${files[@]}" | xargs -n1 dirname | sort -u)

cp -r "$stage/$module/." "$out/"
