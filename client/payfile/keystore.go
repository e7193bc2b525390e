// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

const (
	keyMark      = "tael development key"
	keyExtension = ".key"
	maxKeyFile   = 1 << 10
)

var (
	localChain = regexp.MustCompile(`^tael-local-[0-9]+$`)
	keyForm    = regexp.MustCompile(`^` + keyMark + `\nalgorithm: ([a-z0-9]+)\nseed: ([0-9a-f]{64})\n$`)
)

// Keystore is a folder of development keys, one file per device, named by the device's id. It may be used by many
// goroutines. Real devices keep their keys themselves and never meet this type.
type Keystore struct {
	folder string

	mu      sync.Mutex
	signers map[[wallet.AddressLength]byte]wallet.Signer
}

// OpenKeystore opens a folder for a local chain. The folder need not exist before the first Add. Errors: ErrNotLocal
// for any other chain id: development keys come from seeds that others know.
func OpenKeystore(folder, chainID string) (*Keystore, error) {
	if !localChain.MatchString(chainID) {
		return nil, ErrNotLocal.Wrapf("expected a chain id tael-local-<n>, got %.64q", chainID)
	}
	return &Keystore{folder: folder, signers: map[[wallet.AddressLength]byte]wallet.Signer{}}, nil
}

// Signer gives the signer of a device. Errors: ErrKeyMissing, ErrExposed, ErrKey if the file is malformed or holds the
// key of another device.
func (k *Keystore) Signer(device [wallet.AddressLength]byte) (wallet.Signer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if s, ok := k.signers[device]; ok {
		return s, nil
	}
	s, err := k.load(device)
	if err != nil {
		return nil, err
	}
	k.signers[device] = s
	return s, nil
}

// Instruction plans a transfer and signs it with the payer's key of the keystore: what a run does for each transfer of
// a file. A refusal is in the plan and no error. Errors: as Keystore.Signer and Plan.Sign.
func (k *Keystore) Instruction(p Planner, header iso20022.GroupHeader, t iso20022.Transfer) (Plan, []byte, error) {
	plan := p.Plan(header, t)
	if plan.Refused() {
		return plan, nil, nil
	}
	signer, err := k.Signer(plan.Device)
	if err != nil {
		return plan, nil, err
	}
	encoded, err := plan.Sign(signer)
	return plan, encoded, err
}

// Add writes a device's key and returns the device's id. Adding the same key again changes nothing.
func (k *Keystore) Add(algorithm wallet.KeyAlgorithm, seed Secret) ([wallet.AddressLength]byte, error) {
	s, err := wallet.NewSigner(algorithm, seed)
	if err != nil {
		return [wallet.AddressLength]byte{}, ErrKey.Wrap(err.Error())
	}
	device := wallet.DeviceID(algorithm, s.PublicKey())
	if err := os.MkdirAll(k.folder, 0o700); err != nil {
		return device, err
	}
	content := keyMark + "\nalgorithm: " + algorithmName(algorithm) + "\nseed: " + hex.EncodeToString(seed[:]) + "\n"
	f, err := os.OpenFile(k.file(device), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		_, err = k.Signer(device)
		return device, err
	}
	if err != nil {
		return device, err
	}
	_, err = f.WriteString(content)
	return device, errors.Join(err, f.Close())
}

func (k *Keystore) file(device [wallet.AddressLength]byte) string {
	return filepath.Join(k.folder, hex.EncodeToString(device[:])+keyExtension)
}

func (k *Keystore) load(device [wallet.AddressLength]byte) (wallet.Signer, error) {
	f, err := openPrivate(k.file(device))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrKeyMissing.Wrapf("expected a key of device %x", device)
	}
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	match := keyForm.FindSubmatch(raw)
	if match == nil {
		return nil, ErrKey.Wrapf("expected %q, an algorithm and a seed for device %x, got another form", keyMark, device)
	}
	algorithm, err := parseAlgorithm(string(match[1]))
	if err != nil {
		return nil, ErrKey.Wrap(err.Error())
	}
	var seed Secret
	if err := seed.UnmarshalText(match[2]); err != nil {
		return nil, ErrKey.Wrap(err.Error())
	}
	s, err := wallet.NewSigner(algorithm, seed)
	if err != nil {
		return nil, ErrKey.Wrap(err.Error())
	}
	if found := wallet.DeviceID(algorithm, s.PublicKey()); found != device {
		return nil, ErrKey.Wrapf("expected the key of device %x, got the key of %x", device, found)
	}
	return s, nil
}

// The names of algorithms in directory and key files.
var algorithmNames = map[string]wallet.KeyAlgorithm{
	"ed25519":   wallet.KEY_ALGORITHM_ED25519,
	"secp256k1": wallet.KEY_ALGORITHM_SECP256K1,
	"p256":      wallet.KEY_ALGORITHM_P256,
}

func parseAlgorithm(name string) (wallet.KeyAlgorithm, error) {
	algorithm, ok := algorithmNames[name]
	if !ok {
		return 0, fmt.Errorf("expected algorithm ed25519, secp256k1 or p256, got %.20q", name)
	}
	return algorithm, nil
}

func algorithmName(algorithm wallet.KeyAlgorithm) string {
	return strings.ToLower(strings.TrimPrefix(algorithm.String(), "KEY_ALGORITHM_"))
}
