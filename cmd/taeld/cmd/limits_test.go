// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/app/mempool"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/payment"
)

// The application holds what networks/params.go says of it.
func TestTheApplicationHoldsTheLimitsOfTheNetwork(t *testing.T) {
	require.EqualValues(t, networks.FullBatchGas, gas.FullBatch)
	require.EqualValues(t, networks.MaxBatchBytes, ante.MaxTxBytes)
	require.EqualValues(t, networks.MempoolTxs, mempool.MaxTxs)
	require.EqualValues(t, networks.MempoolBytes, mempool.MaxBytes)
	require.EqualValues(t, networks.FullBatchGas, consortium.MinQuotaBurst, "a quota holds the largest transaction")
	require.EqualValues(t, networks.MaxBatchInstructions, payment.MaxBatch)
	require.EqualValues(t, networks.ValidAhead.Seconds(), payment.DefaultParams().ValidAhead)
	require.EqualValues(t, networks.Retention.Seconds(), payment.DefaultParams().Retention)
}

func TestTheDearestBatchCostsNoMoreThanAFullOne(t *testing.T) {
	instruction := gas.PerInstruction + 2*gas.P256
	dearest := gas.PerTransaction + gas.PerPayment + gas.PerByte*networks.MaxBatchBytes +
		instruction*networks.MaxBatchInstructions
	require.LessOrEqual(t, dearest, networks.FullBatchGas)
}
