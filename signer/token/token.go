// SPDX-License-Identifier: Apache-2.0

//go:build cgo

package token

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/miekg/pkcs11"
)

// Numbers of PKCS#11 v3.0 for Edwards curves, which the Go binding does not name.
const (
	ckkEdwards           = 0x40
	ckmEdwardsKeyPairGen = 0x1055
	ckmEdDSA             = 0x1057
)

// mostFound is how many objects of one label are looked at. There is one, or a few after a crash.
const mostFound = 16

// edwards25519 is the curve's name as a DER PrintableString, the value of CKA_EC_PARAMS.
var edwards25519 = append([]byte{0x13, 12}, "edwards25519"...)

// Token is a session with a token and one Ed25519 key in it. The private key never leaves the token. The PIN stays in
// memory, to log in again after the session was lost. Not safe for use by several goroutines.
type Token struct {
	where Where
	pin   string

	// module is nil while the token is away.
	module  *pkcs11.Ctx
	session pkcs11.SessionHandle
	private pkcs11.ObjectHandle
	public  ed25519.PubKey

	// opened says that this token has opened the module, which is one for the process, and closes it.
	opened bool

	retry retry
	now   func() time.Time
}

// Open logs in and finds the key. It fails with ErrNoKey if the token holds none of that label.
func Open(where Where, pin string) (*Token, error) {
	t, err := login(where, pin)
	if err != nil {
		return nil, err
	}
	if err := t.findKey(); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// Generate makes a key pair inside the token. It fails with ErrKeyExists if there is a key of that label.
func Generate(where Where, pin string) (*Token, error) {
	t, err := login(where, pin)
	if err != nil {
		return nil, err
	}
	if err := t.generate(); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

func (t *Token) generate() error {
	found, err := t.find(t.query(pkcs11.CKO_PRIVATE_KEY))
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: %q; choose another --label", ErrKeyExists, t.where.Label)
	}
	_, _, err = t.module.GenerateKeyPair(t.session,
		[]*pkcs11.Mechanism{pkcs11.NewMechanism(ckmEdwardsKeyPairGen, nil)},
		append(t.query(pkcs11.CKO_PUBLIC_KEY),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
			pkcs11.NewAttribute(pkcs11.CKA_VERIFY, true),
			pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, edwards25519)),
		append(t.query(pkcs11.CKO_PRIVATE_KEY),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
			pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
			pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true),
			pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, false),
			pkcs11.NewAttribute(pkcs11.CKA_SIGN, true)))
	if err != nil {
		return fmt.Errorf("the token made no Ed25519 key: %w", err)
	}
	return t.findKey()
}

// login loads the module and opens a session that may write.
func login(where Where, pin string) (*Token, error) {
	if _, err := os.Stat(where.Module); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoModule, err)
	}
	module := pkcs11.New(where.Module)
	if module == nil {
		return nil, fmt.Errorf("%w: %s is no PKCS#11 library", ErrNoModule, where.Module)
	}
	err := module.Initialize()
	if err != nil && !errors.Is(err, pkcs11.Error(pkcs11.CKR_CRYPTOKI_ALREADY_INITIALIZED)) {
		module.Destroy()
		return nil, fmt.Errorf("%s: %w", where.Module, err)
	}
	t := &Token{where: where, pin: pin, module: module, opened: err == nil, now: time.Now}
	slot, err := t.slot(where.Token)
	if err == nil {
		t.session, err = module.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	}
	if err == nil {
		err = module.Login(t.session, pkcs11.CKU_USER, pin)
		if errors.Is(err, pkcs11.Error(pkcs11.CKR_USER_ALREADY_LOGGED_IN)) {
			err = nil
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("token %q: %w", where.Token, err), t.Close())
	}
	return t, nil
}

func (t *Token) slot(label string) (uint, error) {
	slots, err := t.module.GetSlotList(true)
	if err != nil {
		return 0, err
	}
	var seen []string
	for _, slot := range slots {
		info, err := t.module.GetTokenInfo(slot)
		if err != nil {
			return 0, err
		}
		if info.Label == label {
			return slot, nil
		}
		if info.Label != "" {
			seen = append(seen, info.Label)
		}
	}
	return 0, fmt.Errorf("%w: the module shows %q", ErrNoToken, seen)
}

func (t *Token) query(class uint) []*pkcs11.Attribute {
	return []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, class),
		pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, ckkEdwards),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, t.where.Label),
	}
}

func (t *Token) find(query []*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	if err := t.requireLogin(); err != nil {
		return nil, err
	}
	if err := t.module.FindObjectsInit(t.session, query); err != nil {
		return nil, err
	}
	found, _, err := t.module.FindObjects(t.session, mostFound)
	return found, errors.Join(err, t.module.FindObjectsFinal(t.session))
}

func (t *Token) findKey() error {
	private, err := t.find(t.query(pkcs11.CKO_PRIVATE_KEY))
	if err != nil {
		return err
	}
	public, err := t.find(t.query(pkcs11.CKO_PUBLIC_KEY))
	if err != nil {
		return err
	}
	if len(private) != 1 || len(public) != 1 {
		return fmt.Errorf("%w: expected one Ed25519 key pair labelled %q, found %d private and %d public keys; "+
			"make one with `taeld signer keygen`", ErrNoKey, t.where.Label, len(private), len(public))
	}
	attributes, err := t.module.GetAttributeValue(t.session, public[0], []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_EC_POINT, nil)})
	if err != nil {
		return err
	}
	t.private = private[0]
	t.public, err = point(attributes[0].Value)
	return err
}

// point is the public key in CKA_EC_POINT: a DER octet string of 32 bytes, or, from some tokens, the bytes alone.
func point(raw []byte) (ed25519.PubKey, error) {
	if len(raw) == ed25519.PubKeySize+2 && raw[0] == 0x04 && raw[1] == ed25519.PubKeySize {
		raw = raw[2:]
	}
	if len(raw) != ed25519.PubKeySize {
		return nil, fmt.Errorf("expected a public key of %d bytes in the token, got %d", ed25519.PubKeySize, len(raw))
	}
	return ed25519.PubKey(raw), nil
}

// PubKey is the public half.
func (t *Token) PubKey() crypto.PubKey { return t.public }

// Sign lets the token make the Ed25519 signature of message. It does not log in anew: see Renew.
func (t *Token) Sign(message []byte) ([]byte, error) {
	if t.module == nil {
		return nil, ErrLost
	}
	if err := t.module.SignInit(t.session, []*pkcs11.Mechanism{pkcs11.NewMechanism(ckmEdDSA, nil)}, t.private); err != nil {
		return nil, err
	}
	return t.module.Sign(t.session, message)
}

// Close ends the session and gives up the module.
func (t *Token) Close() error {
	if t.module == nil {
		return nil
	}
	var err error
	if t.session != 0 {
		err = t.module.CloseSession(t.session)
	}
	if t.opened {
		err = errors.Join(err, t.module.Finalize())
	}
	t.module.Destroy()
	t.module, t.session = nil, 0
	return err
}
