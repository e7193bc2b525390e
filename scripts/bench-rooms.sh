#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the committed benchmarks and prints ratios. Both sides of a ratio come from one run on one machine; a figure in
# nanoseconds alone says more about the machine than about the code. BENCHTIME (default 2s) is per benchmark; RAW=file
# keeps the output of go test.
set -euo pipefail
cd "$(dirname "$0")/.."

benchtime=${BENCHTIME:-2s}
raw=${RAW:-$(mktemp)}
: >"$raw"

run() { # package, benchmarks
	echo "== $1: $2" >&2
	go test -run '^$' -bench "$2" -benchtime "$benchtime" -timeout 20m "$1" | tee -a "$raw" | grep -E '^(Benchmark|FAIL|---)' >&2
}

run ./app '^Benchmark(PayBatch|PaySingle|EmptyBlock|CycleClose|Wallets)$'
run ./app/ledger '^Benchmark(Move|SendCoins)$'
run ./app/commitment '^BenchmarkBlock$'
run ./x/netting/keeper '^BenchmarkCloseCycle$'
run ./x/wallet '^Benchmark(DecodeInstruction|Verify)$'
run ./gateway/iso20022 '^Benchmark(Pain001|Pacs008|Camt053)$'

awk '
	/^Benchmark/ {
		name = $1
		sub(/-[0-9]+$/, "", name)
		for (i = 3; i < NF; i += 2)
			if ($(i + 1) == "ns/payment" || ($(i + 1) == "ns/op" && !(name in value)))
				value[name] = $i
	}
	function row(what, a, b) {
		if (!(a in value) || !(b in value) || value[b] == 0) {
			printf "%-58s %14s %14s %9s\n", what, "-", "-", "missing"
			missing = 1
			return
		}
		printf "%-58s %11.0f ns %11.0f ns %8.2fx\n", what, value[a], value[b], value[a] / value[b]
	}
	END {
		printf "\n%-58s %14s %14s %9s\n", "ratio", "one", "to the other", ""
		row("payment in a batch, between custodians : SendCoins", "BenchmarkPayBatch/net", "BenchmarkPayBatch/sendcoins")
		row("payment in a batch, inside one : SendCoins", "BenchmarkPayBatch/intra", "BenchmarkPayBatch/sendcoins")
		row("payment between custodians : inside one", "BenchmarkPayBatch/net", "BenchmarkPayBatch/intra")
		row("payment as its own transaction : in a batch", "BenchmarkPaySingle", "BenchmarkPayBatch/intra")
		row("payment among 100,000 wallets : among 1,000", "BenchmarkWallets/wallets=100000", "BenchmarkWallets/wallets=1000")
		row("empty block : one payment in a batch", "BenchmarkEmptyBlock", "BenchmarkPayBatch/net")
		row("cycle close after 100,000 obligations : after 10", "BenchmarkCycleClose/obligations=100000", "BenchmarkCycleClose/obligations=10")
		row("close of 100 members after 1,000,000 : after 10", "BenchmarkCloseCycle/obligations=1000000", "BenchmarkCloseCycle/obligations=10")
		row("ledger Move : SendCoins", "BenchmarkMove", "BenchmarkSendCoins")
		row("key set, hashed, committed, of 100,000: iavl : memory", "BenchmarkBlock/iavl", "BenchmarkBlock/memory")
	row("verify one Ed25519 signature : decode its instruction", "BenchmarkVerify/SIGNATURE_FORM_RAW_ED25519", "BenchmarkDecodeInstruction/one_signature")
		row("verify P-256 : Ed25519", "BenchmarkVerify/SIGNATURE_FORM_RAW_P256", "BenchmarkVerify/SIGNATURE_FORM_RAW_ED25519")
		row("verify secp256k1 : Ed25519", "BenchmarkVerify/SIGNATURE_FORM_RAW_SECP256K1", "BenchmarkVerify/SIGNATURE_FORM_RAW_ED25519")
		row("pain.001 reader : XML tokenizer", "BenchmarkPain001/reader", "BenchmarkPain001/tokenizer")
		row("pacs.008 reader : XML tokenizer", "BenchmarkPacs008/reader", "BenchmarkPacs008/tokenizer")
		row("camt.053 reader : XML tokenizer", "BenchmarkCamt053/reader", "BenchmarkCamt053/tokenizer")
		exit missing
	}
' "$raw"
