// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestInitGenesis(t *testing.T) {
	f := emptyFixture(t)
	updates, err := f.k.InitGenesis(f.ctx, smallNetwork())
	require.NoError(t, err)
	require.NoError(t, f.k.Invariants(f.ctx))

	var expected []abci.ValidatorUpdate
	for _, v := range smallNetwork().Validators {
		expected = append(expected, v.Update())
	}
	require.ElementsMatch(t, expected, updates)
	for _, n := range []byte{northGovernance, northOperations, northLane, regulatorCompliance} {
		require.True(t, f.accounts.HasAccount(f.ctx, raw(n)))
	}
	require.Equal(t, 10, f.accounts.count(), "each duty address has one account, and the authority has none")

	got, err := f.k.Authority(f.ctx)
	require.NoError(t, err)
	require.Equal(t, raw(authority), got)
	require.NoError(t, f.k.RequireAuthority(f.ctx, address(authority)))
	require.ErrorIs(t, f.k.RequireAuthority(f.ctx, address(northGovernance)), consortium.ErrUnauthorized)
	require.ErrorIs(t, f.k.RequireAuthority(f.ctx, "authority"), consortium.ErrAddressInvalid)
	id, err := f.k.EIP155ID(f.ctx)
	require.NoError(t, err)
	require.Equal(t, uint64(7_001), id)
	require.Equal(t, matrix(), f.k.Matrix())
}

func TestInitGenesisKeepsAccountsThatExist(t *testing.T) {
	f := emptyFixture(t)
	f.accounts.SetAccount(f.ctx, f.accounts.NewAccountWithAddress(f.ctx, raw(northLane)))
	before := f.accounts.accounts[string(raw(northLane))]

	_, err := f.k.InitGenesis(f.ctx, smallNetwork())
	require.NoError(t, err)
	require.Same(t, before, f.accounts.accounts[string(raw(northLane))])
}

func TestInvalidGenesisWritesNothing(t *testing.T) {
	f := emptyFixture(t)
	g := smallNetwork()
	g.Eip155Id = 0
	f.refuses(consortium.ErrGenesisInvalid, func(ctx context.Context) error {
		updates, err := f.k.InitGenesis(ctx, g)
		require.Empty(t, updates)
		return err
	})
}

func TestExportIsImportedWhole(t *testing.T) {
	// ARRANGE: a network in which every collection of the schema holds something.
	f := newFixture(t)
	f.ctx = f.ctx.WithBlockTime(start)
	f.propose(northGovernance, suspendSouth())
	f.votes(f.propose(clearingGovernance, suspendSouth()), northGovernance, clearingGovernance)
	full := f.dump()
	for _, prefix := range f.k.Schema.ListCollections() {
		require.True(t, hasPrefix(full, prefix.GetPrefix()), "collection %s is empty, so this test would not see it", prefix.GetName())
	}

	// ACT
	exported, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := emptyFixture(t)
	_, err = g.k.InitGenesis(g.ctx, *exported)
	require.NoError(t, err)

	// ASSERT: the stores are equal key by key, and so are the exports.
	require.Equal(t, full, g.dump())
	again, err := g.k.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
}

func TestExportIsCanonical(t *testing.T) {
	// ARRANGE: the same network told in another order.
	f := emptyFixture(t)
	g := smallNetwork()
	g.Members[0], g.Members[3] = g.Members[3], g.Members[0]
	d := g.Members[3].Duties
	d[0], d[4] = d[4], d[0]
	g.Validators[0], g.Validators[1] = g.Validators[1], g.Validators[0]
	g.ValidatorRoles[0], g.ValidatorRoles[1] = g.ValidatorRoles[1], g.ValidatorRoles[0]
	updates, err := f.k.InitGenesis(f.ctx, g)
	require.NoError(t, err)

	exported, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	base := newFixture(t)
	expected, err := base.k.ExportGenesis(base.ctx)
	require.NoError(t, err)
	require.Equal(t, expected, exported)

	for i, v := range exported.Validators {
		require.Equal(t, v.Update(), updates[i])
		require.NotEmpty(t, v.ConsensusAddress().String())
	}
}

func hasPrefix(all map[string]string, prefix []byte) bool {
	for key := range all {
		if len(key) > 0 && key[0] == prefix[0] {
			return true
		}
	}
	return false
}
