// SPDX-License-Identifier: Apache-2.0

// Command faultrun breaks a network of real processes seed by seed and says what held.
package main

import (
	"os"

	"github.com/taelnet/tael/networks/faults"
)

func main() { os.Exit(faults.Main(os.Args[1:])) }
