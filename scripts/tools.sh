#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the tools of one purpose (proto | lint | signer | bench) into .tools/, at the versions below; does nothing when they are there.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/.tools
mkdir -p "$tools/bin"
export GOBIN=$tools/bin GOFLAGS=

gotool() { # binary module@version
	[ -x "$tools/bin/$1" ] && [ "$(cat "$tools/bin/.$1" 2>/dev/null)" = "$2" ] && return
	echo "installing $2"
	go install "$2"
	echo "$2" >"$tools/bin/.$1"
}

case ${1:-} in
proto)
	if ! command -v protoc >/dev/null; then
		echo "installing protoc from the distribution's package protobuf-compiler"
		apt-get install -y -qq protobuf-compiler >/dev/null || {
			echo "protoc is missing: install the package protobuf-compiler (3.21 or later) and run again" >&2
			exit 1
		}
	fi
	gotool protoc-gen-gocosmos github.com/cosmos/gogoproto/protoc-gen-gocosmos@v1.7.2
	gotool protoc-gen-grpc-gateway github.com/grpc-ecosystem/grpc-gateway/protoc-gen-grpc-gateway@v1.16.0
	if [ ! -x "$tools/node_modules/.bin/buf" ]; then
		echo "installing @bufbuild/buf@1.75.0"
		npm install --silent --no-save --no-audit --no-fund --prefix "$tools" @bufbuild/buf@1.75.0
	fi
	;;
lint)
	gotool gofumpt mvdan.cc/gofumpt@v0.12.0
	gotool golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	;;
signer)
	if ! command -v softhsm2-util >/dev/null; then
		echo "installing a token in software from the distribution's package softhsm2"
		apt-get install -y -qq softhsm2 >/dev/null || {
			echo "SoftHSM is missing: install the package softhsm2 (2.6 or later) and run again" >&2
			exit 1
		}
	fi
	;;
bench)
	if ! ls /usr/lib/postgresql/*/bin/pgbench >/dev/null 2>&1 && ! command -v pgbench >/dev/null; then
		echo "installing the database to compare with from the distribution's packages postgresql and postgresql-contrib"
		apt-get install -y -qq postgresql postgresql-contrib >/dev/null ||
			echo "PostgreSQL is missing and will not be measured: install the packages postgresql and postgresql-contrib" >&2
	fi
	;;
*)
	echo "usage: scripts/tools.sh proto|lint|signer|bench" >&2
	exit 2
	;;
esac
