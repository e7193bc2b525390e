// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func TestWhatAWalletMayHaveNeverShrinks(t *testing.T) {
	before := wallet.DefaultParams()
	for name, tc := range map[string]struct {
		change func(*wallet.Params)
		ok     bool
	}{
		"longer terms":          {func(p *wallet.Params) { p.DormancyTerm++ }, true},
		"more devices":          {func(p *wallet.Params) { p.MaxDevices++ }, true},
		"fewer devices":         {func(p *wallet.Params) { p.MaxDevices-- }, false},
		"a lower highest tier":  {func(p *wallet.Params) { p.MaxTier-- }, false},
		"a term out of range":   {func(p *wallet.Params) { p.CustodyMoveTerm = 0 }, false},
		"a delay out of range":  {func(p *wallet.Params) { p.ContestDelay = 1 << 40 }, false},
		"a higher highest tier": {func(p *wallet.Params) { p.MaxTier++ }, true},
	} {
		t.Run(name, func(t *testing.T) {
			after := before
			tc.change(&after)
			if err := after.Follow(before); tc.ok {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, wallet.ErrParamsInvalid)
			}
		})
	}
}
