// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"sync"
	"sync/atomic"

	"cosmossdk.io/collections"
)

var total int

var known = map[string]bool{}

func init() {
	total = 1
	known["one"] = true
}

type Keeper struct {
	wallets collections.Map[string, uint64]
	seen    map[string]bool
	last    []uint64
	height  int64
	stats   *statistics
}

type statistics struct{ payments int }

type counter struct {
	hits  atomic.Int64
	cache sync.Map
}

func (k *Keeper) planted(height int64) {
	k.height = height          // want `k.height is written after construction`
	k.seen["a"] = true         // want `k.seen\["a"\] is written`
	delete(k.seen, "a")        // want `k.seen.* is written`
	k.last = append(k.last, 1) // want `k.last is written`
	k.height++                 // want `k.height is written`
	total += 1                 // want `the package variable total is written`
	known["two"] = true        // want `the package variable known is written`
}

func (k Keeper) plantedInValue() {
	k.seen["a"] = true // want `k.seen\["a"\] is written`
	k.last[0] = 1      // want `k.last\[0\] is written`
	k.stats.payments++ // want `k.stats.payments is written`
}

func plantedElsewhere(k *Keeper) {
	k.height = 1 // want `k.height is written`
}

func (c *counter) planted() {
	c.hits.Add(1)       // want `c.hits.Add remembers beside the store`
	c.cache.Store(1, 2) // want `c.cache.Store remembers`
}

// NewKeeper makes one.
func NewKeeper() Keeper {
	k := Keeper{seen: map[string]bool{}}
	k.height = 1
	k.seen["zero"] = true
	return k
}

// WithHeight is a copy.
func (k Keeper) WithHeight(height int64) Keeper {
	k.height = height
	return k
}

type position struct{ owed uint64 }

func (p *position) owe(amount uint64) { p.owed += amount }

func good() int {
	var atOnce atomic.Int64
	atOnce.Add(1)
	local := map[string]int{}
	local["a"] = total
	return local["a"]
}
