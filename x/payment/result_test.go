// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func TestResultsArePackedInFourteenBytes(t *testing.T) {
	results := []payment.Result{
		{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: 0x0102030405060708},
		{Status: payment.ResultRefused, Code: uint16(compliance.ReasonBatchRefused), Replay: true, Cycle: 3},
		{Status: payment.ResultError, Module: 4, Code: 0x0203},
	}
	packed := payment.EncodeResults(results)
	require.Equal(t, []byte{
		1, 3, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8,
		2, 0, 0, 0, 70, 1, 0, 0, 0, 0, 0, 0, 0, 3,
		3, 0, 4, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	}, packed)
	parsed, err := payment.ParseResults(packed)
	require.NoError(t, err)
	require.Equal(t, results, parsed)
	require.Equal(t, compliance.ReasonBatchRefused, parsed[1].Reason())
	require.Equal(t, compliance.ReasonNone, parsed[2].Reason())
}

func TestParseResultsRefuses(t *testing.T) {
	sound := payment.EncodeResults([]payment.Result{{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}})
	change := func(i int, to byte) []byte {
		b := append([]byte(nil), sound...)
		b[i] = to
		return b
	}
	for name, b := range map[string][]byte{
		"one byte less": sound[1:], "one byte more": append(sound[:len(sound):len(sound)], 0),
		"no status": change(0, 0), "status 4": change(0, 4), "settlement 4": change(1, 4), "a flag of 2": change(5, 2),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := payment.ParseResults(b)
			require.ErrorIs(t, err, payment.ErrResultsMalformed)
		})
	}
	none, err := payment.ParseResults(nil)
	require.NoError(t, err)
	require.Empty(t, none)
}

func FuzzParseResults(f *testing.F) {
	f.Add(payment.EncodeResults([]payment.Result{{Status: payment.ResultError, Module: 2, Code: 9}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		results, err := payment.ParseResults(b)
		if err != nil {
			require.ErrorIs(t, err, payment.ErrResultsMalformed)
			return
		}
		require.Equal(t, len(b), len(payment.EncodeResults(results)))
		if len(b) > 0 {
			require.Equal(t, b, payment.EncodeResults(results))
		}
	})
}

func TestErrorResult(t *testing.T) {
	cases := map[string]struct {
		err  error
		ok   bool
		want payment.Result
	}{
		"of this module":         {payment.ErrExpired, true, payment.Result{Status: payment.ResultError, Module: 4, Code: 3}},
		"wrapped twice":          {fmt.Errorf("x: %w", wallet.ErrWalletUnknown.Wrap("y")), true, payment.Result{Status: payment.ResultError, Module: 2, Code: 3}},
		"of netting":             {netting.ErrCurrencyUnknown, true, payment.Result{Status: payment.ResultError, Module: 5, Code: 2}},
		"of a module without no": {sdkerrors.ErrLogic, true, payment.Result{Status: payment.ResultError, Code: uint16(sdkerrors.ErrLogic.ABCICode())}},
		"of nobody":              {errors.New("store is broken"), false, payment.Result{}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			result, ok := payment.ErrorResult(tc.err)
			require.Equal(t, tc.ok, ok)
			require.Equal(t, tc.want, result)
		})
	}
	require.Equal(t, "payment", payment.Codespace(4))
	require.Equal(t, "ante", payment.Codespace(7))
	require.Empty(t, payment.Codespace(0))
	require.Empty(t, payment.Codespace(8))
}
