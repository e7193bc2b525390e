// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

func (f *fixture) bind(by string, to sdk.AccAddress, s wallet.Signer) func(context.Context) error {
	msg := &wallet.MsgBindDevice{Signer: by, Wallet: to.String(), Algorithm: s.Algorithm(), PublicKey: s.PublicKey()}
	return func(ctx context.Context) error { _, err := f.msgs.BindDevice(ctx, msg); return err }
}

func (f *fixture) revoke(by string, of sdk.AccAddress, s wallet.Signer) func(context.Context) error {
	msg := &wallet.MsgRevokeDevice{Signer: by, Wallet: of.String(), DeviceId: deviceID(s)}
	return func(ctx context.Context) error { _, err := f.msgs.RevokeDevice(ctx, msg); return err }
}

func ownerKey(name string) cryptotypes.PubKey {
	return secp256k1.GenPrivKeyFromSecret([]byte(name)).PubKey()
}

func ownerAddress(name string) sdk.AccAddress { return sdk.AccAddress(ownerKey(name).Address()) }

// openOwned opens a wallet whose owner holds a transaction key and returns its address.
func (f *fixture) openOwned(name string) sdk.AccAddress {
	f.t.Helper()
	key := ownerKey(name)
	packed, err := codectypes.NewAnyWithValue(key)
	require.NoError(f.t, err)
	addr := sdk.AccAddress(key.Address())
	_, err = f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_PERSON, OwnerKey: packed})
	require.NoError(f.t, err)
	return addr
}

func (f *fixture) activeFrom(of sdk.AccAddress, s wallet.Signer) int64 {
	f.t.Helper()
	id := wallet.DeviceID(s.Algorithm(), s.PublicKey())
	d, err := f.keeper.Device(f.ctx, of, id[:])
	require.NoError(f.t, err)
	return d.ActiveFrom
}

func TestFirstDeviceIsActiveAtOnce(t *testing.T) {
	f := newFixture(t)
	alice := f.open("alice")
	require.Equal(t, f.now(), f.activeFrom(alice, signer(t, "alice")))
}

func TestBindDevice(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	phone, tablet := signer(t, "phone"), signer(t, "tablet")

	require.Equal(t, "tael.wallet.v1.EventDeviceBound", f.done(f.bind(alice.String(), alice, phone)))
	require.Equal(t, f.now(), f.activeFrom(alice, phone), "the owner's binding is active at once")
	f.done(f.bind(operations("bank-a"), alice, tablet))
	require.Equal(t, f.now()+day, f.activeFrom(alice, tablet), "the custodian's waits for a contest")

	f.refused(wallet.ErrDeviceExists, f.bind(alice.String(), alice, phone))
	f.refused(wallet.ErrUnauthorized, f.bind(operations("bank-b"), alice, signer(t, "thief")))
	f.refused(consortium.ErrUnauthorized, f.bind(named("thief").String(), alice, signer(t, "thief")))
	f.refused(wallet.ErrWalletUnknown, f.bind(operations("bank-a"), named("nobody"), phone))
	f.refused(wallet.ErrDeviceInvalid, func(ctx context.Context) error {
		_, err := f.msgs.BindDevice(ctx, &wallet.MsgBindDevice{Signer: alice.String(), Wallet: alice.String(), Algorithm: wallet.KEY_ALGORITHM_P256, PublicKey: make([]byte, 33)})
		return err
	})
}

func TestTheSameKeyMayServeTwoWallets(t *testing.T) {
	f := newFixture(t)
	shared := signer(t, "hsm")
	f.done(f.bind(operations("bank-a"), f.open("one"), shared))
	f.done(f.bind(operations("bank-a"), f.open("two"), shared))
}

func TestRevokedKeyNeverComesBack(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	phone, tablet := signer(t, "phone"), signer(t, "tablet")
	f.done(f.bind(alice.String(), alice, phone))
	f.done(f.bind(operations("bank-a"), alice, tablet))

	f.refused(wallet.ErrUnauthorized, f.revoke(operations("bank-b"), alice, phone))
	f.refused(wallet.ErrDeviceUnknown, f.revoke(alice.String(), alice, signer(t, "other")))
	require.Equal(t, "tael.wallet.v1.EventDeviceRevoked", f.done(f.revoke(operations("bank-a"), alice, phone)))
	f.done(f.revoke(alice.String(), alice, tablet)) // the owner stops a pending one
	f.refused(wallet.ErrDeviceRevoked, f.revoke(alice.String(), alice, phone))
	f.refused(wallet.ErrDeviceExists, f.bind(alice.String(), alice, phone))
}

func TestSixteenLiveDevicesAndNoMore(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	for n := range 16 {
		f.done(f.bind(alice.String(), alice, signer(t, fmt.Sprint("device ", n))))
	}
	f.refused(wallet.ErrTooManyDevices, f.bind(alice.String(), alice, signer(t, "the seventeenth")))
	f.done(f.revoke(alice.String(), alice, signer(t, "device 0")))
	f.done(f.bind(alice.String(), alice, signer(t, "the seventeenth")))
	f.refused(wallet.ErrTooManyDevices, f.bind(alice.String(), alice, signer(t, "the eighteenth")))
}

func TestClosedAndSuspenseWalletsBindNothing(t *testing.T) {
	f := newFixture(t)
	alice := f.open("alice")
	_, err := f.msgs.CloseWallet(f.ctx, &wallet.MsgCloseWallet{Operator: operations("bank-a"), Address: alice.String()})
	require.NoError(t, err)
	f.refused(wallet.ErrWalletClosed, f.bind(operations("bank-a"), alice, signer(t, "late")))

	addr, salt := salted("suspense")
	_, err = f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_SUSPENSE, Currency: "cny", Salt: salt})
	require.NoError(t, err)
	f.refused(wallet.ErrWalletInvalid, f.bind(operations("bank-a"), addr, signer(t, "late")))
	evidence := seed("evidence")
	f.refused(wallet.ErrTierInvalid, func(ctx context.Context) error {
		_, err := f.msgs.ChangeTier(ctx, &wallet.MsgChangeTier{Officer: operations("bank-a"), Address: addr.String(), Tier: 1, Evidence: evidence[:]})
		return err
	})
}

func TestTheCustodianAloneCertifies(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	certificate := seed("certificate")
	bind := func(by, name string, digest []byte) func(context.Context) error {
		s := signer(f.t, name)
		msg := &wallet.MsgBindDevice{Signer: by, Wallet: alice.String(), Algorithm: s.Algorithm(), PublicKey: s.PublicKey(), Certificate: digest}
		return func(ctx context.Context) error { _, err := f.msgs.BindDevice(ctx, msg); return err }
	}
	f.refused(wallet.ErrUnauthorized, bind(alice.String(), "token", certificate[:]))
	f.refused(wallet.ErrDeviceInvalid, bind(operations("bank-a"), "token", certificate[:31]))
	f.refused(wallet.ErrDeviceInvalid, bind(operations("bank-a"), "token", make([]byte, 32)))
	f.done(bind(operations("bank-a"), "token", certificate[:]))
	f.done(bind(alice.String(), "phone", nil))

	view, err := f.queries.Device(f.ctx, &wallet.QueryDeviceRequest{Wallet: alice.String(), DeviceId: deviceID(signer(t, "token"))})
	require.NoError(t, err)
	require.Equal(t, hex.EncodeToString(certificate[:]), view.Device.Certificate)
}

func TestFactors(t *testing.T) {
	f := newFixture(t)
	addr, salt := salted("alice")
	certificate := seed("certificate")
	first := signer(t, "token")
	_, err := f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{
		Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_PERSON, Tier: 2, Salt: salt,
		FirstDevice: &wallet.DeviceKey{Algorithm: first.Algorithm(), PublicKey: first.PublicKey(), Certificate: certificate[:]},
	})
	require.NoError(t, err)
	f.done(f.bind(operations("bank-a"), addr, signer(t, "phone")))
	f.done(f.bind(operations("bank-a"), addr, signer(t, "tablet")))
	f.wait(day)
	for name, tc := range map[string]struct {
		by   []string
		want wallet.Factors
	}{
		"one device":                        {[]string{"phone"}, wallet.Factors{Signatures: 1}},
		"one certified device":              {[]string{"token"}, wallet.Factors{Signatures: 1, Certified: true}},
		"two devices":                       {[]string{"phone", "tablet"}, wallet.Factors{Signatures: 2}},
		"two devices, the first certified":  {[]string{"token", "phone"}, wallet.Factors{Signatures: 2, Certified: true}},
		"two devices, the second certified": {[]string{"phone", "token"}, wallet.Factors{Signatures: 2, Certified: true}},
	} {
		t.Run(name, func(t *testing.T) {
			var by []wallet.Signer
			for _, device := range tc.by {
				by = append(by, signer(t, device))
			}
			got, err := f.keeper.Authenticate(f.ctx, f.contest(addr, signer(t, "other"), raw, by...))
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}
