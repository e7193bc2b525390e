// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/payment/keeper"
	"github.com/taelnet/tael/x/wallet"
)

const (
	chainID = "tael-local-1"
	noon    = 1_795_410_000 // block time of the first block, unix seconds

	bankA = 1
	bankB = 2
)

// actor is a wallet with a device.
type actor struct {
	addr   [20]byte
	signer wallet.Signer
	device [20]byte
}

func (a actor) String() string { return sdk.AccAddress(a.addr[:]).String() }

// fixture is a keeper over real stores and fakes: alice and anna hold wallets at bankA, bob and shop at bankB.
type fixture struct {
	t          testing.TB
	ctx        sdk.Context
	keeper     keeper.Keeper
	server     payment.MsgServer
	stores     map[string]storetypes.StoreKey
	bank       *fakeBank
	wallets    *fakeWallets
	compliance *fakeCompliance
	netting    *fakeNetting
	consortium *fakeConsortium

	alice, anna, bob, shop, stranger actor
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(payment.StoreKey, payment.UETRStoreKey, "fakes")
	transient := storetypes.NewTransientStoreKey(payment.TransientStoreKey)
	figures := shelf{runtime.NewKVStoreService(keys["fakes"])}
	f := &fixture{
		t:          t,
		stores:     map[string]storetypes.StoreKey{},
		bank:       &fakeBank{shelf: figures},
		wallets:    &fakeWallets{wallets: map[[20]byte]wallet.Wallet{}, devices: map[[20]byte]wallet.Signer{}, certified: map[[20]byte]bool{}},
		compliance: &fakeCompliance{shelf: figures, refuse: map[[20]byte]compliance.Reason{}, fail: map[[20]byte]error{}, stepUp: map[[20]byte]compliance.Strength{}},
		netting:    &fakeNetting{shelf: figures, cover: map[uint32]uint64{bankA: 1_000_000_000, bankB: 1_000_000_000}},
		consortium: &fakeConsortium{suspended: map[uint32]bool{}, exiting: map[uint32]bool{}},
	}
	for name, key := range keys {
		f.stores[name] = key
	}
	f.stores[payment.TransientStoreKey] = transient
	f.ctx = newContext(t, keys, transient).
		WithChainID(chainID).WithBlockHeight(1).WithBlockTime(time.Unix(noon, 0)).WithEventManager(sdk.NewEventManager())
	f.keeper = keeper.NewKeeper(
		codec.NewProtoCodec(codectypes.NewInterfaceRegistry()),
		runtime.NewKVStoreService(keys[payment.StoreKey]), runtime.NewKVStoreService(keys[payment.UETRStoreKey]),
		runtime.NewTransientStoreService(transient), f.consortium, f.wallets, f.compliance, f.netting, f.bank)
	f.server = keeper.NewMsgServer(f.keeper)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, payment.DefaultGenesis()))

	f.alice, f.anna = f.open("alice", bankA), f.open("anna", bankA)
	f.bob, f.shop = f.open("bob", bankB), f.open("shop", bankB)
	f.stranger = newActor(t, "stranger")
	return f
}

// newContext mounts the stores so that blocks can be committed, which alone empties the transient one.
func newContext(t testing.TB, keys map[string]*storetypes.KVStoreKey, transient storetypes.StoreKey) sdk.Context {
	t.Helper()
	stores := store.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range keys {
		stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	stores.MountStoreWithDB(transient, storetypes.StoreTypeTransient, nil)
	require.NoError(t, stores.LoadLatestVersion())
	return sdk.NewContext(stores, cmtproto.Header{}, false, log.NewNopLogger())
}

func newActor(t testing.TB, name string) actor {
	t.Helper()
	seed := sha256.Sum256([]byte(name))
	signer, err := wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, seed)
	require.NoError(t, err)
	return actor{addr: [20]byte(seed[:20]), signer: signer, device: wallet.DeviceID(signer.Algorithm(), signer.PublicKey())}
}

// open gives a new actor a wallet, a device, 1,000 cny and 1,000 ecny.
func (f *fixture) open(name string, custodian uint32) actor {
	a := newActor(f.t, name)
	f.wallets.wallets[a.addr] = wallet.Wallet{
		Address: a.addr[:], Custodian: custodian, Kind: wallet.WALLET_KIND_PERSON, Status: wallet.WALLET_STATUS_ACTIVE,
	}
	f.wallets.devices[a.device] = a.signer
	for _, denom := range []string{"cny", "ecny"} {
		f.bank.set(f.ctx, balanceName(a.addr[:], denom), 1_000)
	}
	return a
}

// uetr is a UETR that is the same for the same name.
func uetr(name string) wallet.UETR { return wallet.NewUETRFromSHA256(sha256.Sum256([]byte(name))) }

// payment of 100 cny under a UETR of that name, valid for an hour.
func (f *fixture) content(name string, payer, payee actor) wallet.Content {
	return wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: chainID, UETR: uetr(name), Payer: payer.addr, Payee: payee.addr,
		Denom: "cny", Amount: 100, ValidUntil: uint64(f.now() + 3_600),
	}
}

// giveBack is the content of a refund of amount, and its extras.
func (f *fixture) giveBack(name string, original wallet.Content, amount uint64) (wallet.Content, []byte) {
	extras := wallet.OriginalExtras(original)
	return wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_REFUND, ChainID: chainID, UETR: uetr(name), Payer: original.Payee, Payee: original.Payer,
		Denom: original.Denom, Amount: amount, ExtrasDigest: wallet.ExtrasDigest(extras), ValidUntil: uint64(f.now() + 3_600),
	}, extras
}

// signed encodes content with the signature of one or two devices.
func (f *fixture) signed(c wallet.Content, extras []byte, by ...actor) []byte {
	f.t.Helper()
	i, err := wallet.NewInstruction(c, extras)
	require.NoError(f.t, err)
	for _, a := range by {
		require.NoError(f.t, i.SignWith(a.signer, wallet.SIGNATURE_FORM_RAW_ED25519, 0))
	}
	return i.Encode()
}

// pay sends content by the owner's key.
func (f *fixture) pay(c wallet.Content) (payment.Result, error) {
	f.t.Helper()
	return f.payWith(c, wallet.Extras{})
}

// payWith sends content and extras by the owner's key.
func (f *fixture) payWith(c wallet.Content, extras wallet.Extras) (payment.Result, error) {
	f.t.Helper()
	var reference []byte
	if c.Reference != ([32]byte{}) {
		reference = c.Reference[:]
	}
	response, err := f.server.Pay(f.ctx, &payment.MsgPay{
		Payer: sdk.AccAddress(c.Payer[:]).String(), Uetr: c.UETR.String(), Payee: sdk.AccAddress(c.Payee[:]).String(), Denom: c.Denom,
		Amount: c.Amount, Purpose: c.Purpose, Reference: reference, ValidUntil: c.ValidUntil,
		Extras: extras.Encode(),
	})
	if err != nil {
		return payment.Result{}, err
	}
	return f.one(response.Results), nil
}

// refund sends a refund by the owner's key.
func (f *fixture) refund(c, original wallet.Content) (payment.Result, error) {
	f.t.Helper()
	response, err := f.server.Refund(f.ctx, &payment.MsgRefund{
		Payee: sdk.AccAddress(c.Payer[:]).String(), Uetr: c.UETR.String(), Original: original.UntaggedBytes(), Amount: c.Amount,
		Purpose: c.Purpose, ValidUntil: c.ValidUntil,
	})
	if err != nil {
		return payment.Result{}, err
	}
	return f.one(response.Results), nil
}

// batch sends instructions as a transaction would: what fails leaves nothing.
func (f *fixture) batch(mode payment.BatchMode, instructions ...[]byte) ([]payment.Result, error) {
	f.t.Helper()
	ctx, write := f.ctx.CacheContext()
	response, err := f.server.PayBatch(ctx, &payment.MsgPayBatch{Carrier: f.anna.String(), Mode: mode, Instructions: instructions})
	if err != nil {
		return nil, err
	}
	write()
	results, err := payment.ParseResults(response.Results)
	require.NoError(f.t, err)
	return results, nil
}

func (f *fixture) one(packed []byte) payment.Result {
	f.t.Helper()
	results, err := payment.ParseResults(packed)
	require.NoError(f.t, err)
	require.Len(f.t, results, 1)
	return results[0]
}

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

func (f *fixture) balance(a actor, denom string) int {
	return int(f.bank.figure(f.ctx, balanceName(a.addr[:], denom)))
}

func (f *fixture) owed(member uint32) int { return int(f.netting.figure(f.ctx, owedName(member))) }

func (f *fixture) sent(a actor) int { return int(f.compliance.figure(f.ctx, usageName(a.addr[:]))) }

// record of a payment as it is stored.
func (f *fixture) record(c wallet.Content) payment.Record {
	f.t.Helper()
	r, err := f.keeper.Records.Get(f.ctx, payment.NewKey(c.Payer, c.UETR))
	require.NoError(f.t, err)
	return r
}

// endBlock ends the block and begins the next one after some seconds.
func (f *fixture) endBlock(seconds int64) {
	f.t.Helper()
	require.NoError(f.t, f.keeper.EndBlocker(f.ctx))
	require.NoError(f.t, f.keeper.Invariants(f.ctx))
	f.ctx.MultiStore().(storetypes.CommitMultiStore).Commit()
	f.ctx = f.ctx.WithBlockHeight(f.ctx.BlockHeight() + 1).WithBlockTime(f.ctx.BlockTime().Add(time.Duration(seconds) * time.Second))
	f.clearEvents()
}

func (f *fixture) clearEvents() { f.ctx = f.ctx.WithEventManager(sdk.NewEventManager()) }

// state is every byte of every store.
func (f *fixture) state() map[string]string {
	all := map[string]string{}
	for name, key := range f.stores {
		it := f.ctx.KVStore(key).Iterator(nil, nil)
		for ; it.Valid(); it.Next() {
			all[name+"/"+hex.EncodeToString(it.Key())] = hex.EncodeToString(it.Value())
		}
		require.NoError(f.t, it.Close())
	}
	return all
}

// requireEvent holds the one event of a message to what its response said.
func (f *fixture) requireEvent(actor, mode string, results []payment.Result, uetrs ...wallet.UETR) {
	f.t.Helper()
	var joined []byte
	for _, u := range uetrs {
		joined = append(joined, u[:]...)
	}
	want := sdk.NewEvent(payment.EventType,
		sdk.NewAttribute("actor", actor), sdk.NewAttribute("mode", mode), sdk.NewAttribute("count", fmt.Sprint(len(results))),
		sdk.NewAttribute("uetrs", base64.StdEncoding.EncodeToString(joined)),
		sdk.NewAttribute("results", base64.StdEncoding.EncodeToString(payment.EncodeResults(results))))
	require.Equal(f.t, sdk.Events{want}, f.ctx.EventManager().Events())
}
