// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
)

// restrictionTable is the whole policy: effect x kind x direction. What is not listed passes.
var restrictionTable = map[compliance.Effect]struct {
	out, in compliance.Reason
}{
	compliance.EFFECT_UNSPECIFIED: {compliance.ReasonNone, compliance.ReasonNone},
	compliance.EFFECT_FROZEN:      {compliance.ReasonPayerFrozen, compliance.ReasonNone},
	compliance.EFFECT_DEEP_FROZEN: {compliance.ReasonPayerDeepFrozen, compliance.ReasonPayeeDeepFrozen},
	compliance.EFFECT_SANCTIONED:  {compliance.ReasonPayerSanctioned, compliance.ReasonPayeeSanctioned},
}

// stoppable says which kinds a restriction stops: facts and money going back from escrow are never stopped.
var stoppable = map[compliance.MovementKind]bool{
	compliance.MovementPay: true, compliance.MovementGiveBack: true, compliance.MovementIssue: true,
	compliance.MovementRedeem: true, compliance.MovementFunds: true,
	compliance.MovementRelease: false, compliance.MovementSettle: false, compliance.MovementBurn: false,
	compliance.MovementSweep: true, compliance.MovementCustody: false,
}

func TestEveryEffectOnEveryKindInBothDirections(t *testing.T) {
	require.Len(t, stoppable, len(compliance.MovementKinds()))
	require.Len(t, restrictionTable, len(compliance.Effect_name))
	for effect, reasons := range restrictionTable {
		for _, kind := range compliance.MovementKinds() {
			out, in := reasons.out, reasons.in
			if !stoppable[kind] {
				out, in = compliance.ReasonNone, compliance.ReasonNone
			}
			require.Equal(t, out, effect.RefusesOut(kind), "%s, %s, out", effect, kind)
			require.Equal(t, in, effect.RefusesIn(kind), "%s, %s, in", effect, kind)
		}
	}
}

func TestEffectValidate(t *testing.T) {
	for number := range compliance.Effect_name {
		effect := compliance.Effect(number)
		if effect == compliance.EFFECT_UNSPECIFIED {
			require.ErrorIs(t, effect.Validate(), compliance.ErrRequestInvalid)
			continue
		}
		require.NoError(t, effect.Validate())
	}
	require.ErrorIs(t, compliance.Effect(4).Validate(), compliance.ErrRequestInvalid)
	require.ErrorIs(t, compliance.Effect(-1).Validate(), compliance.ErrRequestInvalid)
}
