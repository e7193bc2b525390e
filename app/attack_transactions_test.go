// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"crypto/elliptic"
	"fmt"
	"math/big"
	"math/rand"
	"runtime"
	"slices"
	"testing"
	"time"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// shut holds a transaction to being turned away everywhere, with one error, no event, and nothing written.
func (w *town) shut(t *testing.T, raw []byte, want *errorsmod.Error) {
	t.Helper()
	before := w.App.LastCommitID().Hash
	check, err := w.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
	require.NoError(t, err)
	requireCode(t, want, check.Codespace, check.Code, check.Log)
	requireRejected(t, w.Chain, raw)
	res := w.commit(raw)
	requireCode(t, want, res.TxResults[0].Codespace, res.TxResults[0].Code, res.TxResults[0].Log)
	require.Empty(t, res.TxResults[0].Events)
	require.Equal(t, before, res.AppHash, "what is shut writes nothing")
}

// operation is a transaction that would pass: the clearing house orders a close.
func (w *town) operation(change func(*apptest.Draft)) []byte {
	operator := w.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
	return w.Craft(operator, change, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"})
}

// field is one length-delimited field of protobuf.
func field(number protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), value)
}

func TestS01_MalformedTransactionsAreTurnedAway(t *testing.T) {
	w := newTown(t, 1, nil)
	var parts tx.TxRaw
	require.NoError(t, parts.Unmarshal(w.operation(nil)))
	raw := func(change func(*tx.TxRaw)) []byte {
		p := tx.TxRaw{BodyBytes: parts.BodyBytes, AuthInfoBytes: parts.AuthInfoBytes, Signatures: slices.Clone(parts.Signatures)}
		change(&p)
		bytes, err := p.Marshal()
		require.NoError(t, err)
		return bytes
	}
	unknown := field(1_000, []byte("what nobody reads"))
	cases := map[string]struct {
		raw  []byte
		want *errorsmod.Error
	}{
		"no bytes":                       {nil, sdkerrors.ErrInvalidRequest},
		"an unknown field of the whole":  {append(raw(func(*tx.TxRaw) {}), unknown...), sdkerrors.ErrTxDecode},
		"an unknown field of the body":   {raw(func(p *tx.TxRaw) { p.BodyBytes = append(slices.Clone(p.BodyBytes), unknown...) }), sdkerrors.ErrTxDecode},
		"an unknown field of the signer": {raw(func(p *tx.TxRaw) { p.AuthInfoBytes = append(slices.Clone(p.AuthInfoBytes), unknown...) }), sdkerrors.ErrTxDecode},
		"no signature":                   {raw(func(p *tx.TxRaw) { p.Signatures = nil }), ante.ErrEnvelope},
		"two signatures of one signer":   {raw(func(p *tx.TxRaw) { p.Signatures = append(p.Signatures, p.Signatures[0]) }), ante.ErrEnvelope},
		"a signature of nobody":          {raw(func(p *tx.TxRaw) { p.BodyBytes = nil }), sdkerrors.ErrInvalidRequest},
		"no signer info":                 {w.operation(func(d *apptest.Draft) { d.Auth.SignerInfos = nil }), ante.ErrEnvelope},
		"two signer infos": {w.operation(func(d *apptest.Draft) {
			d.Auth.SignerInfos = append(d.Auth.SignerInfos, d.Auth.SignerInfos[0])
		}), ante.ErrEnvelope},
		"no public key of an account that has shown none": {w.operation(func(d *apptest.Draft) { d.Auth.SignerInfos[0].PublicKey = nil }), ante.ErrKey},
		"a public key that is none": {w.operation(func(d *apptest.Draft) {
			d.Auth.SignerInfos[0].PublicKey = &codectypes.Any{TypeUrl: "/cosmos.crypto.secp256k1.PubKey", Value: []byte{1}}
		}), sdkerrors.ErrTxDecode},
		"a body of 4 MiB":                      {w.operation(func(d *apptest.Draft) { d.Body.Memo = string(make([]byte, 4<<20)) }), ante.ErrTooLarge},
		"seventy proposals, each in the other": {w.nested(70), sdkerrors.ErrTxDecode},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			_, err := w.App.CheckTx(&abci.RequestCheckTx{Tx: tc.raw, Type: abci.CheckTxType_New})
			require.NoError(t, err)
			// 5 ms on an idle machine; a busy one is not what is tested.
			require.Less(t, time.Since(begun), 500*time.Millisecond)
			w.shut(t, tc.raw, tc.want)
		})
	}
}

// nested is a proposal that holds a proposal, that many deep.
func (w *town) nested(deep int) []byte {
	officer := w.Keys.Account(genesis.BankA, genesis.KeyGovernance, 0)
	inner := &codectypes.Any{TypeUrl: sdk.MsgTypeURL(&netting.MsgOrderCycleClose{}), Value: []byte{}}
	for range deep {
		value, err := proto.Marshal(&consortium.MsgSubmitProposal{Proposer: address(officer), Messages: []*codectypes.Any{inner}})
		require.NoError(w.t, err)
		inner = &codectypes.Any{TypeUrl: sdk.MsgTypeURL(&consortium.MsgSubmitProposal{}), Value: value}
	}
	return w.Craft(officer, func(d *apptest.Draft) { d.Body.Messages = []*codectypes.Any{inner} })
}

// Noise and torn transactions, thousands of them: every one is turned away without a panic, quickly, and leaves nothing
// in memory.
func TestS01_NoiseIsTurnedAwayQuicklyAndLeavesNothing(t *testing.T) {
	w := newTown(t, 1, nil)
	good := w.operation(nil)
	random := rand.New(rand.NewSource(1))
	noise := func() []byte {
		raw := slices.Clone(good)
		switch random.Intn(4) {
		case 0:
			raw = make([]byte, random.Intn(2_000))
			random.Read(raw)
		case 1:
			raw = raw[:random.Intn(len(raw))]
		case 2:
			raw[random.Intn(len(raw))] ^= byte(1 + random.Intn(255))
		default:
			at := random.Intn(len(raw))
			raw = slices.Concat(raw[:at], raw[random.Intn(len(raw)):])
		}
		return raw
	}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	offer := func(times int) (took []time.Duration) {
		for range times {
			raw := noise()
			if slices.Equal(raw, good) {
				continue
			}
			begun := time.Now()
			check, err := w.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
			took = append(took, time.Since(begun))
			require.NoError(t, err)
			require.NotZero(t, check.Code, "%x", raw)
			require.NotEqual(t, sdkerrors.ErrPanic.ABCICode(), check.Code, "%s: %x", check.Log, raw)
		}
		return took
	}
	offer(500)
	before := heap()
	took := offer(5_000)
	slices.Sort(took)
	require.Less(t, took[len(took)/2], 5*time.Millisecond, "the median")
	require.Less(t, heap(), before+4<<20)
	require.Zero(t, w.App.Pool().CountTx())
}

// What was signed for another chain is worth nothing here: the transaction, and an instruction in a good transaction. A
// chain that starts from an export has another id (TestAChainGoesOnUnderANewID tries every signature of the old one).
func TestS02_SignaturesForAnotherChainAreRefused(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500))
	w.shut(t, w.operation(func(d *apptest.Draft) { d.ChainID = "tael-1" }), ante.ErrSignature)
	w.shut(t, w.operation(func(d *apptest.Draft) { d.ChainID = "tael-local-2" }), ante.ErrSignature)
	w.shut(t, w.operation(func(d *apptest.Draft) { d.ChainID = "" }), ante.ErrSignature)

	content := w.payment(w.customers[0], w.customers[1], "cny", 100)
	content.ChainID = "tael-local-2"
	result := w.result(t, w.carried(0, payment.BATCH_MODE_EACH, w.signed(w.customers[0], content, nil)))
	requireErrorResult(t, wallet.ErrSignatureInvalid, result)
	w.requireBalances(t, 1_000, 1_000, 1_000)
}

// result is the one result of a batch that is committed.
func (w *town) result(t *testing.T, raw []byte) payment.Result {
	t.Helper()
	res := w.commit(raw).TxResults[0]
	require.Zero(t, res.Code, res.Log)
	results, err := client.Outcome{Data: res.Data}.Payments()
	require.NoError(t, err)
	require.Len(t, results, 1)
	return results[0]
}

func requireErrorResult(t *testing.T, want error, got payment.Result) {
	t.Helper()
	expected, ok := payment.ErrorResult(want)
	require.True(t, ok)
	require.Equal(t, expected, got)
}

// requireBalances holds the e-money of the customers to amounts, in order.
func (w *town) requireBalances(t *testing.T, amounts ...int64) {
	t.Helper()
	for i, amount := range amounts {
		require.Equal(t, amount, w.App.Keepers.Bank.GetBalance(w.Context(), w.customers[i].address, "cny").Amount.Int64(), w.customers[i].name)
	}
}

// The same bytes twice, in one block and in two, an old sequence, a lane and a device that are no longer anybody's: one
// effect.
func TestS03_ReplaysHaveOneEffect(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500), secondDevices(t))
	alice, bob := w.customers[0], w.customers[1]
	raw := w.carried(0, payment.BATCH_MODE_EACH, w.signed(alice, w.payment(alice, bob, "cny", 100), nil))
	res := w.commit(raw, raw)
	require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
	requireCode(t, ante.ErrSequence, res.TxResults[1].Codespace, res.TxResults[1].Code, res.TxResults[1].Log)
	require.Empty(t, res.TxResults[1].Events)
	w.shut(t, raw, ante.ErrSequence)
	w.shut(t, w.operation(func(d *apptest.Draft) { d.Auth.SignerInfos[0].Sequence += 1 }), ante.ErrSequence)
	w.requireBalances(t, 900, 1_100)

	// The lane's key is taken out: what it signed before is nobody's.
	operator := w.Keys.Account(genesis.BankA, genesis.KeyOperations, 0)
	lane := w.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
	kept := w.carried(0, payment.BATCH_MODE_EACH, w.signed(alice, w.payment(alice, bob, "cny", 50), nil))
	removed := w.commit(w.Sign(operator, &consortium.MsgRemoveSubmitter{Operator: address(operator), Address: address(lane)}))
	require.Zero(t, removed.TxResults[0].Code, removed.TxResults[0].Log)
	w.shut(t, kept, ante.ErrSignerUnknown)

	// The device is revoked: what it signed before is refused on another lane.
	old := w.signed(alice, w.payment(alice, bob, "cny", 50), nil)
	id := wallet.DeviceID(alice.device.Algorithm(), alice.device.PublicKey())
	revoked := w.commit(w.Sign(operator, &wallet.MsgRevokeDevice{Signer: address(operator), Wallet: alice.address.String(), DeviceId: fmt.Sprintf("%x", id)}))
	require.Zero(t, revoked.TxResults[0].Code, revoked.TxResults[0].Log)
	requireErrorResult(t, wallet.ErrDeviceRevoked, w.result(t, w.carried(1, payment.BATCH_MODE_EACH, old)))
	w.requireBalances(t, 900, 1_100)
}

// Other bytes with the same meaning: refused as a transaction, and as an instruction the same single effect, whatever the
// hash of what carries it.
func TestS04_OtherBytesWithTheSameMeaningHaveOneEffect(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500))
	w.shut(t, w.operation(func(d *apptest.Draft) { d.Spoil = highS }), ante.ErrSignature)

	var parts tx.TxRaw
	require.NoError(t, parts.Unmarshal(w.operation(nil)))
	body, auth, signature := field(1, parts.BodyBytes), field(2, parts.AuthInfoBytes), field(3, parts.Signatures[0])
	long := func(number byte, value []byte) []byte { // a length in more bytes than it needs
		size := protowire.AppendVarint(nil, uint64(len(value)))
		size[len(size)-1] |= 0x80
		return slices.Concat([]byte{number<<3 | 2}, size, []byte{0}, value)
	}
	for name, raw := range map[string][]byte{
		"the body twice":          slices.Concat(body, body, auth, signature),
		"an empty body before it": slices.Concat(field(1, nil), body, auth, signature),
		"the signer twice":        slices.Concat(body, auth, auth, signature),
		"an over-long tag":        slices.Concat([]byte{0x8a, 0x00}, protowire.AppendBytes(nil, parts.BodyBytes), auth, signature),
	} {
		t.Run(name, func(t *testing.T) { w.shut(t, raw, ante.ErrEnvelope) })
	}
	for name, raw := range map[string][]byte{
		"the signer before the body":    slices.Concat(auth, body, signature),
		"the signature first":           slices.Concat(signature, body, auth),
		"an over-long length":           slices.Concat(long(1, parts.BodyBytes), auth, signature),
		"an over-long signature length": slices.Concat(body, auth, long(3, parts.Signatures[0])),
	} {
		t.Run(name, func(t *testing.T) { w.shut(t, raw, sdkerrors.ErrTxDecode) })
	}

	alice, bob := w.customers[0], w.customers[1]
	instruction := w.signed(alice, w.payment(alice, bob, "cny", 100), nil)
	first := w.result(t, w.carried(0, payment.BATCH_MODE_EACH, instruction))
	require.Equal(t, payment.ResultPaid, first.Status)
	again := w.result(t, w.carried(1, payment.BATCH_MODE_EACH, instruction))
	require.True(t, again.Replay, "another transaction, the same payment")
	require.Equal(t, first.Status, again.Status)
	w.requireBalances(t, 900, 1_100)
}

// A device's ECDSA signature with high s is not another signature of the same payment: it is none.
func TestS04_AMalleatedDeviceSignatureIsNone(t *testing.T) {
	for _, algorithm := range []wallet.KeyAlgorithm{wallet.KEY_ALGORITHM_SECP256K1, wallet.KEY_ALGORITHM_P256} {
		t.Run(algorithm.String(), func(t *testing.T) {
			device, err := wallet.NewSigner(algorithm, seedOf("malleated"))
			require.NoError(t, err)
			w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500), func(n *genesis.Network) {
				bound, err := wallet.NewDevice(algorithm, device.PublicKey(), apptest.Start.Unix(), apptest.Start.Unix())
				require.NoError(t, err)
				for i := range n.Wallets {
					if c := newCustomer(t, genesis.BankA, 1, 0); n.Wallets[i].Address.Equals(c.address) {
						n.Wallets[i].Devices = []wallet.Device{bound}
					}
				}
			})
			alice, bob := w.customers[0], w.customers[1]
			alice.device = device
			good := w.signed(alice, w.payment(alice, bob, "cny", 100), nil)
			ins, err := wallet.DecodeInstruction(good, w.ID)
			require.NoError(t, err)
			negateS(algorithm, ins.Signatures[0].Signature[:])
			requireErrorResult(t, wallet.ErrSignatureInvalid, w.result(t, w.carried(0, payment.BATCH_MODE_EACH, ins.Encode())))
			require.Equal(t, payment.ResultPaid, w.result(t, w.carried(0, payment.BATCH_MODE_EACH, good)).Status)
			w.requireBalances(t, 900, 1_100)
		})
	}
}

// Sign modes that show a signer less than is signed do not exist here.
func TestS05_OnlyTheBytesThemselvesAreSigned(t *testing.T) {
	w := newTown(t, 0, nil)
	for _, m := range []signing.SignMode{
		signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON, signing.SignMode(2), signing.SignMode_SIGN_MODE_DIRECT_AUX,
		signing.SignMode_SIGN_MODE_EIP_191, signing.SignMode_SIGN_MODE_UNSPECIFIED, signing.SignMode(99), // 2 was TEXTUAL
	} {
		t.Run(m.String(), func(t *testing.T) { w.shut(t, w.operation(mode(m)), ante.ErrSignMode) })
	}
}

// A forbidden message does not come in beside a legal one, nor inside another, and a transaction whose second message
// fails has no effect of its first.
func TestS06_NothingForbiddenComesInWithTheLegal(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500))
	operator := w.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
	legal := &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"}
	send := &banktypes.MsgSend{FromAddress: address(operator), ToAddress: w.customers[0].address.String(), Amount: sdk.NewCoins(sdk.NewInt64Coin("cny", 1))}

	w.shut(t, w.Craft(operator, nil, legal, &netting.MsgSetCap{Authority: address(operator), Member: "bank-a", Currency: "CNY", Cap: 1}), ante.ErrNotPermitted)
	w.shut(t, w.Craft(operator, nil, legal, send), sdkerrors.ErrUnknownRequest)
	inner, err := codectypes.NewAnyWithValue(send)
	require.NoError(t, err)
	packed, err := inner.Marshal()
	require.NoError(t, err)
	for _, wrapper := range []string{
		"/cosmos.authz.v1beta1.MsgExec", "/cosmos.group.v1.MsgSubmitProposal", "/cosmos.gov.v1.MsgSubmitProposal",
		"/cosmos.gov.v1.MsgExecLegacyContent", "/cosmos.feegrant.v1beta1.MsgGrantAllowance", "/cosmos.accounts.v1.MsgExecute",
	} {
		t.Run(wrapper, func(t *testing.T) {
			w.shut(t, w.Craft(operator, func(d *apptest.Draft) {
				d.Body.Messages = append(d.Body.Messages, &codectypes.Any{TypeUrl: wrapper, Value: slices.Concat(field(1, []byte(address(operator))), field(2, packed))})
			}, legal), sdkerrors.ErrTxDecode)
		})
	}

	// A proposal is the one message that holds others: those that members may not decide are no proposal.
	officer := w.Keys.Account(genesis.BankA, genesis.KeyGovernance, 0)
	for name, held := range map[string]sdk.Msg{
		"bank's own send":          send,
		"a payment":                &payment.MsgPay{Payer: w.customers[0].address.String()},
		"a proposal in a proposal": w.Proposal(genesis.BankA, &netting.MsgSetCap{Authority: w.Authority(), Member: "bank-a", Currency: "CNY", Cap: 1}),
		"an act of another duty":   legal,
	} {
		t.Run("a proposal of "+name, func(t *testing.T) {
			any, err := codectypes.NewAnyWithValue(held)
			require.NoError(t, err)
			res := w.commit(w.Craft(officer, nil, &consortium.MsgSubmitProposal{Proposer: address(officer), Messages: []*codectypes.Any{any}})).TxResults[0]
			requireCode(t, consortium.ErrProposalMessage, res.Codespace, res.Code, res.Log)
			require.Empty(t, res.Events)
		})
	}

	// The first message closes the cycle, the second names a currency that nothing is settled in here.
	before := w.App.Keepers.Bank.GetSupply(w.Context(), "cny")
	paid := w.result(t, w.carried(0, payment.BATCH_MODE_EACH, w.signed(w.customers[0], w.payment(w.customers[0], w.customers[1], "cny", 100), nil)))
	require.Equal(t, payment.SETTLEMENT_NET, paid.Settlement)
	open, err := w.App.Keepers.Netting.Currencies.Get(w.Context(), "cny")
	require.NoError(t, err)
	res := w.commit(w.Craft(operator, nil, legal, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "USD"})).TxResults[0]
	requireCode(t, netting.ErrCurrencyUnknown, res.Codespace, res.Code, res.Log)
	require.Empty(t, res.Events)
	still, err := w.App.Keepers.Netting.Currencies.Get(w.Context(), "cny")
	require.NoError(t, err)
	require.Equal(t, open, still, "the first message has closed nothing")
	require.Equal(t, before, w.App.Keepers.Bank.GetSupply(w.Context(), "cny"))
}

// A transaction's coins are none at all, whatever they are: the only field for them is the fee.
func TestS10_CoinsInAnEnvelopeAreRefused(t *testing.T) {
	w := newTown(t, 0, nil)
	huge := math.NewIntFromUint64(1).Mul(math.NewInt(1 << 62)).Mul(math.NewInt(1 << 62))
	one := sdk.NewInt64Coin("cny", 1)
	for name, coins := range map[string]sdk.Coins{
		"one":         {one},
		"negative":    {{Denom: "cny", Amount: math.NewInt(-1)}},
		"huge":        {{Denom: "cny", Amount: huge}},
		"unsorted":    {sdk.NewInt64Coin("hkd", 1), one},
		"duplicate":   {one, one},
		"of no denom": {{Denom: "", Amount: math.OneInt()}},
		"unknown":     {sdk.NewInt64Coin("doge", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			w.shut(t, w.operation(func(d *apptest.Draft) { d.Auth.Fee.Amount = coins }), ante.ErrEnvelope)
		})
	}
}

// negateS turns s into n - s.
func negateS(algorithm wallet.KeyAlgorithm, signature []byte) {
	if algorithm == wallet.KEY_ALGORITHM_SECP256K1 {
		highS([][]byte{signature})
		return
	}
	s := new(big.Int).SetBytes(signature[32:])
	new(big.Int).Sub(elliptic.P256().Params().N, s).FillBytes(signature[32:])
}
