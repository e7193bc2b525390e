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

// ErrNoCounter says that the token holds no counter for the key.
var ErrNoCounter = errors.New("the token holds no counter for this key")

// Counter is the mark inside the token: a private data object that a restored file cannot bring back. A new count is a
// new object, after which the old one is destroyed: many tokens do not let the value of an object be changed, and a
// loss of power between the two leaves both, of which the higher one counts. The counter is as safe against a roll-back
// as the token is; a token in software is a directory.
type Counter struct{ token *Token }

// held is one object of the counter, and why its count cannot be read, if so.
type held struct {
	object pkcs11.ObjectHandle
	count  mark.Count
	damage error
}

// CreateCounter makes the counter of the token's key. It fails with mark.ErrExists if there is one, and with the
// token's error if it takes no data objects.
func (t *Token) CreateCounter(first mark.Count) (*Counter, error) {
	c := &Counter{t}
	all, err := c.all()
	if err != nil {
		return nil, err
	}
	if len(all) > 0 {
		return nil, fmt.Errorf("%w: the token holds a counter for %q already", mark.ErrExists, t.where.Label)
	}
	return c, c.create(first)
}

// Counter is the counter of the token's key, or fails with ErrNoCounter.
func (t *Token) Counter() (*Counter, error) {
	c := &Counter{t}
	all, err := c.all()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: expected a data object %q of %q, found none; it was deleted, or this is another token",
			ErrNoCounter, t.where.Label, application)
	}
	return c, nil
}

// Read is the highest count that is whole. It fails with mark.ErrDamaged if none is, and with ErrNoCounter if there is
// none any more.
func (c *Counter) Read() (mark.Count, error) {
	all, err := c.all()
	if err != nil {
		return mark.Count{}, err
	}
	return highest(all)
}

// Write keeps a count and destroys those before it.
func (c *Counter) Write(next mark.Count) error {
	all, err := c.all()
	if err != nil {
		return err
	}
	best, err := highest(all)
	if err != nil {
		return err
	}
	if next.Compare(best.Place) < 0 {
		return fmt.Errorf("%w: the token has %s, asked to write %s", mark.ErrBehind, best.Place, next.Place)
	}
	if err := c.create(next); err != nil {
		return err
	}
	for _, old := range all {
		if err := c.token.module.DestroyObject(c.token.session, old.object); err != nil {
			return err
		}
	}
	return nil
}

func highest(all []held) (mark.Count, error) {
	best, found, damage := mark.Count{}, false, ErrNoCounter
	for _, h := range all {
		if h.damage != nil {
			damage = h.damage
			continue
		}
		if !found || h.count.Compare(best.Place) > 0 {
			best, found = h.count, true
		}
	}
	if !found {
		return best, damage
	}
	return best, nil
}

func (c *Counter) query() []*pkcs11.Attribute {
	return []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_DATA),
		pkcs11.NewAttribute(pkcs11.CKA_APPLICATION, application),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, c.token.where.Label),
	}
}

func (c *Counter) create(count mark.Count) error {
	_, err := c.token.module.CreateObject(c.token.session, append(c.query(),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
		pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_VALUE, count.Bytes()),
	))
	if err != nil {
		return fmt.Errorf("a data object for the counter: %w", err)
	}
	return nil
}

func (c *Counter) all() ([]held, error) {
	objects, err := c.token.find(c.query())
	if err != nil {
		return nil, err
	}
	all := make([]held, 0, len(objects))
	for _, object := range objects {
		h := held{object: object}
		attributes, err := c.token.module.GetAttributeValue(c.token.session, object,
			[]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil)})
		if lost(err) {
			return nil, err
		}
		if err != nil {
			h.damage = fmt.Errorf("%w: %w", mark.ErrDamaged, err)
		} else {
			h.count, h.damage = mark.ParseCount(attributes[0].Value)
		}
		all = append(all, h)
	}
	return all, nil
}
