// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func TestCodesOfTheChain(t *testing.T) {
	cases := map[string]struct {
		err  error
		want string
	}{
		"ErrPoolFilling":   {ante.ErrPoolFilling, refusedFull},
		"ErrPoolShare":     {ante.ErrPoolShare, refusedFull},
		"ErrQuota":         {consortium.ErrQuota, refusedFull},
		"ErrMempoolIsFull": {sdkerrors.ErrMempoolIsFull, refusedFull},
		"ErrSequence":      {ante.ErrSequence, refusedSequence},
		"ErrPoolTaken":     {ante.ErrPoolTaken, refusedSequence},
		"ErrWrongSequence": {sdkerrors.ErrWrongSequence, refusedSequence},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			codespace, code, log := errorsmod.ABCIInfo(tc.err, false)
			require.Equal(t, tc.want, refused(codespace, code, log))
		})
	}
}

func TestOnlyWhatIsPaidCounts(t *testing.T) {
	results := func(all ...payment.Result) []byte {
		var packed []byte
		for _, r := range all {
			packed = r.AppendTo(packed)
		}
		value, err := proto.Marshal(&payment.MsgPayBatchResponse{Results: packed})
		require.NoError(t, err)
		data, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{{TypeUrl: "/tael.payment.v1.MsgPayBatchResponse", Value: value}}})
		require.NoError(t, err)
		return data
	}
	paid := payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
	refusedOne := payment.Result{Status: payment.ResultRefused, Code: 1}
	cases := map[string]struct {
		result *abci.ExecTxResult
		want   int
	}{
		"two paid, one refused":           {&abci.ExecTxResult{Data: results(paid, refusedOne, paid)}, 2},
		"code 0 and nothing paid":         {&abci.ExecTxResult{Data: results(refusedOne)}, 0},
		"a transaction that failed":       {&abci.ExecTxResult{Code: 5, Data: results(paid)}, 0},
		"an answer that cannot be parsed": {&abci.ExecTxResult{Data: []byte{1}}, -1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := paidBy(tc.result)
			require.Equal(t, tc.want < 0, err != nil)
			require.Equal(t, max(tc.want, 0), got)
		})
	}
}

func TestCustomersFollowFromTheirNumber(t *testing.T) {
	for _, algorithm := range []wallet.KeyAlgorithm{
		wallet.KEY_ALGORITHM_UNSPECIFIED, wallet.KEY_ALGORITHM_ED25519, wallet.KEY_ALGORITHM_SECP256K1, wallet.KEY_ALGORITHM_P256,
	} {
		t.Run(algorithm.String(), func(t *testing.T) {
			one, err := newCustomer(3, algorithm)
			require.NoError(t, err)
			same, err := newCustomer(3, algorithm)
			require.NoError(t, err)
			other, err := newCustomer(4, algorithm)
			require.NoError(t, err)
			require.Equal(t, one.address, same.address)
			require.NotEqual(t, one.address, other.address)
			require.NotEqual(t, one.custodian, other.custodian)
			require.Equal(t, algorithm == wallet.KEY_ALGORITHM_UNSPECIFIED, one.owner != nil)
		})
	}
}

func TestGenesisOfOneAndOfFourValidators(t *testing.T) {
	one, err := newCustomer(0, wallet.KEY_ALGORITHM_ED25519)
	require.NoError(t, err)
	for _, validators := range []int{1, 4} {
		gen, err := taelGenesis([]*customer{one}, validators)
		require.NoError(t, err)
		require.Equal(t, taelChain, gen.ChainID)
	}
}
