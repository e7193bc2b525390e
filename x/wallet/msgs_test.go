// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256r1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

func bech32(name string) string {
	addr := address(name)
	return sdk.AccAddress(addr[:]).String()
}

func packed(t *testing.T, key cryptotypes.PubKey) *codectypes.Any {
	t.Helper()
	value, err := codectypes.NewAnyWithValue(key)
	require.NoError(t, err)
	return value
}

func deviceKey(t *testing.T, name string) *wallet.DeviceKey {
	t.Helper()
	return &wallet.DeviceKey{Algorithm: wallet.KEY_ALGORITHM_P256, PublicKey: newSigner(t, wallet.KEY_ALGORITHM_P256, name).PublicKey()}
}

func TestMsgOpenWalletValidateBasic(t *testing.T) {
	secp, edwards := secp256k1.GenPrivKeyFromSecret([]byte("alice")).PubKey(), ed25519.GenPrivKeyFromSecret([]byte("alice")).PubKey()
	nist, err := secp256r1.GenPrivKey()
	require.NoError(t, err)
	salt := seed("salt")
	salted := wallet.AddressFromSalt(salt[:]).String()
	open := func(edit func(*wallet.MsgOpenWallet)) *wallet.MsgOpenWallet {
		m := &wallet.MsgOpenWallet{Operator: bech32("operator"), Address: salted, Kind: wallet.WALLET_KIND_PERSON, Tier: 1, Salt: salt[:]}
		edit(m)
		return m
	}
	owned := func(key cryptotypes.PubKey) func(*wallet.MsgOpenWallet) {
		return func(m *wallet.MsgOpenWallet) {
			m.Salt, m.OwnerKey, m.Address = nil, packed(t, key), sdk.AccAddress(key.Address()).String()
		}
	}
	// The preimage of a settlement account of a denom of 12 letters has the length of an Ed25519 key.
	preimage := &ed25519.PubKey{Key: []byte("tael/settlement/v1\x00\x01abcdefghijkl")}
	cases := map[string]struct {
		msg *wallet.MsgOpenWallet
		err error
	}{
		"a salt's address is opened":             {open(func(*wallet.MsgOpenWallet) {}), nil},
		"a secp256k1 owner's address is opened":  {open(owned(secp)), nil},
		"an ed25519 owner's address is opened":   {open(owned(edwards)), nil},
		"a first device comes along":             {open(func(m *wallet.MsgOpenWallet) { m.FirstDevice = deviceKey(t, "first") }), nil},
		"an address alone is for the keeper":     {open(func(m *wallet.MsgOpenWallet) { m.Salt = nil }), nil},
		"a suspense wallet is opened":            {open(func(m *wallet.MsgOpenWallet) { m.Kind, m.Tier, m.Currency = wallet.WALLET_KIND_SUSPENSE, 0, "cny" }), nil},
		"a P-256 owner key":                      {open(func(m *wallet.MsgOpenWallet) { m.Salt, m.OwnerKey = nil, packed(t, nist.PubKey()) }), wallet.ErrOwnerKeyInvalid},
		"an owner key that is an address' image": {open(owned(preimage)), wallet.ErrOwnerKeyInvalid},
		"an owner key cut short": {open(func(m *wallet.MsgOpenWallet) {
			m.Salt, m.OwnerKey = nil, packed(t, &ed25519.PubKey{Key: make([]byte, 32)})
		}), wallet.ErrOwnerKeyInvalid},
		"an owner key that is none":          {open(func(m *wallet.MsgOpenWallet) { m.Salt, m.OwnerKey = nil, &codectypes.Any{TypeUrl: "/x"} }), wallet.ErrOwnerKeyInvalid},
		"another owner's address":            {open(func(m *wallet.MsgOpenWallet) { owned(secp)(m); m.Address = bech32("bob") }), wallet.ErrAddressUnproven},
		"another salt's address":             {open(func(m *wallet.MsgOpenWallet) { m.Address = bech32("bob") }), wallet.ErrAddressUnproven},
		"a salt of 31 bytes":                 {open(func(m *wallet.MsgOpenWallet) { m.Salt = m.Salt[:31] }), wallet.ErrAddressUnproven},
		"a salt and an owner key":            {open(func(m *wallet.MsgOpenWallet) { owned(secp)(m); m.Salt = salt[:] }), wallet.ErrAddressUnproven},
		"no operator":                        {open(func(m *wallet.MsgOpenWallet) { m.Operator = "" }), wallet.ErrAddressInvalid},
		"no address":                         {open(func(m *wallet.MsgOpenWallet) { m.Address = "" }), wallet.ErrAddressInvalid},
		"no kind":                            {open(func(m *wallet.MsgOpenWallet) { m.Kind = 0 }), wallet.ErrWalletInvalid},
		"a person's wallet with a currency":  {open(func(m *wallet.MsgOpenWallet) { m.Currency = "cny" }), wallet.ErrWalletInvalid},
		"a suspense wallet without currency": {open(func(m *wallet.MsgOpenWallet) { m.Kind, m.Tier = wallet.WALLET_KIND_SUSPENSE, 0 }), wallet.ErrWalletInvalid},
		"a suspense wallet with a device": {open(func(m *wallet.MsgOpenWallet) {
			m.Kind, m.Tier, m.Currency, m.FirstDevice = wallet.WALLET_KIND_SUSPENSE, 0, "cny", deviceKey(t, "first")
		}), wallet.ErrWalletInvalid},
		"a first device that is no key": {open(func(m *wallet.MsgOpenWallet) {
			m.FirstDevice = &wallet.DeviceKey{Algorithm: 1, PublicKey: make([]byte, 33)}
		}), wallet.ErrDeviceInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}

func TestOtherMessagesValidateBasic(t *testing.T) {
	evidence, key := seed("evidence"), deviceKey(t, "later")
	cases := map[string]struct {
		msg interface{ ValidateBasic() error }
		err error
	}{
		"a closing":                     {&wallet.MsgCloseWallet{Operator: bech32("o"), Address: bech32("a")}, nil},
		"a closing without operator":    {&wallet.MsgCloseWallet{Address: bech32("a")}, wallet.ErrAddressInvalid},
		"a tier":                        {&wallet.MsgChangeTier{Officer: bech32("o"), Address: bech32("a"), Evidence: evidence[:]}, nil},
		"a tier without evidence":       {&wallet.MsgChangeTier{Officer: bech32("o"), Address: bech32("a")}, wallet.ErrEvidenceInvalid},
		"a tier with zero evidence":     {&wallet.MsgChangeTier{Officer: bech32("o"), Address: bech32("a"), Evidence: make([]byte, 32)}, wallet.ErrEvidenceInvalid},
		"a tier of nobody":              {&wallet.MsgChangeTier{Officer: bech32("o"), Evidence: evidence[:]}, wallet.ErrAddressInvalid},
		"a binding":                     {&wallet.MsgBindDevice{Signer: bech32("o"), Wallet: bech32("a"), Algorithm: key.Algorithm, PublicKey: key.PublicKey}, nil},
		"a binding of a wrong curve":    {&wallet.MsgBindDevice{Signer: bech32("o"), Wallet: bech32("a"), Algorithm: wallet.KEY_ALGORITHM_ED25519, PublicKey: key.PublicKey}, wallet.ErrDeviceInvalid},
		"a binding to nobody":           {&wallet.MsgBindDevice{Signer: bech32("o"), Algorithm: key.Algorithm, PublicKey: key.PublicKey}, wallet.ErrAddressInvalid},
		"a revocation":                  {&wallet.MsgRevokeDevice{Signer: bech32("o"), Wallet: bech32("a"), DeviceId: "00112233445566778899aabbccddeeff00112233"}, nil},
		"a revocation of nothing":       {&wallet.MsgRevokeDevice{Signer: bech32("o"), Wallet: bech32("a")}, wallet.ErrDeviceInvalid},
		"a revocation by nobody":        {&wallet.MsgRevokeDevice{Wallet: bech32("a")}, wallet.ErrAddressInvalid},
		"a contest":                     {&wallet.MsgContestDevice{Carrier: bech32("o"), Instruction: []byte{1}}, nil},
		"a contest without instruction": {&wallet.MsgContestDevice{Carrier: bech32("o")}, wallet.ErrInstructionMalformed},
		"a contest that is too long":    {&wallet.MsgContestDevice{Carrier: bech32("o"), Instruction: make([]byte, wallet.MaxInstructionTwo+1)}, wallet.ErrInstructionMalformed},
		"a contest carried by nobody":   {&wallet.MsgContestDevice{Instruction: []byte{1}}, wallet.ErrAddressInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}

func TestMessagesOfCustodyPersonsAndDormancyValidateBasic(t *testing.T) {
	commitment := seed("commitment")
	alice, bank := bech32("alice"), bech32("operator")
	cases := map[string]struct {
		msg interface{ ValidateBasic() error }
		err error
	}{
		"a commitment":                 {&wallet.MsgCommitPerson{Operator: bank, Wallet: alice, Year: 2026, Commitment: commitment[:]}, nil},
		"a commitment of no year":      {&wallet.MsgCommitPerson{Operator: bank, Wallet: alice, Commitment: commitment[:]}, wallet.ErrPersonYear},
		"a commitment of a long year":  {&wallet.MsgCommitPerson{Operator: bank, Wallet: alice, Year: 1 << 16, Commitment: commitment[:]}, wallet.ErrPersonYear},
		"a commitment of nothing":      {&wallet.MsgCommitPerson{Operator: bank, Wallet: alice, Year: 2026}, wallet.ErrPersonCommitment},
		"a commitment of zeros":        {&wallet.MsgCommitPerson{Operator: bank, Wallet: alice, Year: 2026, Commitment: make([]byte, 32)}, wallet.ErrPersonCommitment},
		"a commitment by nobody":       {&wallet.MsgCommitPerson{Wallet: alice, Year: 2026, Commitment: commitment[:]}, wallet.ErrAddressInvalid},
		"a custody move":               {&wallet.MsgRequestCustodyMove{Signer: alice, Wallet: alice, To: "bank-b"}, nil},
		"a custody move to nobody":     {&wallet.MsgRequestCustodyMove{Signer: alice, Wallet: alice}, wallet.ErrCustodyMoveInvalid},
		"a custody move of nothing":    {&wallet.MsgRequestCustodyMove{Signer: alice, To: "bank-b"}, wallet.ErrAddressInvalid},
		"a cancelled move":             {&wallet.MsgCancelCustodyMove{Signer: alice, Wallet: alice}, nil},
		"a cancelled move of nothing":  {&wallet.MsgCancelCustodyMove{Signer: alice}, wallet.ErrAddressInvalid},
		"a notice":                     {&wallet.MsgGiveDormancyNotice{Operator: bank, Wallet: alice}, nil},
		"a notice by nobody":           {&wallet.MsgGiveDormancyNotice{Wallet: alice}, wallet.ErrAddressInvalid},
		"a withdrawn notice":           {&wallet.MsgWithdrawDormancyNotice{Signer: alice, Wallet: alice}, nil},
		"a withdrawn notice by nobody": {&wallet.MsgWithdrawDormancyNotice{Wallet: alice}, wallet.ErrAddressInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}
