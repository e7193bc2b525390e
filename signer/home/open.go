// SPDX-License-Identifier: Apache-2.0

package home

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/lock"
	"github.com/taelnet/tael/signer/mark"
	"github.com/taelnet/tael/signer/token"
)

// Running is a signer that holds its locks and may sign.
type Running struct {
	// Config is what it was set up for.
	Config Config
	// Signer answers.
	Signer *signer.Signer
	// Lock is the home's lock; it tells others which node is served.
	Lock *lock.Lock

	key     signer.Key
	keyLock *lock.Lock
}

// Init sets up a home for a key that exists, with the mark to begin from, and returns the key's public half. It fails
// with mark.ErrExists if the home has a mark, and with mark.ErrRolledBack if the mark does not reach the counter that a
// token holds of the key.
func (h Home) Init(c Config, first mark.Mark) (err error) {
	if err := c.Check(); err != nil {
		return err
	}
	if err := os.MkdirAll(string(h), 0o700); err != nil {
		return err
	}
	held, err := lock.Take(h.LockFile(), string(h))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Release()) }()
	if _, _, err := mark.Read(h.MarkFile()); !errors.Is(err, mark.ErrMissing) {
		return fmt.Errorf("%w at %s: this key has signed; a signer is set up once (see the runbook for a lost or old mark)",
			mark.ErrExists, h.MarkFile())
	}
	key, err := h.Key(c.Key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, key.Close()) }()
	if t, ok := key.(*token.Token); ok {
		if c.Key.Token.Counter, err = prepareCounter(t, first.Count()); err != nil {
			return err
		}
	}
	// The mark comes last: a home without one signs nothing.
	if err := h.save(c); err != nil {
		return err
	}
	_, err = mark.Create(h.MarkFile(), mark.Owner{ChainID: c.ChainID, PubKey: key.PubKey().Bytes()}, first)
	return err
}

// prepareCounter makes the token's counter, or compares the one that is there. It says whether the token has one.
func prepareCounter(t *token.Token, first mark.Count) (bool, error) {
	counter, err := t.Counter()
	if errors.Is(err, token.ErrNoCounter) {
		if _, err := t.CreateCounter(first); err != nil {
			if errors.Is(err, mark.ErrExists) {
				return false, err
			}
			return false, nil
		}
		return true, nil
	}
	if err != nil {
		return false, err
	}
	counted, err := counter.Read()
	if err != nil {
		return false, err
	}
	if err := first.Covers(counted, "the token"); err != nil {
		return false, fmt.Errorf("%w; begin at height %d or above", err, counted.Height)
	}
	return true, nil
}

// Open takes the locks of home and key and opens the key, its mark and its counter.
func (h Home) Open() (*Running, error) {
	c, err := h.Config()
	if err != nil {
		return nil, err
	}
	r := &Running{Config: c}
	if err := r.open(h); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *Running) open(h Home) error {
	var err error
	if r.Lock, err = lock.Take(h.LockFile(), string(h)); err != nil {
		return err
	}
	if r.key, err = h.Key(r.Config.Key); err != nil {
		return err
	}
	if r.keyLock, err = lock.Take(KeyLock(r.key), string(h)); err != nil {
		return err
	}
	marks, err := mark.Open(h.MarkFile(), mark.Owner{ChainID: r.Config.ChainID, PubKey: r.key.PubKey().Bytes()})
	if errors.Is(err, mark.ErrMissing) {
		return fmt.Errorf("%w: the key may have signed before, so it signs nothing now; bring the file back, or see the runbook for "+
			"`taeld signer init --height`", err)
	}
	if err != nil {
		return err
	}
	var counter signer.Counter
	if source := r.Config.Key.Token; source != nil && source.Counter {
		if counter, err = r.key.(*token.Token).Counter(); err != nil {
			return err
		}
	}
	r.Signer, err = signer.New(r.Config.ChainID, r.key, marks, counter)
	return err
}

// Close gives up the key and the locks.
func (r *Running) Close() error {
	var err error
	if r.key != nil {
		err = r.key.Close()
	}
	if r.keyLock != nil {
		err = errors.Join(err, r.keyLock.Release())
	}
	if r.Lock != nil {
		err = errors.Join(err, r.Lock.Release())
	}
	return err
}

// KeyLock is the lock of a key on this host, whatever home it is used from: a copy of the key in a second home is
// refused too.
func KeyLock(key signer.Key) string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("tael-signer-%s.lock", key.PubKey().Address()))
}
