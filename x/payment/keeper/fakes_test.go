// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"encoding/binary"
	"errors"

	corestore "cosmossdk.io/core/store"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/wallet"
)

// errStore is what a fake answers when it is told to fail as a broken store would.
var errStore = errors.New("store is broken")

// shelf keeps the figures of all fakes in a store of the context, so that what a handler discards is discarded here.
type shelf struct{ corestore.KVStoreService }

func (s shelf) figure(ctx context.Context, key string) uint64 {
	raw, err := s.OpenKVStore(ctx).Get([]byte(key))
	if err != nil {
		panic(err)
	}
	if raw == nil {
		return 0
	}
	return binary.BigEndian.Uint64(raw)
}

func (s shelf) set(ctx context.Context, key string, value uint64) {
	if err := s.OpenKVStore(ctx).Set([]byte(key), binary.BigEndian.AppendUint64(nil, value)); err != nil {
		panic(err)
	}
}

// fakeBank is a book of balances.
type fakeBank struct {
	shelf
	failMove bool
}

func balanceName(addr []byte, denom string) string { return "balance/" + string(addr) + "/" + denom }

func (b *fakeBank) Balance(ctx context.Context, addr []byte, denom string) (uint64, error) {
	return b.figure(ctx, balanceName(addr, denom)), nil
}

func (b *fakeBank) Move(ctx context.Context, from, to []byte, denom string, amount uint64) error {
	if b.failMove {
		return errStore
	}
	held := b.figure(ctx, balanceName(from, denom))
	if held < amount {
		return errors.New("moved more than is held")
	}
	b.set(ctx, balanceName(from, denom), held-amount)
	b.set(ctx, balanceName(to, denom), b.figure(ctx, balanceName(to, denom))+amount)
	return nil
}

// fakeWallets knows wallets and the keys of their devices. With trust set it verifies no signature.
type fakeWallets struct {
	// heirs are the successors of members that left.
	heirs   map[uint32]uint32
	wallets map[[20]byte]wallet.Wallet
	devices map[[20]byte]wallet.Signer
	// certified names devices with a certificate.
	certified map[[20]byte]bool
	trust     bool
}

func (w *fakeWallets) Wallet(_ context.Context, addr []byte) (wallet.Wallet, error) {
	found, ok := w.wallets[[20]byte(addr)]
	if !ok {
		return wallet.Wallet{}, wallet.ErrWalletUnknown.Wrapf("%x", addr)
	}
	return found, nil
}

func (w *fakeWallets) Suspense(_ context.Context, custodian uint32, denom string) (sdk.AccAddress, error) {
	if heir, left := w.heirs[custodian]; left {
		custodian = heir
	}
	for addr, found := range w.wallets {
		if found.Kind == wallet.WALLET_KIND_SUSPENSE && found.Custodian == custodian && found.Currency == denom {
			return addr[:], nil
		}
	}
	return nil, wallet.ErrSuspenseMissing.Wrapf("member %d, denom %s", custodian, denom)
}

func (w *fakeWallets) AuthenticateAll(_ context.Context, all []*wallet.SignedInstruction) []wallet.Authentication {
	answers := make([]wallet.Authentication, len(all))
	for i, ins := range all {
		answers[i].Factors, answers[i].Err = w.authenticate(ins)
	}
	return answers
}

func (w *fakeWallets) authenticate(i *wallet.SignedInstruction) (wallet.Factors, error) {
	factors := wallet.Factors{Signatures: len(i.Signatures)}
	for _, s := range i.Signatures {
		signer, ok := w.devices[s.Device]
		if !ok {
			return wallet.Factors{}, wallet.ErrDeviceUnknown.Wrapf("%x", s.Device)
		}
		factors.Certified = factors.Certified || w.certified[s.Device]
		if w.trust {
			continue
		}
		digest := wallet.FormDigest(s.Form, i.Content, s.Device, 0)
		if err := wallet.VerifySignature(signer.Algorithm(), signer.PublicKey(), s.Form, digest, s.Signature); err != nil {
			return wallet.Factors{}, err
		}
	}
	return factors, nil
}

// fakeCompliance refuses what it is told to, and counts what each wallet sent.
type fakeCompliance struct {
	shelf
	refuse map[[20]byte]compliance.Reason   // by payer
	fail   map[[20]byte]error               // by payer
	stepUp map[[20]byte]compliance.Strength // by payer: enough, instead of the limit of a day
	asked  []compliance.Movement
	cases  []compliance.Case
	// failCase makes the opening of a case fail.
	failCase bool
}

func (c *fakeCompliance) OpenCase(ctx context.Context, opened compliance.Case) (uint64, error) {
	if c.failCase {
		return 0, errStore
	}
	if err := opened.Validate(); err != nil {
		return 0, err
	}
	c.cases = append(c.cases, opened)
	c.set(ctx, "cases", uint64(len(c.cases)))
	return uint64(len(c.cases)), nil
}

func usageName(addr []byte) string { return "usage/" + string(addr) }

func (c *fakeCompliance) Authorize(_ context.Context, m compliance.Movement) (compliance.Decision, error) {
	if err := m.Validate(); err != nil {
		return compliance.Decision{}, err
	}
	c.asked = append(c.asked, m)
	if err := c.fail[[20]byte(m.From)]; err != nil {
		return compliance.Decision{}, err
	}
	if m.Payee.Closed() {
		return compliance.Refuse(compliance.ReasonPayeeClosed), nil
	}
	if enough := c.stepUp[[20]byte(m.From)]; m.Strength < enough {
		refused := compliance.Refuse(compliance.ReasonLimitDayOut)
		refused.StepUp = enough
		return refused, nil
	}
	if reason := c.refuse[[20]byte(m.From)]; reason != compliance.ReasonNone {
		return compliance.Refuse(reason), nil
	}
	return compliance.Allow(compliance.Weight{Wallet: m.From, Usage: binary.BigEndian.AppendUint64(nil, m.Total())}, compliance.Weight{}), nil
}

func (c *fakeCompliance) Weigh(ctx context.Context, d compliance.Decision) error {
	w, _ := d.Weights()
	c.set(ctx, usageName(w.Wallet), c.figure(ctx, usageName(w.Wallet))+binary.BigEndian.Uint64(w.Usage))
	return nil
}

// fakeNetting knows one currency and lets every member owe up to its cover.
type fakeNetting struct {
	shelf
	cover      map[uint32]uint64
	failRecord bool
	// tested and recorded are the obligations asked about and booked, in order.
	tested, recorded []netting.Obligation
}

const openCycle = 7

func owedName(member uint32) string { return "owed/" + string(rune(member)) }

func (n *fakeNetting) Currency(_ context.Context, denom string) (netting.Currency, bool, error) {
	cny := netting.Currency{Code: "CNY", EmoneyDenom: "cny", SettlingDenom: "ecny"}
	switch denom {
	case cny.EmoneyDenom:
		return cny, false, nil
	case cny.SettlingDenom:
		return cny, true, nil
	}
	return netting.Currency{}, false, netting.ErrCurrencyUnknown.Wrapf("%q", denom)
}

func (n *fakeNetting) Test(ctx context.Context, o netting.Obligation) (compliance.Reason, error) {
	if err := o.Validate(); err != nil {
		return compliance.ReasonNone, err
	}
	n.tested = append(n.tested, o)
	if n.figure(ctx, owedName(o.From))+o.Amount > n.cover[o.From] {
		return compliance.ReasonLiquidity, nil
	}
	return compliance.ReasonNone, nil
}

func (n *fakeNetting) Record(ctx context.Context, o netting.Obligation) (uint64, error) {
	if n.failRecord {
		return 0, netting.ErrFigureOverflow
	}
	n.set(ctx, owedName(o.From), n.figure(ctx, owedName(o.From))+o.Amount)
	n.recorded = append(n.recorded, o)
	return openCycle, nil
}

// fakeConsortium knows who is suspended and who is on the way out.
type fakeConsortium struct{ suspended, exiting map[uint32]bool }

func (c *fakeConsortium) Member(_ context.Context, number uint32) (consortium.Member, error) {
	status := consortium.MEMBER_STATUS_ACTIVE
	if c.suspended[number] {
		status = consortium.MEMBER_STATUS_SUSPENDED
	}
	if c.exiting[number] {
		status = consortium.MEMBER_STATUS_EXITING
	}
	return consortium.Member{Number: number, Status: status}, nil
}

func (c *fakeConsortium) RequireAuthority(_ context.Context, addr string) error {
	if addr != sdk.AccAddress("authority___________").String() {
		return consortium.ErrUnauthorized.Wrap(addr)
	}
	return nil
}
