// SPDX-License-Identifier: Apache-2.0

//go:build sim

package app_test

const simulating = true
