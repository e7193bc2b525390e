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
		"a lower cap beyond all figures": {&netting.MsgLowerCap{Treasury: who, Currency: "CNY", Cap: netting.MaxFigure + 1}, netting.ErrCapInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err) })
	}
}
