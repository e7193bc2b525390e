// SPDX-License-Identifier: Apache-2.0

package books

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

const chainID = "tael-test-1"

// noon is the time of block 0; every block is a second later.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

var errSink = errors.New("the sink is full")

// person is the wallet address of a name.
func person(name string) Account {
	sum := sha256.Sum256([]byte(name))
	return Account(sum[:20])
}

func text(a Account) string { return sdk.AccAddress(a[:]).String() }

// uetrOf is a UETR of a name.
func uetrOf(name string) wallet.UETR { return wallet.NewUETRFromSHA256(sha256.Sum256([]byte(name))) }

// custodyMove is the new custodian of a wallet from a height on.
type custodyMove struct {
	height int64
	member uint32
}

// fakeState is a State that tests write by hand.
type fakeState struct {
	members     map[string]uint32
	custodians  map[Account]uint32
	moved       map[Account]custodyMove
	suspense    map[Account]Account // by the member's settlement account, which names member and denom
	settlements map[uint64]Settlement
	issuances   map[receipt]reserve.Issuance
	asked       int
}

func (s *fakeState) Member(_ context.Context, id string) (uint32, error) {
	s.asked++
	number, ok := s.members[id]
	if !ok {
		return 0, fmt.Errorf("no member %s", id)
	}
	return number, nil
}

func (s *fakeState) Custodian(_ context.Context, height int64, holder Account) (uint32, error) {
	s.asked++
	if to, moved := s.moved[holder]; moved && height >= to.height {
		return to.member, nil
	}
	return s.custodians[holder], nil
}

func (s *fakeState) Suspense(_ context.Context, member uint32, denom string) (Account, error) {
	return s.suspense[settlementAccount(member, denom)], nil
}

func (s *fakeState) SettlingDenom(_ context.Context, emoney string) (string, error) {
	return "e" + emoney, nil
}

func (s *fakeState) Settlement(_ context.Context, _ string, cycle uint64) (Settlement, error) {
	return s.settlements[cycle], nil
}

func (s *fakeState) Issuance(_ context.Context, key reserve.ReceiptKey) (reserve.Issuance, error) {
	return s.issuances[receipt(key.Bytes())], nil
}

// fixture is books over a chain that is written by hand.
type fixture struct {
	*testing.T
	state   *fakeState
	books   *Books
	entries []Entry
	full    bool // the sink takes nothing
	block   client.Block
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, state: &fakeState{
		members:     map[string]uint32{"bank-a": 1, "bank-b": 2, "bank-c": 3},
		custodians:  map[Account]uint32{person("treasury a"): 1},
		moved:       map[Account]custodyMove{},
		suspense:    map[Account]Account{},
		settlements: map[uint64]Settlement{},
		issuances:   map[receipt]reserve.Issuance{},
	}}
	f.open(Snapshot{})
	return f
}

func (f *fixture) open(s Snapshot) {
	f.Helper()
	var err error
	f.books, err = New(Config{ChainID: chainID, State: f.state, Sink: func(e Entry) error {
		if f.full && e.Ordinal == 1 {
			return errSink
		}
		f.entries = append(f.entries, e)
		return nil
	}}, s)
	require.NoError(f, err)
	f.nextBlock()
}

func (f *fixture) nextBlock() {
	height := f.books.Height() + 1
	f.block = client.Block{Height: height, Time: noon.Add(time.Duration(height) * time.Second)}
	f.entries = nil
}

// with adds a transaction of one message and its response to the block.
func (f *fixture) with(msg sdk.Msg, response proto.Message) *fixture {
	f.Helper()
	f.block.Txs = append(f.block.Txs, f.tx(msg, response))
	return f
}

func (f *fixture) tx(msg sdk.Msg, response proto.Message) client.Tx {
	f.Helper()
	message, err := codectypes.NewAnyWithValue(msg)
	require.NoError(f, err)
	answer, err := codectypes.NewAnyWithValue(response)
	require.NoError(f, err)
	body, err := proto.Marshal(&txtypes.TxBody{Messages: []*codectypes.Any{message}})
	require.NoError(f, err)
	raw, err := proto.Marshal(&txtypes.TxRaw{BodyBytes: body})
	require.NoError(f, err)
	data, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{answer}})
	require.NoError(f, err)
	return client.Tx{Hash: sha256.Sum256(raw), Raw: raw, Outcome: client.Outcome{Height: f.block.Height, Time: f.block.Time, Data: data}}
}

// hint adds an event of the block's end, as the node writes it.
func (f *fixture) hint(event proto.Message) *fixture {
	f.Helper()
	typed, err := sdk.TypedEventToEvent(event)
	require.NoError(f, err)
	hint := abci.Event{Type: typed.Type, Attributes: typed.Attributes}
	hint.Attributes = append(hint.Attributes, abci.EventAttribute{Key: "mode", Value: "EndBlock"})
	f.block.EndEvents = append(f.block.EndEvents, hint)
	return f
}

// apply applies the block and returns its entries, one a line.
func (f *fixture) apply() []string {
	f.Helper()
	require.NoError(f, f.books.Apply(f.Context(), f.block))
	lines := make([]string, 0, len(f.entries))
	for _, e := range f.entries {
		sign := "-"
		if e.Credit {
			sign = "+"
		}
		lines = append(lines, fmt.Sprintf("%s %s %s%d%s =%d", e.ID(), e.Kind, sign, e.Amount, e.Denom, e.Balance))
		require.Equal(f, f.block.Time, e.Time)
	}
	f.check()
	f.nextBlock()
	return lines
}

// check holds that a snapshot opens equal books.
func (f *fixture) check() {
	f.Helper()
	snapshot := f.books.Snapshot()
	raw, err := json.Marshal(snapshot)
	require.NoError(f, err)
	var read Snapshot
	require.NoError(f, json.Unmarshal(raw, &read))
	again, err := New(f.books.cfg, read)
	require.NoError(f, err)
	require.Equal(f, snapshot, again.Snapshot())
}

// refuse holds that the block cannot be applied and that nothing of it remains.
func (f *fixture) refuse(want error) {
	f.Helper()
	before := f.books.Snapshot()
	require.ErrorIs(f, f.books.Apply(f.Context(), f.block), want)
	require.Equal(f, before, f.books.Snapshot())
}

// fund opens the books with what people hold.
func (f *fixture) fund(denom string, amount uint64, names ...string) *fixture {
	f.Helper()
	for _, name := range names {
		key := "OPENING-" + name
		f.with(&reserve.MsgAttestReceipt{
			Rail: "rail-a", Account: "a-cny", BookingDate: 20261123, EntryReference: key, Beneficiary: text(person(name)), Denom: denom, Amount: amount,
		}, &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person(name))})
	}
	f.apply()
	return f
}

func (f *fixture) balance(name, denom string) uint64 { return f.books.Balance(person(name), denom) }

// payMsg is a payment by the owner's key.
func payMsg(uetr, payer, payee string, amount uint64) *payment.MsgPay {
	return &payment.MsgPay{
		Payer: text(person(payer)), Payee: text(person(payee)), Uetr: uetrOf(uetr).String(), Denom: "cny", Amount: amount,
		ValidUntil: uint64(noon.Unix()) + 3600,
	}
}

// results packs results.
func results(all ...payment.Result) []byte { return payment.EncodeResults(all) }

var (
	paidNet   = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: 7}
	paidIntra = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
	refused   = payment.Result{Status: payment.ResultRefused, Code: 40}
	replayed  = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA, Replay: true}
)
