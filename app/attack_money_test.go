// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"math"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Money reaches wallets alone: no module account, no settlement account, nobody who was not onboarded; and bank's own
// ways of sending are not served.
func TestS09_MoneyReachesWalletsAlone(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500))
	alice := w.customers[0]
	settlement, err := w.App.Keepers.Bank.Balance(w.Context(), &banktypes.QueryBalanceRequest{Address: netting.SettlementAccount(1, "ecny").String(), Denom: "ecny"})
	require.NoError(t, err)
	require.EqualValues(t, 500, settlement.Balance.Amount.Int64(), "it is a settlement account")
	stranger := seedOf("not onboarded")
	for name, payee := range map[string]sdk.AccAddress{
		"the minter's account":         authtypes.NewModuleAddress(reserve.ModuleName),
		"the clearing account":         authtypes.NewModuleAddress(netting.ModuleName),
		"the authority":                consortium.AuthorityAddress(),
		"a settlement account":         netting.SettlementAccount(1, "ecny"),
		"nobody":                       stranger[:20],
		"the address of zeros":         make([]byte, 20),
		"a duty holder without wallet": w.Keys.Account(genesis.BankA, genesis.KeyOperations, 0).PubKey().Address().Bytes(),
	} {
		for _, amount := range []uint64{1, 100, 1_000} { // dust too
			content := w.payment(alice, alice, "cny", amount)
			content.Payee = [20]byte(payee)
			supply := w.App.Keepers.Bank.GetSupply(w.Context(), "cny")
			held := w.App.Keepers.Bank.GetBalance(w.Context(), payee, "cny")
			result := w.result(t, w.carried(0, payment.BATCH_MODE_EACH, w.signed(alice, content, nil)))
			requireErrorResult(t, wallet.ErrWalletUnknown, result)
			require.Equal(t, held, w.App.Keepers.Bank.GetBalance(w.Context(), payee, "cny"), name)
			require.Equal(t, supply, w.App.Keepers.Bank.GetSupply(w.Context(), "cny"))
		}
	}
	w.requireBalances(t, 1_000, 1_000, 1_000)
	require.NoError(t, w.App.Invariants(w.Context()))

	operator := w.Keys.Account(genesis.BankA, genesis.KeyTreasury, 0)
	coins := sdk.NewCoins(sdk.NewInt64Coin("cny", 1))
	for _, msg := range []sdk.Msg{
		&banktypes.MsgSend{FromAddress: address(operator), ToAddress: authtypes.NewModuleAddress(reserve.ModuleName).String(), Amount: coins},
		&banktypes.MsgMultiSend{
			Inputs:  []banktypes.Input{{Address: address(operator), Coins: coins}},
			Outputs: []banktypes.Output{{Address: alice.address.String(), Coins: coins}},
		},
		&banktypes.MsgSetSendEnabled{Authority: address(operator)},
	} {
		t.Run(sdk.MsgTypeURL(msg), func(t *testing.T) { w.shut(t, w.Craft(operator, nil, msg), sdkerrors.ErrUnknownRequest) })
	}
}

// Every amount at an edge: an error or a refusal, never a panic, never a balance that moved.
func TestS10_AmountsAtTheEdges(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500), unlimited)
	alice, bob := w.customers[0], w.customers[1]
	for name, tc := range map[string]struct {
		amount uint64
		denom  string
		err    error
		reason compliance.Reason
	}{
		"nothing":                   {0, "cny", wallet.ErrInstructionMalformed, 0},
		"one more than there is":    {1_001, "cny", nil, compliance.ReasonBalance},
		"the largest amount":        {1_000_000_000_000_000, "cny", nil, compliance.ReasonBalance},
		"one more than the largest": {1_000_000_000_000_001, "cny", wallet.ErrInstructionMalformed, 0},
		"the largest of int64":      {math.MaxInt64, "cny", wallet.ErrInstructionMalformed, 0},
		"one beyond int64":          {math.MaxInt64 + 1, "cny", wallet.ErrInstructionMalformed, 0},
		"the largest of uint64":     {math.MaxUint64, "cny", wallet.ErrInstructionMalformed, 0},
		"another denom":             {1, "usd", payment.ErrDenomUnknown, 0},
		"a denom in capitals":       {1, "CNY", wallet.ErrInstructionMalformed, 0},
		"central-bank money":        {1, "ecny", nil, compliance.ReasonBalance},
	} {
		t.Run(name, func(t *testing.T) {
			// No client signs such an amount: it is put in place of another.
			ins, err := wallet.NewInstruction(w.payment(alice, bob, "cny", 1), nil)
			require.NoError(t, err)
			ins.Amount, ins.Denom = tc.amount, tc.denom
			require.NoError(t, ins.SignWith(alice.device, alice.device.Algorithm().RawForm(), 0))
			result := w.result(t, w.carried(0, payment.BATCH_MODE_EACH, ins.Encode()))
			if tc.err != nil {
				requireErrorResult(t, tc.err, result)
			} else {
				require.Equal(t, payment.ResultRefused, result.Status, "%+v", result)
				require.Equal(t, tc.reason, result.Reason())
			}
			w.requireBalances(t, 1_000, 1_000, 1_000)
		})
	}
	// An amount has no room for more than 64 bits: 2^255 and 10^60 end at the decoder.
	owner := w.openOwner(genesis.BankA, 1, "owner")
	pay := &payment.MsgPay{Payer: owner.address.String(), Uetr: w.newUETR().String(), Payee: bob.address.String(), Denom: "cny", ValidUntil: uint64(w.Time.Unix()) + 60}
	value, err := pay.Marshal()
	require.NoError(t, err)
	for name, digits := range map[string]int{"2^255": 37, "10^60": 29} {
		long := append(slices.Repeat([]byte{0xff}, digits-1), 0x01)
		spoilt := slices.Concat(value, protowire.AppendTag(nil, 5, protowire.VarintType), long)
		t.Run(name, func(t *testing.T) {
			w.shut(t, w.Craft(owner.owner, func(d *apptest.Draft) {
				d.Body.Messages = []*codectypes.Any{{TypeUrl: sdk.MsgTypeURL(pay), Value: spoilt}}
			}), sdkerrors.ErrTxDecode)
		})
	}
	require.NoError(t, w.App.Invariants(w.Context()))
}

// An address takes no money before it is onboarded, only the onboarding duty onboards, a wallet that was closed is not
// opened again, and a number of a member is not given twice.
func TestS16_AddressesAreOnboardedOnceAndByThoseWhoMay(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500))
	alice := w.customers[0]
	salt := seedOf("newcomer salt")
	newcomer := wallet.AddressFromSalt(salt[:])
	content := w.payment(alice, alice, "cny", 100)
	content.Payee = [20]byte(newcomer)
	poison := w.result(t, w.carried(0, payment.BATCH_MODE_EACH, w.signed(alice, content, nil)))
	requireErrorResult(t, wallet.ErrWalletUnknown, poison)

	device, err := wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, seedOf("newcomer device"))
	require.NoError(t, err)
	open := func(operator string) *wallet.MsgOpenWallet {
		return &wallet.MsgOpenWallet{
			Operator: operator, Address: newcomer.String(), Kind: wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown, Salt: salt[:],
			FirstDevice: &wallet.DeviceKey{Algorithm: device.Algorithm(), PublicKey: device.PublicKey()},
		}
	}
	lane, stranger := w.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0), w.Keys.Account("nobody", "nothing", 0)
	w.shut(t, w.Craft(lane, nil, open(address(lane))), ante.ErrNotPermitted)
	w.shut(t, w.Craft(stranger, nil, open(address(stranger))), ante.ErrSignerUnknown)
	operator := w.Keys.Account(genesis.BankA, genesis.KeyOperations, 0)
	forged := open(address(operator))
	forged.Salt = slices.Concat(salt[:31], []byte{salt[31] ^ 1})
	requireFails(t, wallet.ErrAddressUnproven, w.commit(w.Sign(operator, forged)).TxResults[0])

	opened := w.commit(w.Sign(operator, open(address(operator)))).TxResults[0]
	require.Zero(t, opened.Code, opened.Log)
	require.True(t, w.App.Keepers.Bank.GetAllBalances(w.Context(), newcomer).Empty(), "nothing lay there")
	requireFails(t, wallet.ErrWalletExists, w.commit(w.Sign(operator, open(address(operator)))).TxResults[0])
	closed := w.commit(w.Sign(operator, &wallet.MsgCloseWallet{Operator: address(operator), Address: newcomer.String()})).TxResults[0]
	require.Zero(t, closed.Code, closed.Log)
	requireFails(t, wallet.ErrWalletExists, w.commit(w.Sign(operator, open(address(operator)))).TxResults[0])
	other := w.Keys.Account(genesis.BankB, genesis.KeyOperations, 0)
	requireFails(t, wallet.ErrWalletExists, w.commit(w.Sign(other, open(address(other)))).TxResults[0])
}

// requireFails holds a result to an error of a message, without an event of the module.
func requireFails(t *testing.T, want interface {
	Codespace() string
	ABCICode() uint32
}, got *abci.ExecTxResult,
) {
	t.Helper()
	require.Equal(t, want.Codespace(), got.Codespace, got.Log)
	require.Equal(t, want.ABCICode(), got.Code, got.Log)
	require.Empty(t, got.Events)
}
