// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// proposeBy proposes to freeze alice, whose custodian is bankA.
func (f *fixture) proposeBy(officer string) (uint64, error) {
	answer, err := f.msg.ProposeRestriction(f.ctx, &compliance.MsgProposeRestriction{
		Officer: officer, Wallet: sdk.AccAddress(alice).String(), Effect: compliance.EFFECT_FROZEN, Ground: ground,
	})
	if err != nil {
		return 0, err
	}
	return answer.Order, nil
}

func (f *fixture) confirmBy(officer string, order uint64) error {
	_, err := f.msg.ConfirmRestriction(f.ctx, &compliance.MsgConfirmRestriction{Officer: officer, Order: order})
	return err
}

func (f *fixture) restrictBy(officer string) error {
	_, err := f.msg.Restrict(f.ctx, &compliance.MsgRestrict{
		Officer: officer, Wallet: sdk.AccAddress(alice).String(), Effect: compliance.EFFECT_FROZEN, Ground: ground,
	})
	return err
}

func (f *fixture) proposeLiftBy(officer string, order uint64) error {
	_, err := f.msg.ProposeLift(f.ctx, &compliance.MsgProposeLift{Officer: officer, Order: order, Ground: ground})
	return err
}

func (f *fixture) confirmLiftBy(officer string, order uint64) error {
	_, err := f.msg.ConfirmLift(f.ctx, &compliance.MsgConfirmLift{Officer: officer, Order: order})
	return err
}

func (f *fixture) liftBy(officer string, order uint64) error {
	_, err := f.msg.LiftRestriction(f.ctx, &compliance.MsgLiftRestriction{Officer: officer, Order: order})
	return err
}

// confirmedOrder proposes by one and confirms by the other.
func (f *fixture) confirmedOrder(first, second string) uint64 {
	f.t.Helper()
	id, err := f.proposeBy(first)
	require.NoError(f.t, err)
	require.NoError(f.t, f.confirmBy(second, id))
	return id
}

func (f *fixture) openCase(member uint32) uint64 {
	f.t.Helper()
	id, err := f.keeper.OpenCase(f.ctx, compliance.Case{
		Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: member, Wallet: closed, Denom: "cny", Amount: 5, Reference: ground,
	})
	require.NoError(f.t, err)
	return id
}

func (f *fixture) closeCaseBy(officer string, id uint64) error {
	_, err := f.msg.CloseCase(f.ctx, &compliance.MsgCloseCase{Officer: officer, Case: id, Resolution: ground})
	return err
}

func TestWhoMayDoWhat(t *testing.T) {
	unauthorized, entitled := consortium.ErrUnauthorized, compliance.ErrOfficerNotEntitled
	// Each act runs on a state of its own, where alice is kept by bankA, order 1 is an EMERGENCY order of bankA on her,
	// order 2 a proposal of bankA, and order 3 a confirmed order of bankA whose lift bankA proposed; case 1 is bankA's.
	acts := map[string]func(f *fixture, signer string) error{
		"set limits": func(f *fixture, signer string) error {
			_, err := f.msg.SetLimits(f.ctx, &compliance.MsgSetLimits{Authority: signer})
			return err
		},
		"set params": func(f *fixture, signer string) error {
			_, err := f.msg.SetParams(f.ctx, &compliance.MsgSetParams{Authority: signer, Params: compliance.DefaultParams()})
			return err
		},
		"restrict":            func(f *fixture, signer string) error { return f.restrictBy(signer) },
		"propose restriction": func(f *fixture, signer string) error { _, err := f.proposeBy(signer); return err },
		"confirm restriction": func(f *fixture, signer string) error { return f.confirmBy(signer, 2) },
		"lift restriction":    func(f *fixture, signer string) error { return f.liftBy(signer, 1) },
		"propose lift":        func(f *fixture, signer string) error { return f.proposeLiftBy(signer, 1) },
		"confirm lift":        func(f *fixture, signer string) error { return f.confirmLiftBy(signer, 3) },
		"close case":          func(f *fixture, signer string) error { return f.closeCaseBy(signer, 1) },
	}
	signers := map[string]string{
		"the authority": authority, "nobody": nobody, "operations of the custodian": operationsA,
		"compliance of the custodian": officerA, "compliance of another bank": officerB, "compliance of the regulator": supervisor,
	}
	// What is not listed is refused as unauthorised.
	expected := map[string]map[string]error{
		"set limits":          {"the authority": nil},
		"set params":          {"the authority": nil},
		"restrict":            {"compliance of the custodian": compliance.ErrEmergencyPaused, "compliance of another bank": entitled, "compliance of the regulator": nil},
		"propose restriction": {"compliance of the custodian": nil, "compliance of another bank": nil, "compliance of the regulator": nil},
		"confirm restriction": {"compliance of the custodian": compliance.ErrSecondMember, "compliance of another bank": nil, "compliance of the regulator": nil},
		"lift restriction":    {"compliance of the custodian": nil, "compliance of another bank": entitled, "compliance of the regulator": entitled},
		"propose lift":        {"compliance of the custodian": nil, "compliance of another bank": nil, "compliance of the regulator": nil},
		"confirm lift":        {"compliance of the custodian": compliance.ErrSecondMember, "compliance of another bank": nil, "compliance of the regulator": nil},
	}
	expected["close case"] = map[string]error{"compliance of the custodian": nil, "compliance of another bank": entitled, "compliance of the regulator": nil}
	require.Len(t, expected, len(compliance.Msg_serviceDesc.Methods))
	for act, run := range acts {
		for who, signer := range signers {
			t.Run(act+" by "+who, func(t *testing.T) {
				f := newFixture(t)
				require.NoError(t, f.restrictBy(officerA))
				_, err := f.proposeBy(officerA)
				require.NoError(t, err)
				require.NoError(t, f.proposeLiftBy(officerA, f.confirmedOrder(officerA, supervisor)))
				f.openCase(bankA)
				err, listed := expected[act][who]
				if !listed {
					err = unauthorized
				}
				if err != nil {
					f.refuses(err, func() error { return run(f, signer) })
					return
				}
				f.at(noon)
				require.NoError(t, run(f, signer))
				require.Len(t, f.ctx.EventManager().Events(), 1, "one fact, one event")
				require.NoError(t, f.keeper.Invariants(f.ctx))
			})
		}
	}
}

func TestTwoBanksWithoutCustodyRestrictNobody(t *testing.T) {
	f := newFixture(t)
	f.consortium.members[3] = consortium.Member{Number: 3, Id: "bank-c", Roles: []consortium.Role{consortium.ROLE_BANK}}
	officerC := text(30)
	f.consortium.duties[officerC] = duty{3, consortium.DUTY_COMPLIANCE}
	id, err := f.proposeBy(officerB)
	require.NoError(t, err)
	f.refuses(compliance.ErrOfficerNotEntitled, func() error { return f.confirmBy(officerC, id) })
	require.NoError(t, f.confirmBy(officerA, id), "the custodian may")
	require.NoError(t, f.proposeLiftBy(officerB, id))
	f.refuses(compliance.ErrOfficerNotEntitled, func() error { return f.confirmLiftBy(officerC, id) })
	require.NoError(t, f.confirmLiftBy(supervisor, id), "the regulator may")
}

func TestMessagesOnWhatIsNotThere(t *testing.T) {
	f := newFixture(t)
	noWallet := sdk.AccAddress(stranger).String()
	acts := map[string]struct {
		err error
		run func() error
	}{
		"restrict a stranger": {wallet.ErrWalletUnknown, func() error {
			_, err := f.msg.Restrict(f.ctx, &compliance.MsgRestrict{Officer: supervisor, Wallet: noWallet, Effect: compliance.EFFECT_FROZEN, Ground: ground})
			return err
		}},
		"propose to restrict a stranger": {wallet.ErrWalletUnknown, func() error {
			_, err := f.msg.ProposeRestriction(f.ctx, &compliance.MsgProposeRestriction{Officer: supervisor, Wallet: noWallet, Effect: compliance.EFFECT_FROZEN, Ground: ground})
			return err
		}},
		"propose what is over already": {compliance.ErrOrderTerm, func() error {
			_, err := f.msg.ProposeRestriction(f.ctx, &compliance.MsgProposeRestriction{
				Officer: supervisor, Wallet: sdk.AccAddress(alice).String(), Effect: compliance.EFFECT_FROZEN, Ground: ground, ExpiresAt: uint64(f.now()),
			})
			return err
		}},
		"confirm no order":         {compliance.ErrOrderUnknown, func() error { return f.confirmBy(supervisor, 1) }},
		"lift no order":            {compliance.ErrOrderUnknown, func() error { return f.liftBy(supervisor, 1) }},
		"propose to lift no order": {compliance.ErrOrderUnknown, func() error { return f.proposeLiftBy(supervisor, 1) }},
		"confirm to lift no order": {compliance.ErrOrderUnknown, func() error { return f.confirmLiftBy(supervisor, 1) }},
		"set a row that is none": {compliance.ErrLimitInvalid, func() error {
			_, err := f.msg.SetLimits(f.ctx, &compliance.MsgSetLimits{Authority: authority, Limits: []compliance.Limit{{}}})
			return err
		}},
		"restrict without effect": {compliance.ErrRequestInvalid, func() error {
			_, err := f.msg.Restrict(f.ctx, &compliance.MsgRestrict{Officer: supervisor, Wallet: sdk.AccAddress(alice).String(), Ground: ground})
			return err
		}},
		"propose without ground": {compliance.ErrRequestInvalid, func() error {
			_, err := f.msg.ProposeRestriction(f.ctx, &compliance.MsgProposeRestriction{Officer: supervisor, Wallet: sdk.AccAddress(alice).String(), Effect: compliance.EFFECT_FROZEN})
			return err
		}},
		"confirm order zero":         {compliance.ErrRequestInvalid, func() error { return f.confirmBy(supervisor, 0) }},
		"lift order zero":            {compliance.ErrRequestInvalid, func() error { return f.liftBy(supervisor, 0) }},
		"propose to lift order zero": {compliance.ErrRequestInvalid, func() error { return f.proposeLiftBy(supervisor, 0) }},
		"confirm to lift order zero": {compliance.ErrRequestInvalid, func() error { return f.confirmLiftBy(supervisor, 0) }},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) { f.refuses(act.err, act.run) })
	}
}

func TestEmergencyLapsesAndPauses(t *testing.T) {
	f := newFixture(t)
	const hour, day = time.Hour, 24 * time.Hour
	require.NoError(t, f.restrictBy(officerA))
	require.Equal(t, compliance.ReasonPayerFrozen, f.pay(alice, bob, 1), "at once")
	f.at(noon.Add(72*hour - time.Second))
	require.Equal(t, compliance.ReasonPayerFrozen, f.pay(alice, bob, 1), "in its last second")
	f.at(noon.Add(72 * hour))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1), "lapsed")
	f.refuses(compliance.ErrEmergencyPaused, func() error { return f.restrictBy(officerA) })
	f.at(noon.Add(72*hour + 30*day - time.Second))
	f.refuses(compliance.ErrEmergencyPaused, func() error { return f.restrictBy(officerA) })
	require.NoError(t, f.restrictBy(supervisor), "another member may")
	f.at(noon.Add(72*hour + 30*day))
	require.NoError(t, f.restrictBy(officerA))
}

func TestEmergencyLiftedEarlyPausesFromThen(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.restrictBy(officerA))
	f.at(noon.Add(time.Hour))
	require.NoError(t, f.liftBy(officerA, 1))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1))
	f.refuses(compliance.ErrOrderStatus, func() error { return f.liftBy(officerA, 1) })
	f.refuses(compliance.ErrEmergencyPaused, func() error { return f.restrictBy(officerA) })
	f.at(noon.Add(time.Hour + 30*24*time.Hour))
	require.NoError(t, f.restrictBy(officerA))
}

func TestConfirmedOrderFromProposalToLift(t *testing.T) {
	f := newFixture(t)
	id, err := f.proposeBy(officerB)
	require.NoError(t, err)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1), "a proposal has no effect")
	require.NoError(t, f.confirmBy(officerA, id))
	require.Equal(t, compliance.ReasonPayerFrozen, f.pay(alice, bob, 1))
	f.refuses(compliance.ErrOrderStatus, func() error { return f.confirmBy(supervisor, id) })
	f.refuses(compliance.ErrOrderLane, func() error { return f.liftBy(officerB, id) })
	f.refuses(compliance.ErrLiftNotProposed, func() error { return f.confirmLiftBy(officerB, id) })
	f.at(noon.Add(400 * 24 * time.Hour))
	require.Equal(t, compliance.ReasonPayerFrozen, f.pay(alice, bob, 1), "it has no term")
	require.NoError(t, f.proposeLiftBy(officerA, id))
	f.refuses(compliance.ErrLiftProposed, func() error { return f.proposeLiftBy(officerB, id) })
	require.Equal(t, compliance.ReasonPayerFrozen, f.pay(alice, bob, 1), "a proposal to lift has no effect")
	require.NoError(t, f.confirmLiftBy(supervisor, id))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1))
}

func TestProposalExpiresUnconfirmed(t *testing.T) {
	f := newFixture(t)
	id, err := f.proposeBy(officerA)
	require.NoError(t, err)
	f.at(noon.Add(24*time.Hour - time.Second))
	ctx, _ := f.ctx.CacheContext()
	_, err = f.msg.ConfirmRestriction(ctx, &compliance.MsgConfirmRestriction{Officer: supervisor, Order: id})
	require.NoError(t, err, "in its last second")
	f.at(noon.Add(24 * time.Hour))
	f.refuses(compliance.ErrOrderTerm, func() error { return f.confirmBy(supervisor, id) })
}

func TestHigherLaneLiftsAnEmergency(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.restrictBy(officerA))
	require.NoError(t, f.proposeLiftBy(supervisor, 1))
	require.NoError(t, f.confirmLiftBy(officerB, 1))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1))
	f.refuses(compliance.ErrEmergencyPaused, func() error { return f.restrictBy(officerA) })
}

func TestOrdersEndOneByOne(t *testing.T) {
	f := newFixture(t)
	first := f.confirmedOrder(officerA, supervisor)
	f.restrict(alice, "cny", compliance.EFFECT_DEEP_FROZEN)
	require.Equal(t, compliance.ReasonPayeeDeepFrozen, f.pay(bob, alice, 1))
	f.at(noon.Add(72 * time.Hour))
	require.Equal(t, compliance.ReasonPayerFrozen, f.pay(alice, bob, 1), "the emergency lapsed, the other order stands")
	require.NoError(t, f.proposeLiftBy(officerA, first))
	require.NoError(t, f.confirmLiftBy(supervisor, first))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1))
	require.NotContains(t, f.dump(), string(compliance.LivePrefix)+string(alice), "an empty index is no record")
}

func TestAtMost32OrdersAreLive(t *testing.T) {
	f := newFixture(t)
	for range compliance.MaxLiveOrders {
		f.confirmedOrder(officerA, supervisor)
	}
	require.NoError(t, f.keeper.Invariants(f.ctx))
	f.refuses(compliance.ErrOrderTooMany, func() error { return f.restrictBy(officerA) })
	id, err := f.proposeBy(officerA)
	require.NoError(t, err, "a proposal is not live")
	f.refuses(compliance.ErrOrderTooMany, func() error { return f.confirmBy(supervisor, id) })
	require.NoError(t, f.proposeLiftBy(officerA, 7))
	require.NoError(t, f.confirmLiftBy(supervisor, 7))
	require.NoError(t, f.confirmBy(supervisor, id), "one place is free")
}

func TestSetLimitsReplacesTheTable(t *testing.T) {
	f := newFixture(t)
	other := row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 1)
	other.Tier = 0
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 10), other)
	table, err := f.keeper.LimitTable(f.ctx)
	require.NoError(t, err)
	require.Equal(t, compliance.LimitTable{Version: 2, Limits: []compliance.Limit{other, row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 10)}}, table)
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_IN, 5))
	table, err = f.keeper.LimitTable(f.ctx)
	require.NoError(t, err)
	require.Equal(t, compliance.LimitTable{Version: 3, Limits: []compliance.Limit{row(compliance.WINDOW_TX, compliance.MEASURE_IN, 5)}}, table)
	require.Equal(t, compliance.ReasonLimitTxIn, f.pay(alice, bob, 11))
}
