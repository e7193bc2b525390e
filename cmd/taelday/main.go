// SPDX-License-Identifier: Apache-2.0

// Command taelday runs a payment day on a local network, and writes payment files from a seed.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/taelnet/tael/networks/day"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := day.Command().ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "taelday:", err.Error()) // Error alone: printed as a value, a wrapped error shows its source line
		os.Exit(1)
	}
}
