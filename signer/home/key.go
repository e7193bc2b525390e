// SPDX-License-Identifier: Apache-2.0

package home

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/filekey"
	"github.com/taelnet/tael/signer/token"
)

// Key opens the key of a source.
func (h Home) Key(source KeySource) (signer.Key, error) {
	if source.Token == nil {
		return opened(filekey.Load(h.Path(source.File)))
	}
	return opened(h.openToken(*source.Token))
}

// Generate makes the key of a source: a file that must not exist, or a key pair inside the token.
func (h Home) Generate(source KeySource) (signer.Key, error) {
	if source.Token == nil {
		if err := os.MkdirAll(string(h), 0o700); err != nil {
			return nil, err
		}
		return opened(filekey.Generate(h.Path(source.File)))
	}
	pin, err := h.pin(*source.Token)
	if err != nil {
		return nil, err
	}
	return opened(token.Generate(source.Token.Where, pin))
}

// opened is a key, or none at all with an error: a nil pointer in an interface would pass for a key.
func opened[K signer.Key](key K, err error) (signer.Key, error) {
	if err != nil {
		return nil, err
	}
	return key, nil
}

func (h Home) openToken(source TokenKey) (*token.Token, error) {
	pin, err := h.pin(source)
	if err != nil {
		return nil, err
	}
	return token.Open(source.Where, pin)
}

// pin reads the PIN from its file, or asks for it. It is never an argument or in the environment, where others can see
// it.
func (h Home) pin(source TokenKey) (string, error) {
	if source.PINFile != "" {
		raw, err := filekey.ReadSecret(h.Path(source.PINFile))
		if err != nil {
			return "", fmt.Errorf("PIN: %w", err)
		}
		return string(bytes.TrimRight(raw, "\r\n")), nil
	}
	terminal := int(os.Stdin.Fd())
	if !term.IsTerminal(terminal) {
		return "", errors.New("expected a terminal to ask for the PIN on, found none: name a file that holds it with --pin-file")
	}
	fmt.Fprintf(os.Stderr, "PIN of token %s: ", source.Where.Token)
	raw, err := term.ReadPassword(terminal)
	fmt.Fprintln(os.Stderr)
	return string(raw), err
}
