// SPDX-License-Identifier: Apache-2.0

// Package filekey is a consensus key in a file, in the form of CometBFT's priv_validator_key.json.
package filekey

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/privval"
)

// ErrExposed says that others than the owner may read a secret file.
var ErrExposed = errors.New("others may read it")

// Key is a key in memory, read from a file.
type Key struct{ private crypto.PrivKey }

// Load reads the key. It fails with ErrExposed if the file is open to others than its owner, and for any key that is
// not Ed25519.
func Load(path string) (*Key, error) {
	raw, err := ReadSecret(path)
	if err != nil {
		return nil, err
	}
	var stored privval.FilePVKey
	if err := cmtjson.Unmarshal(raw, &stored); err != nil {
		return nil, fmt.Errorf("%s: expected the form of priv_validator_key.json: %w", path, err)
	}
	private, ok := stored.PrivKey.(ed25519.PrivKey)
	if !ok || len(private) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("%s: expected an Ed25519 key of %d bytes in priv_key", path, ed25519.PrivateKeySize)
	}
	return &Key{private}, nil
}

// Generate makes a new key in a file that must not exist yet.
func Generate(path string) (*Key, error) {
	private := ed25519.GenPrivKey()
	raw, err := cmtjson.MarshalIndent(privval.FilePVKey{
		Address: private.PubKey().Address(), PubKey: private.PubKey(), PrivKey: private,
	}, "", "  ")
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s exists: a consensus key is never overwritten; choose another --home or --key-file", path)
	}
	if err != nil {
		return nil, err
	}
	if _, err := file.Write(append(raw, '\n')); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Key{private}, errors.Join(file.Sync(), file.Close())
}

// PubKey is the public half.
func (k *Key) PubKey() crypto.PubKey { return k.private.PubKey() }

// Sign is the Ed25519 signature of message.
func (k *Key) Sign(message []byte) ([]byte, error) { return k.private.Sign(message) }

// Close does nothing: the key ends with the process.
func (k *Key) Close() error { return nil }

// ReadSecret reads a file that its owner alone may open, or fails with ErrExposed.
func ReadSecret(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("%s has mode %04o and %w: `chmod 600 %s`, and replace the secret if anybody could have read it",
			path, mode, ErrExposed, path)
	}
	return os.ReadFile(path)
}
