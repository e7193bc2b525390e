// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/netting"
)

func TestCapIsRaised(t *testing.T) {
	tests := map[string]struct {
		limit   uint64
		err     error
		nextOne uint64
	}{
		"a raise holds from the next block on": {150, nil, 150},
		"the same cap again is no raise":       {100, netting.ErrCapNotRaised, 100},
		"a lower one is no raise":              {90, netting.ErrCapNotRaised, 100},
		"a cap beyond every figure is no cap":  {netting.MaxFigure + 1, netting.ErrCapInvalid, 100},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := netting.Standing{Position: netting.Position{Member: 1, Cap: 100}}
			require.ErrorIs(t, s.RaiseCap(tc.limit, 7), tc.err)
			require.EqualValues(t, 100, s.At(7).Cap)
			require.Equal(t, tc.nextOne, s.At(8).Cap)
		})
	}
}

func TestCapIsCut(t *testing.T) {
	tests := map[string]struct {
		raised, limit uint64
		err           error
		now, nextOne  uint64
	}{
		"a cut holds at once":                        {0, 90, nil, 90, 90},
		"a cut to the position is accepted":          {0, 70, nil, 70, 70},
		"a cut below the position is refused":        {0, 69, netting.ErrCapBelowPosition, 100, 100},
		"the same cap is no cut":                     {0, 100, netting.ErrCapNotLowered, 100, 100},
		"a higher cap is no cut":                     {0, 101, netting.ErrCapNotLowered, 100, 100},
		"a cut in the raise's block drops the raise": {200, 80, nil, 80, 80},
		"a cut to the cap drops the raise":           {200, 100, nil, 100, 100},
		"a cut of the raise alone cuts the raise":    {200, 150, nil, 100, 150},
		"not below the raise is no cut":              {200, 200, netting.ErrCapNotLowered, 100, 200},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := netting.Standing{Share: 100, Position: netting.Position{Member: 1, OpenOwed: 80, OpenDue: 20, Reserved: 10, Cap: 100}}
			if tc.raised != 0 {
				require.NoError(t, s.RaiseCap(tc.raised, 7))
			}
			require.ErrorIs(t, s.CutCap(tc.limit), tc.err)
			require.Equal(t, tc.now, s.At(7).Cap)
			require.Equal(t, tc.nextOne, s.At(8).Cap)
			p := s.Position
			p.LifetimeOut, p.LifetimeIn = 80, 20
			require.NoError(t, p.Validate())
		})
	}
}

func TestCutCountsWhatIsUsable(t *testing.T) {
	s := netting.Standing{Share: 0, Position: netting.Position{Member: 1, OpenOwed: 80, OpenDue: 50, Cap: 100}}
	require.ErrorIs(t, s.CutCap(79), netting.ErrCapBelowPosition)
	require.NoError(t, s.CutCap(80))
}

func TestTermOfAnOffer(t *testing.T) {
	tests := map[string]struct {
		expiresAt int64
		err       error
	}{
		"in the past":                 {999, netting.ErrProposalTerm},
		"at once":                     {1000, netting.ErrProposalTerm},
		"a second from now":           {1001, nil},
		"thirty days from now":        {1000 + 30*86400, nil},
		"a second beyond thirty days": {1001 + 30*86400, netting.ErrProposalTerm},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, netting.CapProposal{ExpiresAt: tc.expiresAt}.CheckTerm(1000), tc.err)
		})
	}
}
