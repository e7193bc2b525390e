// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"errors"
	"maps"
	"slices"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// fakeConsortium has the members of the fixture; an address holds one duty at one of them.
type fakeConsortium struct {
	members map[uint32]consortium.Member
	duties  map[string]holder
	// successors are by member, as far as they have accepted; validators are counted by member; left have left.
	successors map[uint32]uint32
	validators map[uint32]int
	left       []uint32
}

func (f *fakeConsortium) Succession(_ context.Context, member uint32) (consortium.Succession, error) {
	successor, ok := f.successors[member]
	if !ok {
		return consortium.Succession{}, consortium.ErrSuccessionUnknown.Wrapf("%d", member)
	}
	return consortium.Succession{Member: member, Successor: successor, NamedAt: 1, AcceptedAt: 1}, nil
}

func (f *fakeConsortium) RequireSuccessor(ctx context.Context, id string, by consortium.Member) (consortium.Member, error) {
	m, err := f.MemberByID(ctx, id)
	if err != nil {
		return m, err
	}
	if !m.Status.WindsDown() {
		return m, consortium.ErrMemberState.Wrap(id)
	}
	if f.successors[m.Number] != by.Number {
		return m, consortium.ErrSuccessionUnknown.Wrap(by.Id)
	}
	return m, nil
}

func (f *fakeConsortium) CountValidators(_ context.Context, member uint32) (int, error) {
	return f.validators[member], nil
}

func (f *fakeConsortium) Leave(_ context.Context, member uint32) error {
	f.left = append(f.left, member)
	f.setStatus(member, consortium.MEMBER_STATUS_LEFT)
	return nil
}

func (f *fakeConsortium) setStatus(number uint32, status consortium.MemberStatus) {
	m := f.members[number]
	m.Status = status
	f.members[number] = m
}

type holder struct {
	member uint32
	duty   consortium.Duty
}

func (f *fakeConsortium) Member(_ context.Context, number uint32) (consortium.Member, error) {
	m, ok := f.members[number]
	if !ok {
		return m, consortium.ErrMemberUnknown.Wrapf("number %d", number)
	}
	return m, nil
}

func (f *fakeConsortium) Members(context.Context) ([]consortium.Member, error) {
	return slices.SortedFunc(maps.Values(f.members), func(a, b consortium.Member) int { return int(a.Number) - int(b.Number) }), nil
}

func (f *fakeConsortium) MemberByID(_ context.Context, id string) (consortium.Member, error) {
	for _, m := range f.members {
		if m.Id == id {
			return m, nil
		}
	}
	return consortium.Member{}, consortium.ErrMemberUnknown.Wrapf("id %q", id)
}

func (f *fakeConsortium) RequireAuthority(_ context.Context, addr string) error {
	if addr != text("authority") {
		return consortium.ErrUnauthorized.Wrap(addr)
	}
	return nil
}

func (f *fakeConsortium) RequireDuty(ctx context.Context, addr string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error) {
	h, ok := f.duties[addr]
	if !ok || h.duty != duty {
		return consortium.Member{}, consortium.ErrUnauthorized.Wrapf("%s holds no %s", addr, duty)
	}
	m, err := f.Member(ctx, h.member)
	if err != nil || len(roles) == 0 {
		return m, err
	}
	for _, role := range roles {
		if m.HasRole(role) {
			return m, nil
		}
	}
	return consortium.Member{}, consortium.ErrUnauthorized.Wrapf("%s has not the role", m.Id)
}

// fakeWallets has the wallets of the fixture, SUSPENSE ones among them.
type fakeWallets map[string]wallet.Wallet

func (f fakeWallets) Wallet(_ context.Context, addr []byte) (wallet.Wallet, error) {
	w, ok := f[string(addr)]
	if !ok {
		return w, wallet.ErrWalletUnknown.Wrap(sdk.AccAddress(addr).String())
	}
	return w, nil
}

func (f fakeWallets) Suspense(_ context.Context, custodian uint32, denom string) (sdk.AccAddress, error) {
	for _, w := range f {
		if w.Kind == wallet.WALLET_KIND_SUSPENSE && w.Custodian == custodian && w.Currency == denom {
			return w.Address, nil
		}
	}
	return nil, wallet.ErrSuspenseMissing.Wrapf("member %d, %s", custodian, denom)
}

// fakeHolders are the wallets with what was asked and noticed of them.
type fakeHolders struct {
	fakeWallets
	moves   map[string]wallet.CustodyMove
	notices map[string]int64
	dormant map[string]bool
}

func (f *fakeHolders) CustodyMove(_ context.Context, addr []byte) (wallet.CustodyMove, error) {
	move, ok := f.moves[string(addr)]
	if !ok {
		return move, wallet.ErrCustodyMoveUnknown.Wrap(sdk.AccAddress(addr).String())
	}
	return move, nil
}

func (f *fakeHolders) ChangeCustodian(_ context.Context, addr []byte, to uint32) error {
	w := f.fakeWallets[string(addr)]
	w.Custodian = to
	f.fakeWallets[string(addr)] = w
	delete(f.moves, string(addr))
	return nil
}

func (f *fakeHolders) Succeed(_ context.Context, addr []byte, from, to consortium.Member) error {
	w := f.fakeWallets[string(addr)]
	if w.Custodian != from.Number {
		return wallet.ErrCustodyMoveInvalid.Wrapf("kept by %d", w.Custodian)
	}
	if err := w.Movable(); err != nil {
		return err
	}
	if move, ok := f.moves[string(addr)]; ok && move.AskedBy == wallet.CUSTODY_ASKER_OWNER {
		return wallet.ErrCustodyMovePending.Wrapf("asked %d", move.To)
	}
	w.Custodian = to.Number
	f.fakeWallets[string(addr)] = w
	return nil
}

func (f *fakeHolders) CountWallets(_ context.Context, custodian uint32, limit int) (int, error) {
	count := 0
	for _, w := range f.fakeWallets {
		if w.Custodian == custodian && !w.Closed() && w.Kind != wallet.WALLET_KIND_SUSPENSE {
			count++
		}
	}
	return min(count, limit), nil
}

func (f *fakeHolders) Dormant(_ context.Context, addr []byte) (dormant bool, since int64, err error) {
	return f.dormant[string(addr)], f.notices[string(addr)], nil
}

// fakeCompliance refuses what it was told to and remembers what it was asked.
type fakeCompliance struct {
	refused map[string]compliance.Reason
	asked   []compliance.Movement
	weighed int
	effects map[string]compliance.Effect
	moved   map[string]int64
	cases   []compliance.Case
	panics  bool
}

func (f *fakeCompliance) RestrictionOn(_ context.Context, addr []byte, _ string) (compliance.Effect, error) {
	return f.effects[string(addr)], nil
}

func (f *fakeCompliance) LastMoved(_ context.Context, addr []byte) (int64, error) {
	return f.moved[string(addr)], nil
}

func (f *fakeCompliance) OpenCase(_ context.Context, c compliance.Case) (uint64, error) {
	if err := c.Validate(); err != nil {
		return 0, err
	}
	f.cases = append(f.cases, c)
	return uint64(len(f.cases)), nil
}

func (f *fakeCompliance) CountOpenCases(_ context.Context, member uint32, limit int) (int, error) {
	count := 0
	for _, c := range f.cases {
		if c.Member == member {
			count++
		}
	}
	return min(count, limit), nil
}

func (f *fakeCompliance) Authorize(_ context.Context, m compliance.Movement) (compliance.Decision, error) {
	if err := m.Validate(); err != nil {
		return compliance.Decision{}, err
	}
	f.asked = append(f.asked, m)
	if f.panics {
		panic("compliance has lost its mind")
	}
	for _, w := range []*wallet.Wallet{m.Payer, m.Payee} {
		if w == nil || !m.Kind.Stoppable() {
			continue
		}
		if reason, told := f.refused[string(w.Address)]; told {
			return compliance.Refuse(reason), nil
		}
	}
	return compliance.Allow(compliance.Weight{}, compliance.Weight{}), nil
}

func (f *fakeCompliance) Weigh(_ context.Context, d compliance.Decision) error {
	if !d.Allowed() {
		return compliance.ErrDecisionRefused
	}
	f.weighed++
	return nil
}

func (f *fakeCompliance) lastAsked() compliance.Movement {
	if len(f.asked) == 0 {
		return compliance.Movement{}
	}
	return f.asked[len(f.asked)-1]
}

// fakeNetting knows one currency, refuses funds-out when told to, and remembers whose funds moved.
type fakeNetting struct {
	currency netting.Currency
	refuse   compliance.Reason
	moved    []fundsMoved
	added    []netting.Currency
	out, in  map[uint32]uint64
	// positions are unsettled obligations, locked what the settlement account must keep.
	positions map[uint32]netting.Position
	locked    uint64
	book      *fakeBook
}

func (f *fakeNetting) Position(_ context.Context, _ string, member uint32) (netting.Position, error) {
	return f.positions[member], nil
}

func (f *fakeNetting) CustodyFree(_ context.Context, member uint32, denom string) (uint64, error) {
	balance := f.book.balances[account{string(netting.SettlementAccount(member, denom)), denom}]
	return balance - min(f.locked, balance), nil
}

type fundsMoved struct {
	member uint32
	denom  string
	forced bool
}

func (f *fakeNetting) Currency(_ context.Context, denom string) (netting.Currency, bool, error) {
	switch denom {
	case f.currency.EmoneyDenom:
		return f.currency, false, nil
	case f.currency.SettlingDenom:
		return f.currency, true, nil
	default:
		return netting.Currency{}, false, netting.ErrCurrencyUnknown.Wrap(denom)
	}
}

func (f *fakeNetting) AddCurrency(_ context.Context, c netting.Currency) error {
	if err := c.Apart(f.currency); err != nil {
		return err
	}
	f.added = append(f.added, c)
	return nil
}

func (f *fakeNetting) FundsOutAllowed(context.Context, uint32, string, uint64) (compliance.Reason, error) {
	return f.refuse, nil
}

func (f *fakeNetting) FundsMoved(_ context.Context, member uint32, denom string, forced bool) error {
	f.moved = append(f.moved, fundsMoved{member, denom, forced})
	return nil
}

func (f *fakeNetting) LifetimeTotals(_ context.Context, _ string, member uint32) (out, in uint64, err error) {
	return f.out[member], f.in[member], nil
}

type account struct{ owner, denom string }

// fakeBook is bank and ledger over one map of balances. It mints only where the restriction lets it.
type fakeBook struct {
	balances map[account]uint64
	supply   map[string]uint64
	restrict func(context.Context, sdk.Coins) error
	named    []string
}

var errPoor = errors.New("insufficient funds")

func (f *fakeBook) Balance(_ context.Context, addr []byte, denom string) (uint64, error) {
	return f.balances[account{string(addr), denom}], nil
}

func (f *fakeBook) Move(_ context.Context, from, to []byte, denom string, amount uint64) error {
	if f.balances[account{string(from), denom}] < amount {
		return errPoor
	}
	f.balances[account{string(from), denom}] -= amount
	f.balances[account{string(to), denom}] += amount
	return nil
}

func (f *fakeBook) MintCoins(ctx context.Context, module string, amounts sdk.Coins) error {
	if err := f.restrict(ctx, amounts); err != nil {
		return err
	}
	for _, c := range amounts {
		f.balances[account{string(authtypes.NewModuleAddress(module)), c.Denom}] += c.Amount.Uint64()
		f.supply[c.Denom] += c.Amount.Uint64()
	}
	return nil
}

func (f *fakeBook) BurnCoins(_ context.Context, module string, amounts sdk.Coins) error {
	for _, c := range amounts {
		own := account{string(authtypes.NewModuleAddress(module)), c.Denom}
		if f.balances[own] < c.Amount.Uint64() {
			return errPoor
		}
		f.balances[own] -= c.Amount.Uint64()
		f.supply[c.Denom] -= c.Amount.Uint64()
	}
	return nil
}

func (f *fakeBook) GetSupply(_ context.Context, denom string) sdk.Coin {
	return sdk.NewCoin(denom, sdkmath.NewIntFromUint64(f.supply[denom]))
}

func (f *fakeBook) SetDenomMetaData(_ context.Context, m banktypes.Metadata) {
	f.named = append(f.named, m.Base)
}

func (f *fakeBook) clone() *fakeBook {
	return &fakeBook{balances: maps.Clone(f.balances), supply: maps.Clone(f.supply), restrict: f.restrict}
}

// sum adds up all balances of a denom.
func (f *fakeBook) sum(denom string) uint64 {
	var total uint64
	for a, balance := range f.balances {
		if a.denom == denom {
			total += balance
		}
	}
	return total
}

// equal compares with another book, zero balances apart.
func (f *fakeBook) equal(other *fakeBook) bool {
	nonZero := func(m map[account]uint64) map[account]uint64 {
		out := maps.Clone(m)
		maps.DeleteFunc(out, func(_ account, v uint64) bool { return v == 0 })
		return out
	}
	return maps.Equal(nonZero(f.balances), nonZero(other.balances))
}

var (
	_ reserve.ConsortiumKeeper = (*fakeConsortium)(nil)
	_ reserve.WalletKeeper     = (*fakeHolders)(nil)
	_ reserve.ComplianceKeeper = (*fakeCompliance)(nil)
	_ reserve.NettingKeeper    = (*fakeNetting)(nil)
	_ reserve.BankKeeper       = (*fakeBook)(nil)
	_ reserve.LedgerKeeper     = (*fakeBook)(nil)
)
