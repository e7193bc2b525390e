// SPDX-License-Identifier: Apache-2.0

//go:build !sim

package app_test

// simulating says whether tests run that take minutes.
const simulating = false
