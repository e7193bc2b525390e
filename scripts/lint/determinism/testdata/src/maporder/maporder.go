// SPDX-License-Identifier: Apache-2.0

package maporder

import (
	"maps"
	"reflect"
	"slices"
	"sort"
)

func planted(m map[string]int) (sum int, all []string, names []string) {
	for k, v := range m { // want `range over a map`
		sum += v
		_ = k
	}
	for k := range m { // want `range over a map`
		all = append(all, k) // nobody sorts them
	}
	for k := range m { // want `range over a map`
		if k != "" {
			names = append(names, k)
		}
	}
	sort.Strings(names)
	for k := range maps.Keys(m) { // want `maps.Keys gives its values in the order of a map`
		_ = k
	}
	_ = slices.Collect(maps.Values(m)) // want `maps.Values gives`
	_ = reflect.ValueOf(m).MapKeys()   // want `reflect.MapKeys gives`
	sorted := []string{}
	slices.Sort(sorted)
	for k := range m { // want `range over a map`
		sorted = append(sorted, k) // sorted before, not after
	}
	return sum, all, names
}

var byName = func(m map[string]int) {
	for range m { // want `range over a map`
	}
}

func good(m map[string]int) (all []string, values []int) {
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	for _, v := range m {
		values = append(values, v)
	}
	sort.Ints(values)
	for _, k := range slices.Sorted(maps.Keys(m)) {
		_ = m[k]
	}
	for _, k := range all {
		delete(m, k)
	}
	return all, values
}

func excused(m map[string]int) {
	for range m { //determinism:allow counts only
	}
}
