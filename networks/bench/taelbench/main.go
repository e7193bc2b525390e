// SPDX-License-Identifier: Apache-2.0

// Command taelbench measures Tael beside a stock chain and a database, and says which ratios hold.
package main

import (
	"os"

	"github.com/taelnet/tael/networks/bench"
)

func main() { os.Exit(bench.Main(os.Args[1:], os.Stdout)) }
