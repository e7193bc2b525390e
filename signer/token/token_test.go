// SPDX-License-Identifier: Apache-2.0

//go:build cgo

package token

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/miekg/pkcs11"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer/mark"
	"github.com/taelnet/tael/signer/token/softhsm"
)

const testPIN = softhsm.PIN

func newToken(t *testing.T, label string) Where {
	t.Helper()
	return Where{Module: softhsm.New(t, label), Token: label, Label: "validator"}
}

func count(height int64) mark.Count {
	return mark.Mark{Place: mark.Place{Height: height, Step: mark.StepPrecommit}, SignBytes: []byte("x"), Signature: []byte("s")}.Count()
}

func generated(t *testing.T, label string) *Token {
	t.Helper()
	token, err := Generate(newToken(t, label), testPIN)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, token.Close()) })
	return token
}

func TestAKeyIsMadeInTheTokenAndSigns(t *testing.T) {
	where := newToken(t, "signs")
	made, err := Generate(where, testPIN)
	require.NoError(t, err)
	_, err = Generate(where, testPIN)
	require.ErrorIs(t, err, ErrKeyExists)
	require.NoError(t, made.Close())

	again, err := Open(where, testPIN)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, again.Close()) })
	require.Equal(t, made.PubKey(), again.PubKey())
	signature, err := again.Sign([]byte("a vote"))
	require.NoError(t, err)
	require.True(t, again.PubKey().VerifySignature([]byte("a vote"), signature))
	_, err = again.module.GetAttributeValue(again.session, again.private, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil)})
	require.Error(t, err, "the private key does not leave the token")
}

func TestATokenThatCannotServeSaysWhy(t *testing.T) {
	where := newToken(t, "empty")
	_, err := Open(where, testPIN)
	require.ErrorIs(t, err, ErrNoKey)
	require.ErrorContains(t, err, "taeld signer keygen")
	_, err = Open(Where{Module: where.Module, Token: "nobody's", Label: "validator"}, testPIN)
	require.ErrorIs(t, err, ErrNoToken)
	require.ErrorContains(t, err, `"empty"`)
	_, err = Open(Where{Module: filepath.Join(t.TempDir(), "none.so"), Token: "empty"}, testPIN)
	require.ErrorIs(t, err, ErrNoModule)
	text := filepath.Join(t.TempDir(), "text.so")
	require.NoError(t, os.WriteFile(text, []byte("no library"), 0o600))
	_, err = Open(Where{Module: text, Token: "empty"}, testPIN)
	require.ErrorIs(t, err, ErrNoModule)
}

func TestAWrongPINIsRefused(t *testing.T) {
	where := newToken(t, "pin")
	_, err := Open(where, "0000")
	require.ErrorContains(t, err, "CKR_PIN_INCORRECT")
}

func TestTheCounterOutlivesTheSession(t *testing.T) {
	token := generated(t, "counts")
	_, err := token.Counter()
	require.ErrorIs(t, err, ErrNoCounter)
	counter, err := token.CreateCounter(count(0))
	require.NoError(t, err)
	_, err = token.CreateCounter(count(0))
	require.ErrorIs(t, err, mark.ErrExists)

	for height := int64(1); height < 6; height++ {
		require.NoError(t, counter.Write(count(height)))
		again, err := token.Counter()
		require.NoError(t, err)
		got, err := again.Read()
		require.NoError(t, err)
		require.Equal(t, count(height), got)
	}
	require.ErrorIs(t, counter.Write(count(4)), mark.ErrBehind)
}

func TestATornCountLeavesTheOneBeforeIt(t *testing.T) {
	token := generated(t, "torn")
	counter, err := token.CreateCounter(count(1))
	require.NoError(t, err)
	_, err = token.module.CreateObject(token.session, append(counter.query(),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_VALUE, []byte("half"))))
	require.NoError(t, err)
	got, err := counter.Read()
	require.NoError(t, err)
	require.Equal(t, count(1), got)

	require.NoError(t, counter.create(count(2)), "as a loss of power between the new object and the end of the old one leaves it")
	got, err = counter.Read()
	require.NoError(t, err)
	require.Equal(t, count(2), got)

	require.NoError(t, counter.Write(count(3)))
	all, err := counter.all()
	require.NoError(t, err)
	require.Len(t, all, 1, "what was left behind is gone")
	require.Equal(t, count(3), all[0].count)
}

func TestADamagedOrDeletedCountIsNoFreshStart(t *testing.T) {
	token := generated(t, "deleted")
	counter, err := token.CreateCounter(count(5))
	require.NoError(t, err)
	all, err := counter.all()
	require.NoError(t, err)
	require.NoError(t, token.module.DestroyObject(token.session, all[0].object))
	_, err = counter.Read()
	require.ErrorIs(t, err, ErrNoCounter)
	require.ErrorIs(t, counter.Write(count(6)), ErrNoCounter)
	_, err = token.Counter()
	require.ErrorIs(t, err, ErrNoCounter)

	_, err = token.module.CreateObject(token.session, append(counter.query(),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_VALUE, []byte("half"))))
	require.NoError(t, err)
	_, err = counter.Read()
	require.ErrorIs(t, err, mark.ErrDamaged)
	require.ErrorIs(t, counter.Write(count(6)), mark.ErrDamaged)
}
