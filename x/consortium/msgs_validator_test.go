// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestValidatorMessagesValidateBasic(t *testing.T) {
	proof := make([]byte, 64)
	by, val := address(1), consortium.ConsensusAddressOf(keyOf(1)).String()
	policy := consortium.DefaultValidatorPolicy()
	addition := func(change func(*consortium.MsgAddValidator)) *consortium.MsgAddValidator {
		m := &consortium.MsgAddValidator{Authority: by, Member: "north-bank", PubKey: keyOf(1), Power: 1, Moniker: "north-2", Proof: proof}
		change(m)
		return m
	}
	tests := map[string]struct {
		msg interface{ ValidateBasic() error }
		err error
	}{
		"add a validator":                 {addition(func(*consortium.MsgAddValidator) {}), nil},
		"add by no authority":             {addition(func(m *consortium.MsgAddValidator) { m.Authority = "" }), consortium.ErrAddressInvalid},
		"add for a bad id":                {addition(func(m *consortium.MsgAddValidator) { m.Member = "N" }), consortium.ErrMemberInvalid},
		"add a key of another length":     {addition(func(m *consortium.MsgAddValidator) { m.PubKey = nil }), consortium.ErrValidatorInvalid},
		"add without power":               {addition(func(m *consortium.MsgAddValidator) { m.Power = 0 }), consortium.ErrValidatorInvalid},
		"add without a moniker":           {addition(func(m *consortium.MsgAddValidator) { m.Moniker = "" }), consortium.ErrValidatorInvalid},
		"add without a proof":             {addition(func(m *consortium.MsgAddValidator) { m.Proof = nil }), consortium.ErrProofInvalid},
		"remove a validator":              {&consortium.MsgRemoveValidator{Signer: by, Validator: val}, nil},
		"remove by nobody":                {&consortium.MsgRemoveValidator{Validator: val}, consortium.ErrAddressInvalid},
		"remove an account":               {&consortium.MsgRemoveValidator{Signer: by, Validator: by}, consortium.ErrAddressInvalid},
		"set a power":                     {&consortium.MsgSetValidatorPower{Authority: by, Validator: val, Power: 1}, nil},
		"set no power":                    {&consortium.MsgSetValidatorPower{Authority: by, Validator: val}, consortium.ErrValidatorInvalid},
		"set the power of nobody":         {&consortium.MsgSetValidatorPower{Authority: by, Power: 1}, consortium.ErrAddressInvalid},
		"rotate a key":                    {&consortium.MsgRotateValidatorKey{Operator: by, Validator: val, PubKey: keyOf(2), Proof: proof}, nil},
		"rotate by nobody":                {&consortium.MsgRotateValidatorKey{Validator: val, PubKey: keyOf(2), Proof: proof}, consortium.ErrAddressInvalid},
		"rotate to a key of 31 bytes":     {&consortium.MsgRotateValidatorKey{Operator: by, Validator: val, PubKey: keyOf(2)[:31], Proof: proof}, consortium.ErrValidatorInvalid},
		"rotate with a proof of 63 bytes": {&consortium.MsgRotateValidatorKey{Operator: by, Validator: val, PubKey: keyOf(2), Proof: proof[:63]}, consortium.ErrProofInvalid},
		"unjail a validator":              {&consortium.MsgUnjailValidator{Operator: by, Validator: val}, nil},
		"unjail by nobody":                {&consortium.MsgUnjailValidator{Validator: val}, consortium.ErrAddressInvalid},
		"set a policy":                    {&consortium.MsgSetValidatorPolicy{Authority: by, Policy: policy}, nil},
		"set an empty policy":             {&consortium.MsgSetValidatorPolicy{Authority: by}, consortium.ErrValidatorPolicyInvalid},
		"set a policy by nobody":          {&consortium.MsgSetValidatorPolicy{Policy: policy}, consortium.ErrAddressInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.err == nil {
				require.NoError(t, tc.msg.ValidateBasic())
				return
			}
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}
