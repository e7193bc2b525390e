// SPDX-License-Identifier: Apache-2.0

//go:build !cgo

package token

import (
	"errors"

	"github.com/cometbft/cometbft/crypto"

	"github.com/taelnet/tael/signer/mark"
)

// errNoCgo says that this binary speaks to no token: a PKCS#11 module is a C library.
var errNoCgo = errors.New("this taeld was built without cgo and cannot load a PKCS#11 module; build it with CGO_ENABLED=1")

// ErrNoCounter says that the token holds no counter for the key.
var ErrNoCounter = errors.New("the token holds no counter for this key")

// Token cannot be had in this build.
type Token struct{}

// Counter cannot be had in this build.
type Counter struct{}

// Open fails: this build has no tokens.
func Open(Where, string) (*Token, error) { return nil, errNoCgo }

// Generate fails: this build has no tokens.
func Generate(Where, string) (*Token, error) { return nil, errNoCgo }

// PubKey is nothing.
func (*Token) PubKey() crypto.PubKey { return nil }

// Sign fails: this build has no tokens.
func (*Token) Sign([]byte) ([]byte, error) { return nil, errNoCgo }

// Renew fails: this build has no tokens.
func (*Token) Renew(error) error { return errNoCgo }

// Close does nothing.
func (*Token) Close() error { return nil }

// CreateCounter fails: this build has no tokens.
func (*Token) CreateCounter(mark.Count) (*Counter, error) { return nil, errNoCgo }

// Counter fails: this build has no tokens.
func (*Token) Counter() (*Counter, error) { return nil, errNoCgo }

// Read fails: this build has no tokens.
func (*Counter) Read() (mark.Count, error) { return mark.Count{}, errNoCgo }

// Write fails: this build has no tokens.
func (*Counter) Write(mark.Count) error { return errNoCgo }
