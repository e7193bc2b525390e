// SPDX-License-Identifier: Apache-2.0

package ante

import lru "github.com/hashicorp/golang-lru"

// verifiedCacheSize bounds the signatures remembered: several blocks of the smallest transactions.
const verifiedCacheSize = 1 << 16

// verifiedCache remembers signatures that verified. It may only save work that would succeed: gas, results and
// state are the same without it.
type verifiedCache struct{ entries *lru.Cache }

func newVerifiedCache() *verifiedCache {
	entries, err := lru.New(verifiedCacheSize)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &verifiedCache{entries: entries}
}

func (c *verifiedCache) has(id [32]byte) bool { return c.entries.Contains(id) }

func (c *verifiedCache) add(id [32]byte) {
	c.entries.Add(id, struct{}{}) //determinism:allow it may only save work that would succeed; nodes that restart come to the same
}
