// SPDX-License-Identifier: Apache-2.0

package floats

import (
	"math"
	"strconv"
)

var share float64 // want `float64: amounts and rates are integers`

const half = 0.5 // want `0.5 is a floating-point number`

func planted(amount int) int {
	scaled := amount * int(float32(3)) // want `float32`
	root := math.Sqrt(2)               // want `a call gives floating point`
	twice := root + root               // want `arithmetic in floating point`
	_ = twice
	n, _ := strconv.ParseFloat("1", 64)
	_ = n * 2        // want `arithmetic in floating point`
	_ = complex64(1) // want `complex64`
	return scaled
}

func good(amount uint64) uint64 {
	const million uint64 = 1e6
	return amount * 3 / 100 % million
}
