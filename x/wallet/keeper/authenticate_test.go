// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// contest is an instruction of a wallet to stop a device, signed in a form by the signers.
func (f *fixture) contest(of sdk.AccAddress, stop wallet.Signer, form wallet.SignatureForm, by ...wallet.Signer) *wallet.SignedInstruction {
	f.t.Helper()
	ins, err := wallet.NewInstruction(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_CONTEST, ChainID: testChain, UETR: wallet.NewUETRFromSHA256(seed("contest")),
		Payer: [20]byte(of), Payee: wallet.DeviceID(stop.Algorithm(), stop.PublicKey()), ValidUntil: uint64(f.now()) + 2*day,
	}, nil)
	require.NoError(f.t, err)
	for _, s := range by {
		require.NoError(f.t, ins.SignWith(s, form, testEIP155))
	}
	return &ins
}

func (f *fixture) carry(by string, ins *wallet.SignedInstruction) func(context.Context) error {
	msg := &wallet.MsgContestDevice{Carrier: by, Instruction: ins.Encode()}
	return func(ctx context.Context) error { _, err := f.msgs.ContestDevice(ctx, msg); return err }
}

func submitter(member string) string {
	return dutyAddress(member, consortium.DUTY_SUBMITTER).String()
}

const raw, eip712 = wallet.SIGNATURE_FORM_RAW_SECP256K1, wallet.SIGNATURE_FORM_EIP712_SECP256K1

func TestAuthenticate(t *testing.T) {
	cases := map[string]struct {
		edit func(*fixture, *wallet.SignedInstruction)
		form wallet.SignatureForm
		err  error
	}{
		"a bound device signs":                {func(*fixture, *wallet.SignedInstruction) {}, raw, nil},
		"a bound device signs typed data":     {func(*fixture, *wallet.SignedInstruction) {}, eip712, nil},
		"other content":                       {func(_ *fixture, i *wallet.SignedInstruction) { i.ValidUntil++ }, raw, wallet.ErrSignatureInvalid},
		"other typed content":                 {func(_ *fixture, i *wallet.SignedInstruction) { i.ValidUntil++ }, eip712, wallet.ErrSignatureInvalid},
		"the typed digest's signature as RAW": {func(_ *fixture, i *wallet.SignedInstruction) { i.Signatures[0].Form = raw }, eip712, wallet.ErrSignatureInvalid},
		"a form of another algorithm":         {func(_ *fixture, i *wallet.SignedInstruction) { i.Signatures[0].Form = wallet.SIGNATURE_FORM_RAW_P256 }, raw, wallet.ErrSignatureForm},
		"a device nobody bound":               {func(_ *fixture, i *wallet.SignedInstruction) { i.Signatures[0].Device[0]++ }, raw, wallet.ErrDeviceUnknown},
		"another wallet's device":             {func(f *fixture, i *wallet.SignedInstruction) { i.Payer = [20]byte(f.open("bob")) }, raw, wallet.ErrDeviceUnknown},
		"another chain":                       {func(_ *fixture, i *wallet.SignedInstruction) { i.ChainID = "tael-local-2" }, raw, wallet.ErrInstructionMalformed},
		"no signature":                        {func(_ *fixture, i *wallet.SignedInstruction) { i.Signatures = nil }, raw, wallet.ErrInstructionMalformed},
		"a second device that is pending": {func(f *fixture, i *wallet.SignedInstruction) {
			f.done(f.bind(operations("bank-a"), i.Payer[:], signer(f.t, "late")))
			require.NoError(f.t, i.SignWith(signer(f.t, "late"), raw, testEIP155))
		}, raw, wallet.ErrDevicePending},
		"a second device that is active": {func(f *fixture, i *wallet.SignedInstruction) {
			f.done(f.bind(operations("bank-a"), i.Payer[:], signer(f.t, "late")))
			f.wait(day)
			require.NoError(f.t, i.SignWith(signer(f.t, "late"), eip712, testEIP155))
		}, raw, nil},
		"a revoked device": {func(f *fixture, i *wallet.SignedInstruction) {
			f.done(f.revoke(operations("bank-a"), i.Payer[:], signer(f.t, "alice")))
		}, raw, wallet.ErrDeviceRevoked},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			ins := f.contest(f.open("alice"), signer(t, "other"), tc.form, signer(t, "alice"))
			tc.edit(f, ins)
			_, err := f.keeper.Authenticate(f.ctx, ins)
			require.ErrorIs(t, err, tc.err)
		})
	}
}

func TestContestStopsAPendingDevice(t *testing.T) {
	f := newFixture(t)
	alice, own, planted := f.open("alice"), signer(t, "alice"), signer(t, "planted")
	f.done(f.bind(operations("bank-a"), alice, planted))
	ins := f.contest(alice, planted, raw, own)

	f.refused(wallet.ErrUnauthorized, f.carry(named("stranger").String(), ins))
	f.refused(wallet.ErrUnauthorized, f.carry(dutyAddress("bank-a", consortium.DUTY_TREASURY).String(), ins))
	f.refused(wallet.ErrDevicePending, f.carry(submitter("bank-a"), f.contest(alice, own, raw, planted)))
	f.refused(wallet.ErrDeviceUnknown, f.carry(submitter("bank-a"), f.contest(alice, signer(t, "other"), raw, own)))
	f.refused(wallet.ErrDeviceNotPending, f.carry(submitter("bank-a"), f.contest(alice, own, raw, own)))
	f.refused(wallet.ErrWalletUnknown, f.carry(submitter("bank-a"), f.contest(named("nobody"), planted, raw, own)))

	require.Equal(t, "tael.wallet.v1.EventDeviceContested", f.done(f.carry(submitter("bank-b"), ins)))
	f.refused(wallet.ErrDeviceRevoked, f.carry(submitter("bank-b"), ins))
	f.wait(day)
	late := f.contest(alice, own, raw, planted)
	_, err := f.keeper.Authenticate(f.ctx, late)
	require.ErrorIs(t, err, wallet.ErrDeviceRevoked)
}

func TestContestComesTooLate(t *testing.T) {
	f := newFixture(t)
	alice, own, planted := f.open("alice"), signer(t, "alice"), signer(t, "planted")
	f.done(f.bind(operations("bank-a"), alice, planted))
	ins := f.contest(alice, planted, raw, own)
	f.wait(day)
	f.refused(wallet.ErrDeviceNotPending, f.carry(operations("bank-a"), ins))
	f.wait(day)
	f.refused(wallet.ErrDeviceNotPending, f.carry(operations("bank-a"), ins))
	f.wait(1)
	f.refused(wallet.ErrInstructionExpired, f.carry(operations("bank-a"), ins))
}

func TestContestCarriesNoOtherKind(t *testing.T) {
	f := newFixture(t)
	alice := f.open("alice")
	pay, err := wallet.NewInstruction(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: testChain, UETR: wallet.NewUETRFromSHA256(seed("pay")),
		Payer: [20]byte(alice), Payee: [20]byte(named("shop")), Denom: "cny", Amount: 1, ValidUntil: uint64(f.now()) + 60,
	}, nil)
	require.NoError(t, err)
	require.NoError(t, pay.SignWith(signer(t, "alice"), raw, testEIP155))
	f.refused(wallet.ErrInstructionKind, f.carry(submitter("bank-a"), &pay))
	f.refused(wallet.ErrInstructionMalformed, func(ctx context.Context) error {
		_, err := f.msgs.ContestDevice(ctx, &wallet.MsgContestDevice{Carrier: submitter("bank-a"), Instruction: []byte("hello")})
		return err
	})
}

func TestContestOfAClosedWallet(t *testing.T) {
	f := newFixture(t)
	alice, own, planted := f.open("alice"), signer(t, "alice"), signer(t, "planted")
	f.done(f.bind(operations("bank-a"), alice, planted))
	_, err := f.msgs.CloseWallet(f.ctx, &wallet.MsgCloseWallet{Operator: operations("bank-a"), Address: alice.String()})
	require.NoError(t, err)
	f.refused(wallet.ErrWalletClosed, f.carry(submitter("bank-a"), f.contest(alice, planted, raw, own)))
}
