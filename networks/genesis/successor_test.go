// SPDX-License-Identifier: Apache-2.0

package genesis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
)

func TestAChainThatFollowsTakesAGreaterNumber(t *testing.T) {
	cases := map[string]struct {
		old, next string
		want      error
	}{
		"the next number":           {"tael-local-1", "tael-local-2", nil},
		"a number is left out":      {"tael-9", "tael-11", nil},
		"the same id":               {"tael-sandbox-3", "tael-sandbox-3", genesis.ErrSuccessor},
		"a smaller number":          {"tael-10", "tael-9", genesis.ErrSuccessor},
		"another kind of network":   {"tael-local-1", "tael-sandbox-2", genesis.ErrSuccessor},
		"a real one from a sandbox": {"tael-sandbox-1", "tael-2", genesis.ErrSuccessor},
		"an id of no form":          {"tael-1", "mainnet-2", genesis.ErrChainID},
		"from an id of no form":     {"mainnet-1", "tael-2", genesis.ErrChainID},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, genesis.CheckSuccessor(tc.old, tc.next), tc.want) })
	}
}
