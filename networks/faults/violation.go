// SPDX-License-Identifier: Apache-2.0

package faults

import "fmt"

// Violation is a promise that did not hold.
type Violation struct {
	Height int64 `json:"height"`
	// Checker is the invariant: I1 to I9, I13, or MODEL for a single outcome that the model did not foresee.
	Checker  string `json:"checker"`
	What     string `json:"what"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
}

// Error is the violation in one line.
func (v Violation) Error() string {
	return fmt.Sprintf("%s broken at height %d: %s: expected %s, got %s", v.Checker, v.Height, v.What, v.Expected, v.Got)
}

// findings collects violations of one checker.
type findings []Violation

// differ notes a violation unless both are the same.
func differ[T comparable](f *findings, checker string, height int64, expected, got T, what string, args ...any) {
	if expected == got {
		return
	}
	f.add(checker, height, fmt.Sprint(expected), fmt.Sprint(got), what, args...)
}

func (f *findings) add(checker string, height int64, expected, got, what string, args ...any) {
	*f = append(*f, Violation{Height: height, Checker: checker, What: fmt.Sprintf(what, args...), Expected: expected, Got: got})
}
