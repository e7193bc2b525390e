// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

var (
	officer  = sdk.AccAddress(bytes.Repeat([]byte{3}, 20)).String()
	customer = sdk.AccAddress(bytes.Repeat([]byte{4}, 20)).String()
	long     = sdk.AccAddress(bytes.Repeat([]byte{4}, 32)).String()
)

func TestValidateBasic(t *testing.T) {
	type message interface{ ValidateBasic() error }
	restrict := func(change func(*compliance.MsgRestrict)) message {
		m := &compliance.MsgRestrict{Officer: officer, Wallet: customer, Denom: "cny", Effect: compliance.EFFECT_FROZEN, Ground: ground}
		change(m)
		return m
	}
	propose := func(change func(*compliance.MsgProposeRestriction)) message {
		m := &compliance.MsgProposeRestriction{Officer: officer, Wallet: customer, Effect: compliance.EFFECT_FROZEN, Ground: ground}
		change(m)
		return m
	}
	noAddress, badRequest := wallet.ErrAddressInvalid, compliance.ErrRequestInvalid
	cases := map[string]struct {
		msg message
		err error
	}{
		"limits by an address":                  {&compliance.MsgSetLimits{Authority: officer, Limits: []compliance.Limit{dayOut(5)}}, nil},
		"an empty table is a table":             {&compliance.MsgSetLimits{Authority: officer}, nil},
		"limits by nobody":                      {&compliance.MsgSetLimits{}, noAddress},
		"limits with a bad row":                 {&compliance.MsgSetLimits{Authority: officer, Limits: []compliance.Limit{{}}}, compliance.ErrLimitInvalid},
		"a restriction of one asset":            {restrict(func(*compliance.MsgRestrict) {}), nil},
		"a restriction of every asset":          {restrict(func(m *compliance.MsgRestrict) { m.Denom = "" }), nil},
		"a restriction by nobody":               {restrict(func(m *compliance.MsgRestrict) { m.Officer = "" }), noAddress},
		"a restriction of nobody":               {restrict(func(m *compliance.MsgRestrict) { m.Wallet = "bob" }), noAddress},
		"a restriction of a 32-byte address":    {restrict(func(m *compliance.MsgRestrict) { m.Wallet = long }), noAddress},
		"a restriction of no asset there is":    {restrict(func(m *compliance.MsgRestrict) { m.Denom = "C" }), badRequest},
		"a restriction without effect":          {restrict(func(m *compliance.MsgRestrict) { m.Effect = 0 }), badRequest},
		"a restriction with an unknown effect":  {restrict(func(m *compliance.MsgRestrict) { m.Effect = 4 }), badRequest},
		"a restriction with a short ground":     {restrict(func(m *compliance.MsgRestrict) { m.Ground = ground[:31] }), badRequest},
		"a restriction without ground":          {restrict(func(m *compliance.MsgRestrict) { m.Ground = nil }), badRequest},
		"a proposal":                            {propose(func(*compliance.MsgProposeRestriction) {}), nil},
		"a proposal with the last of all times": {propose(func(m *compliance.MsgProposeRestriction) { m.ExpiresAt = math.MaxInt64 }), nil},
		"a proposal with a time beyond":         {propose(func(m *compliance.MsgProposeRestriction) { m.ExpiresAt = math.MaxInt64 + 1 }), badRequest},
		"a proposal without effect":             {propose(func(m *compliance.MsgProposeRestriction) { m.Effect = 0 }), badRequest},
		"a confirmation":                        {&compliance.MsgConfirmRestriction{Officer: officer, Order: 1}, nil},
		"a confirmation of no order":            {&compliance.MsgConfirmRestriction{Officer: officer}, badRequest},
		"a confirmation by nobody":              {&compliance.MsgConfirmRestriction{Order: 1}, noAddress},
		"a lift":                                {&compliance.MsgLiftRestriction{Officer: officer, Order: 1}, nil},
		"a lift of no order":                    {&compliance.MsgLiftRestriction{Officer: officer}, badRequest},
		"a lift by nobody":                      {&compliance.MsgLiftRestriction{Order: 1}, noAddress},
		"a proposal to lift":                    {&compliance.MsgProposeLift{Officer: officer, Order: 1, Ground: ground}, nil},
		"a proposal to lift without ground":     {&compliance.MsgProposeLift{Officer: officer, Order: 1}, badRequest},
		"a proposal to lift no order":           {&compliance.MsgProposeLift{Officer: officer, Ground: ground}, badRequest},
		"a confirmed lift":                      {&compliance.MsgConfirmLift{Officer: officer, Order: 1}, nil},
		"a confirmed lift of no order":          {&compliance.MsgConfirmLift{Officer: officer}, badRequest},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err) })
	}
}
