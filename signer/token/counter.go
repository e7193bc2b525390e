// SPDX-License-Identifier: Apache-2.0

//go:build cgo

package token

import (
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"

	"github.com/taelnet/tael/signer/mark"
)

// application names the owner of the data objects inside the token.
const application = "tael signer"

// places is how many copies of the count the token holds. They are written in turn, so that one torn by a loss of power
// leaves the one before it.
const places = 2

// ErrNoCounter says that the token holds no counter for the key.
var ErrNoCounter = errors.New("the token holds no counter for this key")

// Counter is the mark inside the token: private data objects that a restored file cannot bring back. It is as safe
// against a roll-back as the token is; a token in software is a directory.
type Counter struct {
	token   *Token
	objects [places]pkcs11.ObjectHandle
}

func (t *Token) countLabel(n int) string { return fmt.Sprintf("%s mark %d", t.label, n) }

// CreateCounter makes the counter of the token's key. It fails if there is one, or if the token takes no data objects.
func (t *Token) CreateCounter(first mark.Count) (*Counter, error) {
	c := &Counter{token: t}
	for n := range places {
		found, err := t.find(c.query(n))
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			return nil, fmt.Errorf("%w: the token holds a counter for %q already", mark.ErrExists, t.label)
		}
	}
	for n := range places {
		object, err := t.module.CreateObject(t.session, append(c.query(n),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
			pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
			pkcs11.NewAttribute(pkcs11.CKA_MODIFIABLE, true),
			pkcs11.NewAttribute(pkcs11.CKA_VALUE, first.Bytes()),
		))
		if err != nil {
			return nil, fmt.Errorf("a data object for the counter: %w", err)
		}
		c.objects[n] = object
	}
	return c, nil
}

// Counter is the counter of the token's key, or fails with ErrNoCounter.
func (t *Token) Counter() (*Counter, error) {
	c := &Counter{token: t}
	for n := range places {
		found, err := t.find(c.query(n))
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("%w: expected one object %q, found %d; it was deleted, or this is another token",
				ErrNoCounter, t.countLabel(n), len(found))
		}
		c.objects[n] = found[0]
	}
	return c, nil
}

func (c *Counter) query(n int) []*pkcs11.Attribute {
	return []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_DATA),
		pkcs11.NewAttribute(pkcs11.CKA_APPLICATION, application),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, c.token.countLabel(n)),
	}
}

// Read is the higher of the counts that are whole. It fails with mark.ErrDamaged if none is.
func (c *Counter) Read() (mark.Count, error) {
	best, _, err := c.read()
	return best, err
}

// Write puts the count over the lower or torn one.
func (c *Counter) Write(next mark.Count) error {
	best, over, err := c.read()
	if err != nil {
		return err
	}
	if next.Compare(best.Place) < 0 {
		return fmt.Errorf("%w: the token has %s, asked to write %s", mark.ErrBehind, best.Place, next.Place)
	}
	return c.token.module.SetAttributeValue(c.token.session, c.objects[over],
		[]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, next.Bytes())})
}

// read is the highest count and the place to write the next one to.
func (c *Counter) read() (best mark.Count, over int, err error) {
	held := -1
	var damage error
	for n, object := range c.objects {
		attributes, err := c.token.module.GetAttributeValue(c.token.session, object,
			[]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil)})
		if err != nil {
			return best, 0, err
		}
		count, err := mark.ParseCount(attributes[0].Value)
		if err != nil {
			damage = errors.Join(damage, err)
			continue
		}
		if held < 0 || count.Compare(best.Place) > 0 {
			best, held = count, n
		}
	}
	if held < 0 {
		return best, 0, damage
	}
	return best, (held + 1) % places, nil
}
