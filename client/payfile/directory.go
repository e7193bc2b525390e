// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"

	"github.com/cosmos/cosmos-sdk/types/bech32"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

const (
	directoryVersion = 1
	addressPrefix    = "tael"
	maxAccountLength = 34 // GenericAccountIdentification1/Id
	maxDirectorySize = 256 << 20
)

var memberID = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}$`)

// Directory maps accounts to wallets and devices, and holds the secret from which the salts of reference digests come.
// It holds no key. It is not changed after it was read and may be used by many goroutines. Data class: personal, and
// the secret.
type Directory struct {
	secret    Secret
	byAccount map[string]Entry
	accounts  []string // in the order of the file
	members   []Member // in the order of the file
	byBIC     map[string]string
}

// Member is one institution by whose code files name it.
type Member struct {
	// ID is the member's id.
	ID string `json:"id"`
	// BIC is its ISO 9362 code, 8 or 11 characters.
	BIC string `json:"bic"`
}

// Entry is one account.
type Entry struct {
	// Account is the IBAN or the bank's own id, as files write it. Data class: personal.
	Account string `json:"account"`
	// Wallet is the bech32 address behind the account. Data class: pseudonym.
	Wallet string `json:"wallet"`
	// Custodian is the id of the member that keeps the wallet.
	Custodian string `json:"custodian"`
	// Currency is the account's ISO 4217 code.
	Currency string `json:"currency"`
	// Device signs for the account; an account without one is only paid to.
	Device *Device `json:"device,omitempty"`

	address [wallet.AddressLength]byte
	device  [wallet.AddressLength]byte
}

// Device names a device key; the key itself lies elsewhere.
type Device struct {
	// ID is 40 lower-case hex characters. Data class: pseudonym.
	ID string `json:"id"`
	// Algorithm is ed25519, secp256k1 or p256.
	Algorithm string `json:"algorithm"`
}

// Address is the wallet's 20 bytes.
func (e Entry) Address() [wallet.AddressLength]byte { return e.address }

// directoryFile is the JSON form.
type directoryFile struct {
	Version int      `json:"version"`
	Secret  Secret   `json:"secret"`
	Members []Member `json:"members,omitempty"`
	Entries []Entry  `json:"entries"`
}

// LoadDirectory reads a directory file, which nobody but its owner may be able to read. Errors: ErrExposed,
// ErrDirectory, or what opening the file gives.
func LoadDirectory(path string) (*Directory, error) {
	f, err := openPrivate(path)
	if err != nil {
		return nil, err
	}
	d, err := ReadDirectory(f)
	return d, errors.Join(err, f.Close())
}

// ReadDirectory decodes a directory strictly: unknown, repeated or differently written fields are refused, as is
// anything after the end. Errors: ErrDirectory with the place of the fault.
func ReadDirectory(r io.Reader) (*Directory, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxDirectorySize+1))
	if err != nil {
		return nil, ErrDirectory.Wrapf("the file could not be read: %s", err)
	}
	if len(raw) > maxDirectorySize {
		return nil, ErrDirectory.Wrapf("expected at most %d bytes", maxDirectorySize)
	}
	var file directoryFile
	if err := decodeStrict(raw, &file); err != nil {
		return nil, ErrDirectory.Wrap(err.Error())
	}
	if file.Version != directoryVersion {
		return nil, ErrDirectory.Wrapf("expected version %d, got %d", directoryVersion, file.Version)
	}
	return NewDirectory(file.Secret, file.Entries, file.Members...)
}

// NewDirectory makes a directory of entries, and of the members that interbank files name. Errors: ErrDirectory for a
// zero secret, an entry or member that does not hold, or an account, member or BIC that comes twice.
func NewDirectory(secret Secret, entries []Entry, members ...Member) (*Directory, error) {
	if secret == (Secret{}) {
		return nil, ErrDirectory.Wrap("expected a secret of 32 random bytes in hex, got zeros or none")
	}
	d := &Directory{secret: secret, byAccount: make(map[string]Entry, len(entries)), byBIC: map[string]string{}}
	for i, e := range entries {
		if err := e.parse(); err != nil {
			return nil, ErrDirectory.Wrapf("entry %d: %s", i, err)
		}
		if _, twice := d.byAccount[e.Account]; twice {
			return nil, ErrDirectory.Wrapf("entry %d: expected every account once, got %s again", i, masked(e.Account))
		}
		d.byAccount[e.Account] = e
		d.accounts = append(d.accounts, e.Account)
	}
	for i, m := range members {
		if err := d.addMember(m); err != nil {
			return nil, ErrDirectory.Wrapf("member %d: %s", i, err)
		}
	}
	return d, nil
}

func (d *Directory) addMember(m Member) error {
	if !memberID.MatchString(m.ID) {
		return fmt.Errorf("expected an id of the form %s, got %q", memberID, m.ID)
	}
	if err := consortium.ValidateBIC(m.BIC); err != nil {
		return err
	}
	bic := consortium.LongBIC(m.BIC)
	if holder, twice := d.byBIC[bic]; twice {
		return fmt.Errorf("expected every BIC once, got %s for %s and %s", m.BIC, holder, m.ID)
	}
	if slices.ContainsFunc(d.members, func(other Member) bool { return other.ID == m.ID }) {
		return fmt.Errorf("expected every member once, got %s again", m.ID)
	}
	d.byBIC[bic] = m.ID
	d.members = append(d.members, m)
	return nil
}

// MemberOf is the id of the member that a BIC names, short or long.
func (d *Directory) MemberOf(bic string) (string, bool) {
	id, ok := d.byBIC[consortium.LongBIC(bic)]
	return id, ok
}

// Members are the members of the directory in the order of its file.
func (d *Directory) Members() []Member { return slices.Clone(d.members) }

// Entry finds an account.
func (d *Directory) Entry(account string) (Entry, bool) {
	e, ok := d.byAccount[account]
	return e, ok
}

// Len is the number of accounts.
func (d *Directory) Len() int { return len(d.accounts) }

// Format hides secret and accounts, whatever the verb: fmt would print unexported fields as they are.
func (d Directory) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "directory of %d accounts", len(d.accounts)) // what f cannot take, fmt reports
}

// Write writes the directory as ReadDirectory reads it, with its secret.
func (d *Directory) Write(w io.Writer) error {
	file := directoryFile{Version: directoryVersion, Secret: d.secret, Members: d.members, Entries: make([]Entry, len(d.accounts))}
	for i, account := range d.accounts {
		file.Entries[i] = d.byAccount[account]
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(file)
}

// parse checks an entry and keeps the bytes of its address and device.
func (e *Entry) parse() error {
	if n := len([]rune(e.Account)); n == 0 || n > maxAccountLength {
		return fmt.Errorf("expected an account of 1 to %d characters, got %d", maxAccountLength, n)
	}
	prefix, address, err := bech32.DecodeAndConvert(e.Wallet)
	if err != nil || prefix != addressPrefix || len(address) != wallet.AddressLength {
		return fmt.Errorf("expected a wallet %s1... of %d bytes, got %q", addressPrefix, wallet.AddressLength, e.Wallet)
	}
	e.address = [wallet.AddressLength]byte(address)
	if !memberID.MatchString(e.Custodian) {
		return fmt.Errorf("expected a custodian of the form %s, got %q", memberID, e.Custodian)
	}
	if _, ok := iso20022.Exponent(e.Currency); !ok {
		return fmt.Errorf("expected a currency in force (ISO 4217), got %q", e.Currency)
	}
	if e.Device == nil {
		return nil
	}
	if _, err := parseAlgorithm(e.Device.Algorithm); err != nil {
		return err
	}
	e.device, err = wallet.ParseDeviceID(e.Device.ID)
	return err
}

func masked(account string) string { return iso20022.Account{Other: account}.Masked() }

// openPrivate opens a regular file that only its owner can read or write.
func openPrivate(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrExposed.Wrapf("expected a regular file, got %s", info.Mode())
	}
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = ErrExposed.Wrapf("expected %s with mode 0600, got %04o", info.Name(), info.Mode().Perm())
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
