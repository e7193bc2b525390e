// SPDX-License-Identifier: Apache-2.0

package clock

import "time"

// Kernel is what the operating system says of its clock.
type Kernel struct {
	// Known says that the system could be asked.
	Known bool
	// Synchronised says that something keeps the clock in step with the outside.
	Synchronised bool
	// Error is how far off the system estimates its clock to be.
	Error time.Duration
}
