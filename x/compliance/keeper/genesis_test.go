// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
)

// populated returns a fixture with something under every prefix of the store.
func populated(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 1_000), row(compliance.WINDOW_TX, compliance.MEASURE_IN, 500))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 5))
	require.Equal(t, compliance.ReasonNone, f.pay(bob, shop, 3))
	f.limits(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 1_000), personRow(compliance.SCOPE_PERSON, compliance.WINDOW_YEAR, 1_000),
		personRow(compliance.SCOPE_PERSON_AT_MEMBER, compliance.WINDOW_DAY, 500))
	f.commit(alice)
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 5)))
	require.NoError(t, f.restrictBy(officerA))
	f.restrict(bob, "ecny", compliance.EFFECT_SANCTIONED)
	require.NoError(t, f.proposeLiftBy(officerA, f.confirmedOrder(officerA, supervisor)))
	lifted := f.confirmedOrder(officerA, officerB)
	require.NoError(t, f.proposeLiftBy(officerA, lifted))
	require.NoError(t, f.confirmLiftBy(supervisor, lifted))
	_, err := f.proposeBy(officerB)
	require.NoError(t, err)
	f.closeCaseOf(bankA)
	f.openCase(bankB)
	require.NoError(t, f.keeper.Invariants(f.ctx))
	return f
}

func TestGenesisCarriesEveryKey(t *testing.T) {
	from := populated(t)
	prefixes := map[byte]bool{}
	for key := range from.dump() {
		prefixes[key[0]] = true
	}
	for prefix := byte(1); prefix <= 14; prefix++ {
		require.True(t, prefixes[prefix], "the state has something under prefix %d", prefix)
	}
	require.Len(t, prefixes, 14)

	exported, err := from.keeper.ExportGenesis(from.ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate())
	to := newEmptyFixture(t)
	require.NoError(t, to.keeper.InitGenesis(to.ctx, *exported))
	require.Equal(t, from.dump(), to.dump(), "every key and value")
	require.NoError(t, to.keeper.Invariants(to.ctx))
	again, err := to.keeper.ExportGenesis(to.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
}

func TestGenesisAfterOrdersLapsedRestrictsNobody(t *testing.T) {
	from := newFixture(t)
	require.NoError(t, from.restrictBy(officerA))
	exported, err := from.keeper.ExportGenesis(from.ctx)
	require.NoError(t, err)
	to := newEmptyFixture(t).at(noon.Add(72 * time.Hour))
	require.NoError(t, to.keeper.InitGenesis(to.ctx, *exported))
	require.NoError(t, to.keeper.Invariants(to.ctx))
	again, err := to.keeper.ExportGenesis(to.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again, "what lapsed stays on record")
	require.Equal(t, compliance.ReasonNone, to.pay(alice, bob, 1))
}

func TestGenesisThatIsInvalidIsRefused(t *testing.T) {
	f := newEmptyFixture(t)
	g := compliance.DefaultGenesisState()
	g.NextOrder = 0
	f.refuses(compliance.ErrGenesisInvalid, func() error { return f.keeper.InitGenesis(f.ctx, *g) })
}
