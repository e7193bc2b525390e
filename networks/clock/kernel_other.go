// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package clock

// AskKernel knows nothing of other systems' clocks.
func AskKernel() Kernel { return Kernel{} }
