// SPDX-License-Identifier: Apache-2.0

package width

import (
	"encoding/binary"
	"math"
	"strconv"

	"cosmossdk.io/collections"
)

type keeper struct {
	count  collections.Map[uint32, int]                           // want `Map of int in a store`
	places collections.Item[[]uint]                               // want `Item of uint in a store`
	pair   collections.Map[collections.Pair[int, uint32], uint64] // want `Pair of int in a store`
	good   collections.Map[uint64, int64]
	names  collections.Item[string]
}

var prefix = collections.NewPrefix(1)

func planted(n int) {
	_, _ = binary.Append(nil, binary.BigEndian, n) // want `binary.Append of int`
	_ = n > math.MaxInt                            // want `math.MaxInt depends on the machine's width`
	_ = strconv.IntSize                            // want `strconv.IntSize depends`
}

func good(n int) []byte {
	_, _ = binary.Append(nil, binary.BigEndian, int64(n))
	_ = int64(n) > math.MaxInt32
	return binary.BigEndian.AppendUint64(nil, uint64(n))
}
