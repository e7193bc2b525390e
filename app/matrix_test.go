// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	kmultisig "github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

// somebody is who signs in a cell of the matrix, and what it is.
type somebody struct {
	name   string
	key    *secp256k1.PrivKey
	known  bool
	owner  bool
	duties []consortium.Duty
	role   consortium.Role
}

// everybody is one signer for every duty of every role, a submitter, an owner and a stranger. The authority is nobody:
// it has no key, and what is open to it alone must be shut to all of these.
func everybody(t *testing.T, w *town) []somebody {
	owner := w.openOwner(genesis.BankA, 1, "owner")
	all := []somebody{
		{name: "a stranger", key: w.Keys.Account("nobody", "nothing", 0)},
		{name: "an owner", key: owner.owner, known: true, owner: true},
	}
	members, err := w.App.Keepers.Consortium.Members(w.Context())
	require.NoError(t, err)
	uses := map[consortium.Duty]string{
		consortium.DUTY_GOVERNANCE: genesis.KeyGovernance, consortium.DUTY_OPERATIONS: genesis.KeyOperations,
		consortium.DUTY_TREASURY: genesis.KeyTreasury, consortium.DUTY_COMPLIANCE: genesis.KeyCompliance,
		consortium.DUTY_RISK: genesis.KeyRisk, consortium.DUTY_ATTESTATION: genesis.KeyAttestation,
		consortium.DUTY_SUBMITTER: genesis.KeySubmitter,
	}
	for _, m := range members {
		for duty, use := range uses {
			key := w.Keys.Account(m.Id, use, 0)
			actor, known, err := w.App.Keepers.Consortium.Actor(w.Context(), key.PubKey().Address())
			require.NoError(t, err)
			if !known {
				continue // not every member has submitters
			}
			require.True(t, actor.Duties.Has(duty))
			_, err = w.App.Keepers.Wallet.Wallet(w.Context(), key.PubKey().Address().Bytes())
			all = append(all, somebody{
				name: use + " of " + m.Id, key: key, known: true, owner: err == nil, duties: []consortium.Duty{duty}, role: m.Roles[0],
			})
		}
	}
	slices.SortFunc(all, func(a, b somebody) int { return strings.Compare(a.name, b.name) })
	return all
}

// allowed reads the matrix anew, without the methods that admission uses.
func (s somebody) allowed(rule consortium.AccessRule) bool {
	if rule.WalletOwner && s.owner {
		return true
	}
	for _, duty := range s.duties {
		if slices.Contains(rule.Duties, duty) && (len(rule.Roles) == 0 || slices.Contains(rule.Roles, s.role)) {
			return true
		}
	}
	return false
}

// messageFrom is an otherwise empty message of a type, signed by an address.
func messageFrom(t *testing.T, registry codectypes.InterfaceRegistry, url, signer string) sdk.Msg {
	t.Helper()
	resolved, err := registry.Resolve(url)
	require.NoError(t, err)
	descriptor, err := registry.FindDescriptorByName(protoreflect.FullName(strings.TrimPrefix(url, "/")))
	require.NoError(t, err)
	fields := proto.GetExtension(descriptor.Options(), msgv1.E_Signer).([]string)
	require.Len(t, fields, 1, "%s has one signer", url)
	for field := range reflect.TypeOf(resolved).Elem().NumField() {
		tag := reflect.TypeOf(resolved).Elem().Field(field).Tag.Get("protobuf")
		if slices.Contains(strings.Split(tag, ","), "name="+fields[0]) {
			reflect.ValueOf(resolved).Elem().Field(field).SetString(signer)
			return resolved
		}
	}
	t.Fatalf("%s has no field %s", url, fields[0])
	return nil
}

// Every message type from everybody: where the matrix says no, admission says that the message is not permitted or
// the signer unknown; where it says yes, whatever fails is not that.
func TestOnlyListedCellsPassAdmission(t *testing.T) {
	w := newTown(t, 0, nil)
	people := everybody(t, w)
	open, shut := 0, 0
	for _, url := range app.AccessMatrix().TypeURLs() {
		for _, who := range people {
			raw := w.Craft(who.key, nil, messageFrom(t, w.App.Encoding().InterfaceRegistry, url, address(who.key)))
			tx, err := w.App.TxDecode(raw)
			require.NoError(t, err)

			_, err = w.admit(tx, raw)

			switch {
			case !who.known:
				require.ErrorIs(t, err, ante.ErrSignerUnknown, "%s by %s", url, who.name)
				shut++
			case who.allowed(app.AccessMatrix()[url]):
				require.NoError(t, err, "%s by %s", url, who.name)
				open++
			default:
				require.ErrorIs(t, err, ante.ErrNotPermitted, "%s by %s", url, who.name)
				shut++
			}
		}
	}
	require.Equal(t, len(app.AccessMatrix())*len(people), open+shut)
	t.Logf("%d message types, %d signers: %d cells open, %d shut", len(app.AccessMatrix()), len(people), open, shut)
}

// admit runs admission alone, on a branch of the committed state: an empty message would fail its form before.
func (w *town) admit(tx sdk.Tx, raw []byte) (sdk.Context, error) {
	ctx, _ := w.Context().CacheContext()
	k := w.App.Keepers
	return ante.New(k.Lanes, k.Consortium, k.Wallet, k.Consortium.Matrix(), w.App.Pool()).Admit(ctx.WithTxBytes(raw), tx, false)
}

// Of the SDK's own messages three have a handler, which no signer reaches, and every message that has one is in the matrix.
func TestServedMessagesOfTheSDK(t *testing.T) {
	w := newTown(t, 0, nil)
	registry, router := w.App.Encoding().InterfaceRegistry, w.App.MsgServiceRouter()
	foreign := 0
	var served []string
	for _, url := range registry.ListImplementations(sdk.MsgInterfaceProtoName) {
		_, listed := app.AccessMatrix()[url]
		require.Equal(t, listed, router.HandlerByTypeURL(url) != nil, url)
		if listed && !strings.HasPrefix(url, "/tael.") {
			require.Equal(t, consortium.AccessRule{Authority: true, Lane: consortium.LANE_ADMINISTRATION}, app.AccessMatrix()[url], url)
			served = append(served, url)
		}
		if !listed {
			foreign++
		}
	}
	require.Greater(t, foreign, 4, "the registry knows bank, auth, consensus and upgrade")
	require.ElementsMatch(t, []string{
		"/cosmos.consensus.v1.MsgUpdateParams", "/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", "/cosmos.upgrade.v1beta1.MsgCancelUpgrade",
	}, served)
	for _, url := range []string{
		"/cosmos.bank.v1beta1.MsgSend", "/cosmos.bank.v1beta1.MsgMultiSend", "/cosmos.bank.v1beta1.MsgUpdateParams",
		"/cosmos.auth.v1beta1.MsgUpdateParams",
	} {
		require.Nil(t, router.HandlerByTypeURL(url), url)
	}
}

// A row too few or too many keeps the chain from starting: the wiring panics with what is wrong.
func TestAMatrixThatDoesNotFitIsRefused(t *testing.T) {
	served := app.AccessMatrix().TypeURLs()
	cases := map[string]struct {
		change func(consortium.Matrix)
		names  string
	}{
		"a row too few": {func(m consortium.Matrix) { delete(m, "/tael.payment.v1.MsgPay") }, "missing [/tael.payment.v1.MsgPay], unknown []"},
		"a row too many": {
			func(m consortium.Matrix) { m["/cosmos.bank.v1beta1.MsgSend"] = consortium.AccessRule{} },
			"missing [], unknown [/cosmos.bank.v1beta1.MsgSend]",
		},
		"both": {
			func(m consortium.Matrix) {
				delete(m, "/tael.netting.v1.MsgSetCap")
				m["/tael.netting.v1.MsgSetCaps"] = consortium.AccessRule{}
			},
			"missing [/tael.netting.v1.MsgSetCap], unknown [/tael.netting.v1.MsgSetCaps]",
		},
	}
	require.NoError(t, app.AccessMatrix().Complete(served))
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			matrix := app.AccessMatrix()
			tc.change(matrix)
			err := matrix.Complete(served)
			require.ErrorIs(t, err, consortium.ErrMatrixIncomplete)
			require.ErrorContains(t, err, tc.names)
		})
	}
}

// Two thirds of the voting members act for the consortium; fewer do not, whoever they are.
func TestTheConsortiumNeedsItsThreshold(t *testing.T) {
	cases := map[string]struct {
		voters []string
		acts   bool
	}{
		"one":                                {[]string{genesis.BankA}, false},
		"three of five":                      {[]string{genesis.BankA, genesis.BankB, genesis.Clearing}, false},
		"one four times":                     {[]string{genesis.BankA, genesis.BankA, genesis.BankA, genesis.BankA}, false},
		"four of five":                       {[]string{genesis.BankA, genesis.BankB, genesis.Clearing, genesis.WalletOp}, true},
		"another four":                       {[]string{genesis.CentralBank, genesis.BankB, genesis.Clearing, genesis.WalletOp}, true},
		"three and the one that has no vote": {[]string{genesis.BankA, genesis.BankB, genesis.Clearing, genesis.Regulator}, false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, 0, nil)
			w.commit(w.Decide(tc.voters, &consortium.MsgSuspendMember{Authority: w.Authority(), Member: genesis.BankB})...)
			m, err := w.App.Keepers.Consortium.MemberByID(w.Context(), genesis.BankB)
			require.NoError(t, err)
			require.Equal(t, tc.acts, m.Status == consortium.MEMBER_STATUS_SUSPENDED)
		})
	}
}

// An officer may be a multisig of its own, as long as it is what it looks like: distinct keys, none of them a multisig.
func TestMultisigsThatHideSomethingAreRefused(t *testing.T) {
	first, second := secp256k1.GenPrivKeyFromSecret([]byte("first")), secp256k1.GenPrivKeyFromSecret([]byte("second"))
	both := kmultisig.NewLegacyAminoPubKey(2, []cryptotypes.PubKey{first.PubKey(), second.PubKey()})
	crowd := make([]cryptotypes.PubKey, ante.MaxMultisigMembers+1)
	for i := range crowd {
		crowd[i] = secp256k1.GenPrivKeyFromSecret([]byte{byte(i)}).PubKey()
	}
	cases := map[string]struct {
		key     *kmultisig.LegacyAminoPubKey
		signers []*secp256k1.PrivKey
		want    error
	}{
		"two distinct keys": {both, []*secp256k1.PrivKey{first, second}, nil},
		"the same key twice": {
			kmultisig.NewLegacyAminoPubKey(2, []cryptotypes.PubKey{first.PubKey(), first.PubKey()}),
			[]*secp256k1.PrivKey{first, first},
			ante.ErrKey,
		},
		"a multisig inside": {
			kmultisig.NewLegacyAminoPubKey(1, []cryptotypes.PubKey{first.PubKey(), both}), []*secp256k1.PrivKey{first}, ante.ErrKey,
		},
		"more members than a multisig may have": {kmultisig.NewLegacyAminoPubKey(1, crowd), []*secp256k1.PrivKey{secp256k1.GenPrivKeyFromSecret([]byte{0})}, ante.ErrKey},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, 0, nil)
			officer := sdk.AccAddress(tc.key.Address())
			w.commit(w.Decide(w.Voters(), &consortium.MsgAssignDuty{
				Authority: w.Authority(), Member: genesis.BankA, Duty: consortium.DUTY_OPERATIONS, Address: officer.String(),
			})...)
			_, err := w.App.Keepers.Consortium.RequireDuty(w.Context(), officer.String(), consortium.DUTY_OPERATIONS)
			require.NoError(t, err)

			submitter := w.Keys.Address("newcomer", genesis.KeySubmitter, 0)
			raw := w.multisigned(tc.key, tc.signers, &consortium.MsgAddSubmitter{Operator: officer.String(), Address: submitter.String()})
			result := w.commit(raw).TxResults[0]
			if tc.want == nil {
				require.Zero(t, result.Code, result.Log)
				return
			}
			requireCode(t, ante.ErrKey, result.Codespace, result.Code, result.Log)
			requireRejected(t, w.Chain, raw)
			check, err := w.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
			require.NoError(t, err)
			requireCode(t, ante.ErrKey, check.Codespace, check.Code, check.Log)
		})
	}
}

// multisigned is a transaction of a multisig account, signed by its first members.
func (w *town) multisigned(key *kmultisig.LegacyAminoPubKey, signers []*secp256k1.PrivKey, msg sdk.Msg) []byte {
	w.t.Helper()
	packed, err := codectypes.NewAnyWithValue(key)
	require.NoError(w.t, err)
	bits := cryptotypes.NewCompactBitArray(len(key.GetPubKeys()))
	var modes []*tx.ModeInfo
	for i := range signers {
		bits.SetIndex(i, true)
		modes = append(modes, &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{Single: &tx.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT}}})
	}
	account := w.App.Keepers.Account.GetAccount(w.Context(), sdk.AccAddress(key.Address()))
	return w.Craft(signers[0], func(d *apptest.Draft) {
		d.Number = account.GetAccountNumber()
		d.Auth = tx.AuthInfo{
			SignerInfos: []*tx.SignerInfo{{
				PublicKey: packed, Sequence: account.GetSequence(),
				ModeInfo: &tx.ModeInfo{Sum: &tx.ModeInfo_Multi_{Multi: &tx.ModeInfo_Multi{Bitarray: bits, ModeInfos: modes}}},
			}},
			Fee: &tx.Fee{GasLimit: gas.FullBatch},
		}
		body, err := d.Body.Marshal()
		require.NoError(w.t, err)
		auth, err := d.Auth.Marshal()
		require.NoError(w.t, err)
		doc, err := (&tx.SignDoc{BodyBytes: body, AuthInfoBytes: auth, ChainId: d.ChainID, AccountNumber: d.Number}).Marshal()
		require.NoError(w.t, err)
		d.Spoil = func([][]byte) [][]byte {
			var multi cryptotypes.MultiSignature
			for _, s := range signers {
				signature, err := s.Sign(doc)
				require.NoError(w.t, err)
				multi.Signatures = append(multi.Signatures, signature)
			}
			signature, err := multi.Marshal()
			require.NoError(w.t, err)
			return [][]byte{signature}
		}
	}, msg)
}
