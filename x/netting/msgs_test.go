// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

func TestMessagesAreValidated(t *testing.T) {
	who := sdk.AccAddress(bytes.Repeat([]byte{7}, 20)).String()
	tests := map[string]struct {
		msg sdk.HasValidateBasic
		err error
	}{
		"a good order":                   {&netting.MsgOrderCycleClose{Operator: who, Currency: "CNY"}, nil},
		"an order without an operator":   {&netting.MsgOrderCycleClose{Currency: "CNY"}, netting.ErrMessageInvalid},
		"an order for a denom":           {&netting.MsgOrderCycleClose{Operator: who, Currency: "cny"}, netting.ErrMessageInvalid},
		"a good cap":                     {&netting.MsgSetCap{Authority: who, Member: "north-bank", Currency: "CNY", Cap: 5}, nil},
		"a cap of zero":                  {&netting.MsgSetCap{Authority: who, Member: "north-bank", Currency: "CNY"}, nil},
		"a cap without an authority":     {&netting.MsgSetCap{Authority: "x", Member: "north-bank", Currency: "CNY"}, netting.ErrMessageInvalid},
		"a cap of no member":             {&netting.MsgSetCap{Authority: who, Currency: "CNY", Cap: 5}, netting.ErrMessageInvalid},
		"a cap of a member by number":    {&netting.MsgSetCap{Authority: who, Member: "1", Currency: "CNY", Cap: 5}, netting.ErrMessageInvalid},
		"a cap in no currency":           {&netting.MsgSetCap{Authority: who, Member: "north-bank", Cap: 5}, netting.ErrMessageInvalid},
		"the largest cap":                {&netting.MsgSetCap{Authority: who, Member: "north-bank", Currency: "CNY", Cap: netting.MaxFigure}, nil},
		"a cap beyond every figure":      {&netting.MsgSetCap{Authority: who, Member: "north-bank", Currency: "CNY", Cap: netting.MaxFigure + 1}, netting.ErrCapInvalid},
		"a good lower cap":               {&netting.MsgLowerCap{Treasury: who, Currency: "CNY", Cap: 5}, nil},
		"a lower cap without a treasury": {&netting.MsgLowerCap{Currency: "CNY", Cap: 5}, netting.ErrMessageInvalid},
		"a lower cap in no currency":     {&netting.MsgLowerCap{Treasury: who, Cap: 5}, netting.ErrMessageInvalid},
		"a good offer":                   {&netting.MsgProposeCap{Risk: who, Member: "north-bank", Currency: "CNY", Cap: 5, ExpiresAt: 9}, nil},
		"an offer without a risk desk":   {&netting.MsgProposeCap{Member: "north-bank", Currency: "CNY", Cap: 5, ExpiresAt: 9}, netting.ErrMessageInvalid},
		"an offer to no member":          {&netting.MsgProposeCap{Risk: who, Currency: "CNY", Cap: 5, ExpiresAt: 9}, netting.ErrMessageInvalid},
		"an offer in no currency":        {&netting.MsgProposeCap{Risk: who, Member: "north-bank", Cap: 5, ExpiresAt: 9}, netting.ErrMessageInvalid},
		"an offer beyond every figure":   {&netting.MsgProposeCap{Risk: who, Member: "north-bank", Currency: "CNY", Cap: netting.MaxFigure + 1, ExpiresAt: 9}, netting.ErrCapInvalid},
		"an offer without an end":        {&netting.MsgProposeCap{Risk: who, Member: "north-bank", Currency: "CNY", Cap: 5}, netting.ErrProposalTerm},
		"an offer until before 1970":     {&netting.MsgProposeCap{Risk: who, Member: "north-bank", Currency: "CNY", Cap: 5, ExpiresAt: -1}, netting.ErrProposalTerm},
		"a withdrawal":                   {&netting.MsgProposeCap{Risk: who, Member: "north-bank", Currency: "CNY"}, nil},
		"a withdrawal with an end":       {&netting.MsgProposeCap{Risk: who, Member: "north-bank", Currency: "CNY", ExpiresAt: 9}, netting.ErrMessageInvalid},
		"a good acceptance":              {&netting.MsgAcceptCap{Treasury: who, Currency: "CNY", Cap: 5}, nil},
		"an acceptance by nobody":        {&netting.MsgAcceptCap{Currency: "CNY", Cap: 5}, netting.ErrMessageInvalid},
		"an acceptance in no currency":   {&netting.MsgAcceptCap{Treasury: who, Cap: 5}, netting.ErrMessageInvalid},
		"an acceptance of too much":      {&netting.MsgAcceptCap{Treasury: who, Currency: "CNY", Cap: netting.MaxFigure + 1}, netting.ErrCapInvalid},
		"a good earmark":                 {&netting.MsgSetEarmark{Treasury: who, Currency: "CNY", Amount: 5}, nil},
		"an earmark of nothing":          {&netting.MsgSetEarmark{Treasury: who, Currency: "CNY"}, nil},
		"an earmark by nobody":           {&netting.MsgSetEarmark{Currency: "CNY"}, netting.ErrMessageInvalid},
		"an earmark in no currency":      {&netting.MsgSetEarmark{Treasury: who}, netting.ErrMessageInvalid},
		"an earmark beyond all figures":  {&netting.MsgSetEarmark{Treasury: who, Currency: "CNY", Amount: netting.MaxFigure + 1}, netting.ErrMessageInvalid},
		"a good policy":                  {&netting.MsgSetCurrencyPolicy{Authority: who, Currency: "CNY", SettlementDay: workday()}, nil},
		"a policy of defaults":           {&netting.MsgSetCurrencyPolicy{Authority: who, Currency: "CNY"}, nil},
		"a policy by nobody":             {&netting.MsgSetCurrencyPolicy{Currency: "CNY"}, netting.ErrMessageInvalid},
		"a policy of no currency":        {&netting.MsgSetCurrencyPolicy{Authority: who}, netting.ErrMessageInvalid},
		"a policy out of range":          {&netting.MsgSetCurrencyPolicy{Authority: who, Currency: "CNY", InflowPercent: 5}, netting.ErrPolicyInvalid},
		"a lower cap beyond all figures": {&netting.MsgLowerCap{Treasury: who, Currency: "CNY", Cap: netting.MaxFigure + 1}, netting.ErrCapInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err) })
	}
}
