// SPDX-License-Identifier: Apache-2.0

// Package home is a signer's directory: what it signs for, with which key, for which node, and its high-water mark.
package home

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/token"
)

// Files of a home.
const (
	configFile     = "signer.json"
	markFile       = "high_water_mark"
	lockFile       = "signer.lock"
	connectionFile = "connection_key.json"

	// KeyFile is the key's file unless another one is named.
	KeyFile = "priv_validator_key.json"
)

// ErrNotInitialised says that a directory is no signer's home.
var ErrNotInitialised = errors.New("no signer here")

// TokenKey says which key of a token signs and how its PIN is found.
type TokenKey struct {
	token.Where
	// PINFile holds the PIN; the signer asks for it on the terminal if this is empty.
	PINFile string `json:"pin_file,omitempty"`
	// Counter says whether the token holds the counter too. It does where it takes data objects.
	Counter bool `json:"counter"`
}

// KeySource is where the consensus key lives: a file or a token.
type KeySource struct {
	// File is the path of the key, absolute or under the home.
	File string `json:"file,omitempty"`
	// Token is set for a key in a token.
	Token *TokenKey `json:"token,omitempty"`
}

// Config is what a signer was set up for. It is written once by init.
type Config struct {
	// ChainID is the one chain it signs for.
	ChainID string `json:"chain_id"`
	// Node is the address of the node: unix:///path or tcp://<node id>@host:port.
	Node string `json:"node"`
	// Key is where the key lives.
	Key KeySource `json:"key"`
}

// Check refuses a configuration that cannot work.
func (c Config) Check() error {
	if c.ChainID == "" {
		return errors.New("expected a chain id, got none")
	}
	if _, err := signer.ParseAddress(c.Node); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	if (c.Key.File == "") == (c.Key.Token == nil) {
		return errors.New("expected a key in a file or in a token, and one of them only")
	}
	return nil
}

// Home is a signer's directory.
type Home string

func (h Home) file(name string) string { return filepath.Join(string(h), name) }

// MarkFile is the path of the high-water mark.
func (h Home) MarkFile() string { return h.file(markFile) }

// LockFile is the path of the home's lock.
func (h Home) LockFile() string { return h.file(lockFile) }

// ConnectionFile is the path of the key that the signer proves itself with over tcp.
func (h Home) ConnectionFile() string { return h.file(connectionFile) }

// Path is a path of the configuration: itself if absolute, else under the home.
func (h Home) Path(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return h.file(path)
}

// Config is what the home was set up for, or fails with ErrNotInitialised.
func (h Home) Config() (Config, error) {
	raw, err := os.ReadFile(h.file(configFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, fmt.Errorf("%w: %s has no %s; set it up with `taeld signer init --home %s`", ErrNotInitialised, h, configFile, h)
	}
	if err != nil {
		return Config{}, err
	}
	var c Config
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return Config{}, fmt.Errorf("%s: %w", h.file(configFile), err)
	}
	if err := c.Check(); err != nil {
		return Config{}, fmt.Errorf("%s: %w", h.file(configFile), err)
	}
	return c, nil
}

func (h Home) save(c Config) error {
	raw, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(h.file(configFile), append(raw, '\n'), 0o600)
}
