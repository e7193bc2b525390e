// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"path/filepath"
	"time"
)

// Setup is what every run of a benchmark shares.
type Setup struct {
	// Dir is where homes and logs go; each run has a folder in it that is removed with the run.
	Dir string
	// Taeld and Vanillad are the binaries under test.
	Taeld, Vanillad string
	// BasePort is the first of sixty ports.
	BasePort int
	// Accounts are the wallets or accounts of each chain and of the database.
	Accounts int
	// Lasts is how long one measurement goes on, Warm how long the load runs before it.
	Lasts, Warm time.Duration
	// LowLasts is how long finality is measured, at low load and at half of saturation each.
	LowLasts time.Duration
	Say      Say
}

// folder is where one run lives.
func (s Setup) folder(name string) string { return filepath.Join(s.Dir, name) }
