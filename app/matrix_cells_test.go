// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

// castID is the member of a role, or of a role and suspended, that has a holder for every duty there is.
func castID(role consortium.Role, suspended bool) string {
	id := "cast-" + strings.ToLower(strings.ReplaceAll(plain(role.String(), "ROLE_"), "_", "-"))
	if suspended {
		id += "-s"
	}
	return id
}

// cast adds a member of every role, and a suspended one, with a holder for every duty.
func cast(t *testing.T) func(*genesis.Network) {
	return func(n *genesis.Network) {
		keys, err := genesis.DevKeys(n.ChainID)
		require.NoError(t, err)
		for _, role := range rolesInOrder(t) {
			for _, suspended := range []bool{false, true} {
				number := uint32(len(n.Members)) + 1
				m := consortium.Member{
					Number: number, Id: castID(role, suspended), Name: "Cast", Lei: castLEI(number),
					Bic:          fmt.Sprintf("CAS%cCN%c0", 'A'+number, 'A'+number),
					Jurisdiction: "CN", Roles: []consortium.Role{role}, Status: consortium.MEMBER_STATUS_ACTIVE,
				}
				if suspended {
					m.Status = consortium.MEMBER_STATUS_SUSPENDED
				}
				for _, duty := range dutiesInOrder() {
					m.Duties = append(m.Duties, consortium.DutyHolder{Duty: duty, Address: keys.Address(m.Id, duty.String(), 0).String()})
				}
				n.Members = append(n.Members, m)
			}
		}
	}
}

// castLEI is an identifier of nobody whose check digits are right.
func castLEI(n uint32) string {
	for check := range 100 {
		if lei := fmt.Sprintf("0000TAELCAST0%05d%02d", n, check); consortium.ValidateLEI(lei) == nil {
			return lei
		}
	}
	return ""
}

// everyone is one signer for every role and duty, of active and of suspended members, an owner and a stranger.
func everyone(t *testing.T, w *town) []somebody {
	owner := w.openOwner(genesis.BankA, 1, "owner")
	all := []somebody{
		{name: "a stranger", key: w.Keys.Account("nobody", "nothing", 0)},
		{name: "an owner", key: owner.owner, known: true, owner: true},
	}
	for _, role := range rolesInOrder(t) {
		for _, suspended := range []bool{false, true} {
			for _, duty := range dutiesInOrder() {
				all = append(all, somebody{
					name: fmt.Sprintf("%s of %s, suspended %t", duty, role, suspended), key: w.Keys.Account(castID(role, suspended), duty.String(), 0),
					known: true, duties: []consortium.Duty{duty}, role: role,
				})
			}
		}
	}
	return all
}

// S7: every message type that the registry serves, by every role with every duty, an owner and a stranger: admission
// answers by the matrix; CheckTx turns away what is shut, and a block full of it changes nothing.
func TestS07_EveryCellOfTheMatrix(t *testing.T) {
	w := newTown(t, 0, nil, cast(t))
	people := everyone(t, w)
	matrix, registry, router := app.AccessMatrix(), w.App.Encoding().InterfaceRegistry, w.App.MsgServiceRouter()
	var shut [][]byte
	open := 0
	for _, url := range registry.ListImplementations("cosmos.base.v1beta1.Msg") {
		if router.HandlerByTypeURL(url) == nil {
			continue
		}
		rule, classified := matrix[url]
		require.True(t, classified, "%s is served and has no row", url)
		for _, who := range people {
			raw := w.Craft(who.key, nil, messageFrom(t, registry, url, address(who.key)))
			tx, err := w.App.TxDecode(raw)
			require.NoError(t, err)
			_, err = w.admit(tx, raw)
			switch {
			case !who.known:
				require.ErrorIs(t, err, ante.ErrSignerUnknown, "%s by %s", url, who.name)
			case who.allowed(rule):
				require.NoError(t, err, "%s by %s", url, who.name)
				open++
				continue
			default:
				require.ErrorIs(t, err, ante.ErrNotPermitted, "%s by %s", url, who.name)
			}
			shut = append(shut, raw)
		}
	}
	for _, raw := range shut {
		check, err := w.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
		require.NoError(t, err)
		require.NotZero(t, check.Code)
	}
	before := w.commit().AppHash
	res := w.commit(shut...)
	for _, result := range res.TxResults {
		require.NotZero(t, result.Code)
		require.Empty(t, result.Events)
	}
	require.Equal(t, before, res.AppHash, "what is shut changes nothing")
	t.Logf("%d signers: %d cells open, %d shut", len(people), open, len(shut))
}

// The authority's address in the place of the signer does not help whoever signs with another key.
func TestS08_NobodySignsAsTheAuthority(t *testing.T) {
	w := newTown(t, 0, nil, cast(t))
	authority, err := w.App.Keepers.Consortium.Authority(w.Context())
	require.NoError(t, err)
	for _, key := range []*secp256k1.PrivKey{
		w.Keys.Account(castID(consortium.ROLE_REGULATOR, false), consortium.DUTY_GOVERNANCE.String(), 0),
		w.Keys.Account(genesis.BankA, genesis.KeyGovernance, 0), w.Keys.Account("nobody", "nothing", 0),
	} {
		raw := w.Craft(key, nil, &consortium.MsgSuspendMember{Authority: authority.String(), Member: genesis.BankB})
		check, err := w.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
		require.NoError(t, err)
		require.Equal(t, ante.Codespace, check.Codespace, check.Log)
		requireRejected(t, w.Chain, raw)
	}
}

// A message type that is served without a row, and a row without a message type, keep an application from being
// assembled, with the names.
func TestANodeWithAnotherMatrixDoesNotStart(t *testing.T) {
	_, err := app.OpenWith(app.AccessMatrix())
	require.NoError(t, err)

	fewer := app.AccessMatrix()
	delete(fewer, "/tael.payment.v1.MsgPay")
	_, err = app.OpenWith(fewer)
	require.ErrorIs(t, err, consortium.ErrMatrixIncomplete)
	require.ErrorContains(t, err, "missing [/tael.payment.v1.MsgPay]")

	more := app.AccessMatrix()
	more["/tael.payment.v1.MsgPayTwice"] = more["/tael.payment.v1.MsgPay"]
	_, err = app.OpenWith(more)
	require.ErrorIs(t, err, consortium.ErrMatrixIncomplete)
	require.ErrorContains(t, err, "unknown [/tael.payment.v1.MsgPayTwice]")
}
