// SPDX-License-Identifier: Apache-2.0

package pointers

import "fmt"

type inner struct{ n int }

type outer struct{ in *inner }

type told struct{ in *inner }

func (told) String() string { return "told" }

func wrapf(format string, args ...any) {}

func planted(n *int, o outer, f func()) {
	_ = fmt.Sprintf("%p", n)            // want `%p prints an address`
	_ = fmt.Sprintf("%d of %-8p", 1, n) // want `%p prints an address`
	_ = fmt.Sprint(n)                   // want `shows an address of memory`
	_ = fmt.Errorf("got %v", o)         // want `shows an address of memory`
	wrapf("got %v", f)                  // want `shows an address of memory`
	wrapf("got %v", []*inner{})         // want `shows an address of memory`
}

func good(in *inner, t told, err error) {
	_ = fmt.Sprintf("%d%% of %v, %v, %v", 3, in, t, err)
	_ = fmt.Sprint(map[string]int{}, []*told{})
	wrapf("%s", "a pointer")
}
