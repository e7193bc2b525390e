// SPDX-License-Identifier: Apache-2.0

package app

import (
	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"

	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"

	"github.com/taelnet/tael/x/consortium"
)

// OpenWith assembles the application with another matrix than its own, in memory.
func OpenWith(matrix consortium.Matrix) (*App, error) {
	return open(matrix, log.NewNopLogger(), dbm.NewMemDB(), simtestutil.EmptyAppOptions{})
}
