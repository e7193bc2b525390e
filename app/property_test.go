// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"slices"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// programChecks is how many programs one run acts out, each three times; -rapid.checks says otherwise.
const programChecks = "20"

// small are limits that a program of small amounts meets often.
var small = limits{txOut: 380, txIn: 400, dayOut: 900, dayOne: 450, dayIn: 800, balance: 1_000}

func (l limits) rows(n *genesis.Network) {
	n.Limits = nil
	row := func(window compliance.Window, measure compliance.Measure, amount uint64, strength ...compliance.Strength) {
		n.Limits = append(n.Limits, compliance.Limit{
			Tier: genesis.TierKnown, Kind: wallet.WALLET_KIND_PERSON, Window: window, Measure: measure, Denom: "cny",
			Strength: append(strength, compliance.STRENGTH_CERT)[0], Amount: amount,
		})
	}
	row(compliance.WINDOW_TX, compliance.MEASURE_OUT, l.txOut)
	row(compliance.WINDOW_TX, compliance.MEASURE_IN, l.txIn)
	row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, l.dayOut)
	row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, l.dayOne, compliance.STRENGTH_ONE)
	row(compliance.WINDOW_DAY, compliance.MEASURE_IN, l.dayIn)
	row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, l.balance)
}

func lowCaps(n *genesis.Network) {
	n.Currencies[0].Caps = []genesis.Cap{{Member: genesis.BankA, Amount: 350}, {Member: genesis.BankB, Amount: 900}, {Member: genesis.WalletOp, Amount: 300}}
}

// shrinking is a test whose failures lead rapid to the smallest program that fails.
type shrinking struct {
	testing.TB
	r *rapid.T
}

func (s shrinking) Errorf(format string, args ...any) { s.r.Errorf(format, args...) }

func (s shrinking) FailNow() { s.r.FailNow() }

// stage is a town on which a program is acted out, with the model beside it.
type stage struct {
	*town
	model     *model
	byAddress map[[20]byte]*customer
	suspense  map[string][20]byte
	// feeWallets are wallets of kind MEMBER at bank A and bank B, ascending.
	feeWallets [][20]byte
	history    []instruction
	since      int // instructions before it were signed for a chain of another id, and cannot be sent again
	open       []open
	entries    int
	ordered    bool
	capped     map[uint32]bool // members whose cap or earmark changed in this block
	verdicts   []verdict
}

// newStage opens two customers with a device and one with an owner's key at every custodian.
func newStage(t testing.TB, options ...func(*genesis.Network)) *stage {
	s := &stage{
		town: newTown(t, 2, []genesis.Balance{{Denom: "cny", Amount: 600}, {Denom: "ecny", Amount: 300}},
			append(options, withCover(400), byOrder, lowCaps, small.rows, secondDevices(t), feeWallets)...),
		model: newModel(small), byAddress: map[[20]byte]*customer{}, suspense: map[string][20]byte{}, capped: map[uint32]bool{},
	}
	for _, bank := range []string{genesis.BankA, genesis.BankB} {
		s.feeWallets = append(s.feeWallets, [20]byte(feeWallet(bank)))
	}
	slices.SortFunc(s.feeWallets, func(a, b [20]byte) int { return bytes.Compare(a[:], b[:]) })
	for _, bank := range custodians {
		s.bindSecond(s.openOwner(bank.id, bank.number, "owner at "+bank.id))
		addr, err := s.App.Keepers.Wallet.Suspense(s.Context(), bank.number, "cny")
		require.NoError(t, err)
		s.suspense[bank.id] = [20]byte(addr)
		s.model.cover[bank.number], s.model.surplus[bank.number] = 400, 400
	}
	s.model.limit = map[uint32]uint64{1: 350, 2: 900, 4: 300}
	s.model.custodian[[20]byte(feeWallet(genesis.BankA))], s.model.custodian[[20]byte(feeWallet(genesis.BankB))] = 1, 2
	for _, c := range s.customers {
		addr := [20]byte(c.address)
		s.byAddress[addr], s.model.custodian[addr] = c, c.number
		if c.owner == nil {
			s.model.balances[addr] = map[string]uint64{"cny": 600, "ecny": 300}
		}
	}
	return s
}

// play acts out a program. split says into how many transactions the instructions of a block go.
func (s *stage) play(p program, split func(block int, all []instruction) [][]instruction) {
	for n, scene := range p {
		if scene.Hours > 0 {
			s.Advance(time.Duration(scene.Hours) * time.Hour)
		}
		s.ordered = false
		clear(s.capped)
		now := s.Time.Add(apptest.BlockTime).Unix()
		var raw [][]byte
		for _, a := range scene.Acts {
			raw = append(raw, s.act(a)...)
		}
		officers := len(raw)

		var each, atomic []instruction
		for _, o := range scene.Each {
			each = append(each, s.instruct(o))
		}
		for _, o := range scene.Atomic {
			atomic = append(atomic, s.instruct(o))
		}
		var want [][]verdict
		for lane, part := range split(n, each) {
			raw = append(raw, s.transaction(lane, part))
			want = append(want, s.expect(part, now))
		}
		if len(atomic) > 0 {
			raw = append(raw, s.carried(7, payment.BATCH_MODE_ATOMIC, encodings(atomic)...))
			verdicts, _ := s.model.atomic(atomic, now)
			want = append(want, verdicts)
		}
		res := s.commit(raw...)
		for i, verdicts := range want {
			s.requireVerdicts(verdicts, res.TxResults[officers+i])
			s.verdicts = append(s.verdicts, verdicts...)
		}
		if s.ordered {
			s.model.closeCycle()
		}
		maps.Copy(s.model.limit, s.model.raise)
		clear(s.model.raise)
		s.requireModel(now)
	}
}

func encodings(all []instruction) [][]byte {
	var raw [][]byte
	for _, ins := range all {
		raw = append(raw, ins.raw)
	}
	return raw
}

// transaction carries instructions; one alone goes by its owner's key where there is one.
func (s *stage) transaction(lane int, part []instruction) []byte {
	if len(part) == 1 {
		return s.single(part[0])
	}
	return s.carried(lane%7, payment.BATCH_MODE_EACH, encodings(part)...)
}

func (s *stage) expect(part []instruction, now int64) []verdict {
	var verdicts []verdict
	for _, ins := range part {
		if ins.forged {
			verdicts = append(verdicts, verdict{status: payment.ResultError})
			continue
		}
		verdicts = append(verdicts, s.model.execute(ins, now))
	}
	return verdicts
}

func (s *stage) requireVerdicts(want []verdict, tx *abci.ExecTxResult) {
	if tx.Code != 0 {
		require.True(s.t, len(want) == 0 || len(want) == 1 && want[0].status == payment.ResultError, "%s: the model says %v", tx.Log, want)
		require.NotEqual(s.t, "ante", tx.Codespace, tx.Log)
		return
	}
	results, err := client.Outcome{Data: tx.Data}.Payments()
	require.NoError(s.t, err)
	want = slices.Clone(want)
	have := make([]verdict, len(results))
	for i, r := range results {
		have[i] = verdict{r.Status, r.Reason(), r.Settlement, r.Replay}
		if want[i].reason == stepUp {
			require.Equal(s.t, uint32(21), uint32(r.Code), "a second signature is asked for")
			want[i].reason = compliance.ReasonNone
		}
	}
	require.Equal(s.t, want, have)
}

// requireModel compares the chain with the model: balances, counters of the day, positions, covers and records.
func (s *stage) requireModel(now int64) {
	s.t.Helper()
	ctx, k, m := s.Context(), s.App.Keepers, s.model
	require.NoError(s.t, s.App.Invariants(ctx))
	for addr, denoms := range m.balances {
		for denom, want := range denoms {
			require.Equal(s.t, want, k.Bank.GetBalance(ctx, addr[:], denom).Amount.Uint64(), "%s of %s", denom, sdk.AccAddress(addr[:]))
		}
	}
	for _, c := range s.customers {
		usage, err := k.Compliance.Usages.Get(ctx, c.address)
		if err != nil {
			usage = nil
		}
		for _, denom := range []string{"cny", "ecny"} {
			out, in := compliance.Usage(usage).On(uint32(dayOf(now)), denom)
			used := m.used([20]byte(c.address), denom, now)
			require.Equal(s.t, [2]uint64{used.out, used.in}, [2]uint64{out, in}, "%s on %s", denom, c.name)
		}
	}
	for _, bank := range custodians {
		p, err := k.Netting.Position(ctx, "CNY", bank.number)
		require.NoError(s.t, err)
		require.Equal(s.t, [2]uint64{m.owed[bank.number], m.due[bank.number]}, [2]uint64{p.Owed(), p.Due()}, bank.id)
		cover := k.Bank.GetBalance(ctx, netting.SettlementAccount(bank.number, "ecny"), "ecny").Amount.Uint64()
		require.Equal(s.t, m.cover[bank.number], cover, bank.id)
		require.True(s.t, p.Sound(cover), "position of %s exceeds cover or cap", bank.id)
	}
	for key, want := range m.records {
		have, err := k.Payment.Records.Get(ctx, key)
		require.NoError(s.t, err)
		require.LessOrEqual(s.t, have.Refunded, have.Amount)
		require.Equal(s.t, memory{
			content: want.content, status: payment.ResultStatus(have.Status), reason: have.Reason, settlement: have.Settlement,
			paidAt: want.paidAt, refunded: have.Refunded, two: want.two,
		}, *want)
	}
}

// Any day, in transactions of any size: the chain does what the model does, one instruction after the other, and its
// whole state is the same, however the instructions of a block are put into transactions.
func TestAnyDayInAnyBatches(t *testing.T) {
	for name, value := range map[string]string{"rapid.checks": programChecks, "rapid.shrinktime": "5s"} {
		if f := flag.Lookup(name); f.Value.String() == f.DefValue {
			require.NoError(t, f.Value.Set(value))
			t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
		}
	}
	seen := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		p := drawProgram(r)
		sizes := rapid.SliceOfN(rapid.IntRange(1, 5), 8, 8).Draw(r, "sizes")

		var states []string
		for _, split := range []func(int, []instruction) [][]instruction{
			func(_ int, all []instruction) [][]instruction { return chunks(all, 1) },
			func(_ int, all []instruction) [][]instruction { return chunks(all, max(1, len(all))) },
			func(block int, all []instruction) [][]instruction { return chunks(all, sizes[block%len(sizes)]) },
		} {
			s := newStage(shrinking{t, r})
			s.play(p, split)
			for _, v := range s.verdicts {
				what := v.reason.String()
				if v.reason == stepUp {
					what = "STEP_UP"
				}
				seen[v.status.String()+" "+what]++
			}
			states = append(states, unmetered(t, exported(t, s.App, "bank", "compliance", "consortium", "netting", "payment", "reserve", "wallet")))
		}
		require.Equal(r, states[0], states[1], "singly and in one batch")
		require.Equal(r, states[0], states[2], "singly and in batches")
	})
	t.Logf("what happened: %v", seen)
}

// unmetered is a state without what members have used of their quotas: more transactions cost more gas for the same.
func unmetered(t *testing.T, state string) string {
	t.Helper()
	var modules map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(state), &modules))
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(modules["consortium"], &members))
	require.NotEmpty(t, members["quota_uses"])
	delete(members, "quota_uses")
	var err error
	modules["consortium"], err = json.Marshal(members)
	require.NoError(t, err)
	all, err := json.Marshal(modules)
	require.NoError(t, err)
	return string(all)
}

func chunks(all []instruction, size int) [][]instruction {
	var parts [][]instruction
	for ; len(all) > 0; all = all[min(size, len(all)):] {
		parts = append(parts, all[:min(size, len(all))])
	}
	return parts
}
