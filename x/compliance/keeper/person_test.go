// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// aliceTag is alice's tag of every year here; saltOf is the salt of a wallet's commitment.
var aliceTag = [32]byte{1, 2, 3}

func saltOf(addr []byte) (salt [32]byte) {
	copy(salt[:], addr)
	return salt
}

// commit gives a wallet the commitment to alice's tag of the current year.
func (f *fixture) commit(addr []byte) {
	w, year := f.wallets[string(addr)], compliance.DefaultParams().Periods(f.now()).Year
	commitment := wallet.PersonCommitment(addr, year, aliceTag, saltOf(addr))
	w.PersonYear, w.PersonCommitment = year, commitment[:]
	f.wallets[string(addr)] = w
}

// opened is a payment with the opening of the payer's commitment.
func (f *fixture) opened(payer, payee []byte, amount uint64) compliance.Movement {
	m := f.movement(compliance.MovementPay, payer, payee, amount)
	m.Person = &wallet.PersonOpening{Tag: aliceTag, Salt: saltOf(payer)}
	return m
}

// own is a payment between two wallets of alice.
func (f *fixture) own(payer, payee []byte, amount uint64) compliance.Movement {
	m, salt := f.opened(payer, payee, amount), saltOf(payee)
	m.OwnSalt = &salt
	return m
}

func personRow(scope compliance.Scope, window compliance.Window, amount uint64) compliance.Limit {
	l := row(window, compliance.MEASURE_OUT, amount)
	l.Scope, l.Strength = scope, compliance.STRENGTH_CERT
	return l
}

func TestPersonLimitsAddUpOverWallets(t *testing.T) {
	cases := map[string]struct {
		scope  compliance.Scope
		second compliance.Reason // of 40 by the second wallet, at another member, after 70 by the first
	}{
		"over all members": {compliance.SCOPE_PERSON, compliance.ReasonLimitYearOut},
		"at one member":    {compliance.SCOPE_PERSON_AT_MEMBER, compliance.ReasonNone},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.limits(personRow(tc.scope, compliance.WINDOW_YEAR, 100))
			f.commit(alice)
			f.commit(second)
			require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 70)))
			require.Equal(t, compliance.ReasonLimitYearOut, f.move(f.opened(alice, bob, 31)))
			require.Equal(t, tc.second, f.move(f.opened(second, bob, 40)))
			require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 30)), "exactly")
		})
	}
}

func TestPersonLimitsNeedTheOpening(t *testing.T) {
	f := newFixture(t)
	f.limits(personRow(compliance.SCOPE_PERSON, compliance.WINDOW_DAY, 100))
	require.Equal(t, compliance.ReasonPersonOpeningWrong, f.move(f.opened(alice, bob, 1)), "no commitment")
	f.commit(alice)
	before := f.dump()
	require.Equal(t, compliance.ReasonPersonOpeningMissing, f.pay(alice, bob, 1))
	wrong := f.opened(alice, bob, 1)
	wrong.Person.Salt[31]++
	require.Equal(t, compliance.ReasonPersonOpeningWrong, f.move(wrong), "another salt")
	wrong = f.opened(alice, bob, 1)
	wrong.Person.Tag[0]++
	require.Equal(t, compliance.ReasonPersonOpeningWrong, f.move(wrong), "another tag")
	require.Equal(t, before, f.dump())
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 1)))
	f.at(noon.AddDate(1, 0, 0))
	require.Equal(t, compliance.ReasonPersonOpeningWrong, f.move(f.opened(alice, bob, 1)), "a tag is of one year")
	require.Equal(t, compliance.ReasonPersonOpeningMissing, f.pay(alice, bob, 1))
}

func TestOpeningThatNobodyNeedsIsNotJudged(t *testing.T) {
	f := newFixture(t)
	merchant := personRow(compliance.SCOPE_PERSON, compliance.WINDOW_DAY, 1)
	merchant.Kind = wallet.WALLET_KIND_MERCHANT
	other := personRow(compliance.SCOPE_PERSON, compliance.WINDOW_DAY, 1)
	other.Channel = wallet.CHANNEL_STATIC_CODE
	weak := personRow(compliance.SCOPE_PERSON, compliance.WINDOW_DAY, 1)
	weak.Strength = compliance.STRENGTH_NONE
	f.limits(merchant, other, weak)
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 5)))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 5))
	for key := range f.dump() {
		require.NotEqual(t, compliance.PersonUsagePrefix[0], key[0], "nothing is kept of a person whom no row binds")
	}
}

func TestOwnPaymentsAreLeftOutWhereRowsSaySo(t *testing.T) {
	f := newFixture(t)
	strict, lenient := row(compliance.WINDOW_MONTH, compliance.MEASURE_OUT, 100), row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 10)
	lenient.ExcludeOwn = true
	f.limits(strict, lenient)
	f.commit(alice)
	f.commit(second)
	require.Equal(t, compliance.ReasonLimitDayOut, f.move(f.opened(alice, second, 11)), "not proven")
	wrong := f.own(alice, second, 11)
	wrong.OwnSalt[31]++
	require.Equal(t, compliance.ReasonPersonOpeningWrong, f.move(wrong))
	require.Equal(t, compliance.ReasonPersonOpeningWrong, f.move(f.own(alice, bob, 11)), "bob is somebody else")
	require.Equal(t, compliance.ReasonNone, f.move(f.own(alice, second, 60)))
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementRedeem, alice, nil, 30)), "to the owner's own account")
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10), "own movements count nothing here")
	require.Equal(t, compliance.ReasonLimitMonthOut, f.move(f.own(alice, second, 1)), "and they do there")

	back := f.movement(compliance.MovementGiveBack, second, alice, 60)
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Equal(t, uint64(90), f.sums(alice, compliance.MEASURE_OUT)[1], "what was not own weighs 10 at most")
	back.OriginalOwn = true
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Equal(t, uint64(30), f.sums(alice, compliance.MEASURE_OUT)[1])
}

func TestGiveBackFindsThePerson(t *testing.T) {
	f := newFixture(t)
	f.limits(personRow(compliance.SCOPE_PERSON, compliance.WINDOW_YEAR, 100), personRow(compliance.SCOPE_PERSON_AT_MEMBER, compliance.WINDOW_DAY, 100))
	f.commit(alice)
	f.commit(second)
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 100)))
	require.Equal(t, compliance.ReasonLimitYearOut, f.move(f.opened(second, bob, 1)))
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementGiveBack, bob, alice, 40)))
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(second, bob, 30)))
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 10)))
	require.Equal(t, compliance.ReasonLimitYearOut, f.move(f.opened(alice, bob, 1)))

	w := f.wallets[string(alice)] // moved to another custodian
	w.Custodian = bankB
	f.wallets[string(alice)] = w
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementGiveBack, bob, alice, 50)))
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 50)), "the day at the new custodian is not lighter by it")
	require.Equal(t, compliance.ReasonLimitYearOut, f.move(f.opened(alice, bob, 1)))
}

func TestGiveBackAcrossTheYearLeavesTheNewTagAlone(t *testing.T) {
	f := newFixture(t)
	f.limits(personRow(compliance.SCOPE_PERSON, compliance.WINDOW_YEAR, 100))
	f.commit(alice)
	paid := f.now()
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 100)))
	f.at(time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC)) // 1 January in China
	f.commit(alice)
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 100)))
	back := f.movement(compliance.MovementGiveBack, bob, alice, 100)
	back.OriginalAt = paid
	before := f.personDump()
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Equal(t, before, f.personDump())
	require.Equal(t, compliance.ReasonLimitYearOut, f.move(f.opened(alice, bob, 1)))
}

func TestRedemptionUsesTheTagOpenedLast(t *testing.T) {
	f := newFixture(t)
	f.limits(personRow(compliance.SCOPE_PERSON, compliance.WINDOW_YEAR, 100))
	f.commit(alice)
	redeem := f.movement(compliance.MovementRedeem, alice, nil, 60)
	require.Equal(t, compliance.ReasonPersonOpeningMissing, f.move(redeem))
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 40)))
	require.Equal(t, compliance.ReasonNone, f.move(redeem))
	require.Equal(t, compliance.ReasonLimitYearOut, f.move(f.opened(alice, bob, 1)))
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementRelease, nil, alice, 60)))
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 60)))
}

func (f *fixture) personDump() map[string]string {
	all := f.dump()
	for key := range all {
		if key[0] != compliance.PersonUsagePrefix[0] {
			delete(all, key)
		}
	}
	return all
}
