// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// suspense opens the SUSPENSE wallet of a custodian in cny.
func (f *fixture) suspense(custodian uint32) actor {
	a := newActor(f.t, "suspense")
	f.wallets.wallets[a.addr] = wallet.Wallet{
		Address: a.addr[:], Custodian: custodian, Kind: wallet.WALLET_KIND_SUSPENSE, Currency: "cny", Status: wallet.WALLET_STATUS_ACTIVE,
	}
	return a
}

func (f *fixture) closeWallet(a actor) {
	w := f.wallets.wallets[a.addr]
	w.Status = wallet.WALLET_STATUS_CLOSED
	f.wallets.wallets[a.addr] = w
}

func TestMoneyBackToAClosedWalletGoesToSuspenseAsACase(t *testing.T) {
	f := newFixture(t)
	original := paidOriginal(f)
	held := f.suspense(bankA)
	f.closeWallet(f.alice)
	f.netting.recorded = nil
	c, _ := f.giveBack("back", original, 40)

	result, err := f.refund(c, original)

	require.NoError(t, err)
	require.Equal(t, paidNet, result)
	require.Equal(t, 900, f.balance(f.alice, "cny"), "nothing enters a closed wallet")
	require.Equal(t, 40, f.balance(held, "cny"))
	require.Equal(t, 1_060, f.balance(f.bob, "cny"))
	require.Len(t, f.netting.recorded, 1)
	require.EqualValues(t, bankA, f.netting.recorded[0].To)
	require.Equal(t, uint64(40), f.record(original).Refunded)
	require.Equal(t, []compliance.Case{{
		Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: bankA, Wallet: f.alice.addr[:], Denom: "cny", Amount: 40, Reference: c.UETR[:],
	}}, f.compliance.cases)
	asked := f.compliance.asked[0]
	require.Equal(t, compliance.MovementGiveBack, asked.Kind)
	require.True(t, asked.Suspense)
	require.Equal(t, held.addr[:], asked.To)
	require.Equal(t, wallet.WALLET_KIND_SUSPENSE, asked.Payee.Kind)

	// A replay opens no second case.
	again, err := f.refund(c, original)
	require.NoError(t, err)
	require.Equal(t, replayOf(paidNet), again)
	require.Len(t, f.compliance.cases, 1)
	f.endBlock(1)
}

func TestMoneyBackToAClosedWalletHasItsLimits(t *testing.T) {
	t.Run("central-bank money is refused", func(t *testing.T) {
		f := newFixture(t)
		original := f.content("original", f.alice, f.bob)
		original.Denom = "ecny"
		_, err := f.pay(original)
		require.NoError(t, err)
		f.suspense(bankA)
		f.closeWallet(f.alice)
		figures := f.figures()
		c, _ := f.giveBack("back", original, 40)
		result, err := f.refund(c, original)
		require.NoError(t, err)
		require.Equal(t, refusedFor(compliance.ReasonPayeeClosed, 0), result)
		require.Equal(t, figures, f.figures())
		require.Empty(t, f.compliance.cases)
	})
	t.Run("a payment to a closed wallet is refused", func(t *testing.T) {
		f := newFixture(t)
		f.suspense(bankB)
		f.closeWallet(f.bob)
		result, err := f.pay(f.content("p1", f.alice, f.bob))
		require.NoError(t, err)
		require.Equal(t, refusedFor(compliance.ReasonPayeeClosed, 0), result)
		require.Empty(t, f.compliance.cases)
	})
	t.Run("without a suspense wallet it waits for one", func(t *testing.T) {
		f := newFixture(t)
		original := paidOriginal(f)
		f.closeWallet(f.alice)
		before := f.state()
		c, _ := f.giveBack("back", original, 40)
		_, err := f.refund(c, original)
		require.ErrorIs(t, err, wallet.ErrSuspenseMissing)
		require.Equal(t, before, f.state())
		require.Empty(t, f.ctx.EventManager().Events())
		f.suspense(bankA)
		result, err := f.refund(c, original)
		require.NoError(t, err)
		require.Equal(t, paidNet, result)
	})
	t.Run("more than is left is refused first", func(t *testing.T) {
		f := newFixture(t)
		original := paidOriginal(f)
		f.suspense(bankA)
		f.closeWallet(f.alice)
		c, _ := f.giveBack("back", original, 101)
		result, err := f.refund(c, original)
		require.NoError(t, err)
		require.Equal(t, refusedFor(compliance.ReasonRefundExceedsOriginal, 0), result)
		require.Empty(t, f.compliance.cases)
	})
	t.Run("a case that cannot be opened fails the transaction", func(t *testing.T) {
		f := newFixture(t)
		original := paidOriginal(f)
		f.suspense(bankA)
		f.closeWallet(f.alice)
		f.compliance.failCase = true
		before := f.state()
		c, extras := f.giveBack("back", original, 40)
		_, err := f.batch(payment.BATCH_MODE_EACH, f.signed(c, extras, f.bob))
		require.ErrorIs(t, err, errStore)
		require.Equal(t, before, f.state())
	})
}

// A member that left has a successor, whose customer the owner of a closed wallet is now: nothing is owed to the member.
func TestMoneyBackToAMemberThatLeftIsItsSuccessors(t *testing.T) {
	f := newFixture(t)
	original := paidOriginal(f)
	held := f.suspense(bankB)
	f.wallets.heirs = map[uint32]uint32{bankA: bankB}
	f.closeWallet(f.alice)
	f.netting.recorded = nil
	c, _ := f.giveBack("back", original, 40)
	result, err := f.refund(c, original)
	require.NoError(t, err)
	require.Equal(t, paidIntra, result)
	require.Equal(t, 40, f.balance(held, "cny"))
	require.Empty(t, f.netting.recorded)
	require.Len(t, f.compliance.cases, 1)
	require.EqualValues(t, bankB, f.compliance.cases[0].Member)
}
