// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"github.com/cosmos/cosmos-sdk/types/bech32"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

// Role is what the generator uses an account for.
type Role string

// The roles of accounts.
const (
	RoleDebtor   Role = "debtor"
	RoleCreditor Role = "creditor"
	RoleActor    Role = "actor"
)

// Account is one account of a generated population, with what its custodian needs to open the wallet.
type Account struct {
	// Name is debtor-<n>, creditor-<n> or the actor's.
	Name string
	Role Role
	// ID is how files name it.
	ID iso20022.Account
	// Wallet is the bech32 address; Salt is what it is derived from (wallet.AddressFromSalt), since no key owns it.
	Wallet string
	Salt   [32]byte
	// Custodian is the member's id.
	Custodian string
	// Currency is the account's ISO 4217 code.
	Currency string
	// Device, Algorithm and PublicKey are of the wallet's one device.
	Device    [wallet.AddressLength]byte
	Algorithm wallet.KeyAlgorithm
	PublicKey []byte
}

// Population makes the accounts of the options without writing anything: debtors, creditors, actors. They depend on
// Seed, the four numbers, Actors and Custodians only. Errors: ErrOptions.
func Population(options Options) ([]Account, error) {
	o := options.orDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	all := make([]Account, 0, o.Debtors+o.Creditors+len(o.Actors))
	add := func(name string, role Role, custodian string) error {
		a, err := newAccount(o, o.FirstAccount+len(all), name, role, custodian)
		all = append(all, a)
		return err
	}
	for i := range o.Debtors {
		if err := add(string(RoleDebtor)+"-"+strconv.Itoa(i), RoleDebtor, o.Custodians[i%len(o.Custodians)]); err != nil {
			return nil, err
		}
	}
	for i := range o.Creditors {
		if err := add(string(RoleCreditor)+"-"+strconv.Itoa(i), RoleCreditor, o.Custodians[i%len(o.Custodians)]); err != nil {
			return nil, err
		}
	}
	for _, actor := range o.Actors {
		if !slug.MatchString(actor.Name) || actor.Name == Unknown || !slices.Contains(o.Custodians, actor.Custodian) ||
			slices.ContainsFunc(all, func(a Account) bool { return a.Name == actor.Name }) {
			return nil, ErrOptions.Wrapf("expected actors with a slug of their own and a known custodian, got %+v", actor)
		}
		if err := add(actor.Name, RoleActor, actor.Custodian); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// newAccount derives the account with a number.
func newAccount(o Options, number int, name string, role Role, custodian string) (Account, error) {
	a := Account{
		Name: name, Role: role, Custodian: custodian, Currency: o.Currency,
		Salt: derive(o.Seed, "salt", number), Algorithm: algorithmOf(number),
	}
	bank := slices.Index(o.Custodians, custodian) + 1
	a.ID = accountID(bank, number)
	address, err := bech32.ConvertAndEncode(addressPrefix, wallet.AddressFromSalt(a.Salt[:]))
	if err != nil {
		return a, err
	}
	a.Wallet = address
	signer, err := wallet.NewSigner(a.Algorithm, deviceSeed(o.Seed, number))
	if err != nil {
		return a, err
	}
	a.PublicKey = signer.PublicKey()
	a.Device = wallet.DeviceID(a.Algorithm, a.PublicKey)
	return a, nil
}

// deviceSeed is the key of the account with a number. It is derived where it is needed and kept in no noun that could
// be printed.
func deviceSeed(seed uint64, number int) Secret { return derive(seed, "device", number) }

// algorithmOf deals the key types: of every twenty devices one is secp256k1 and one P-256.
func algorithmOf(number int) wallet.KeyAlgorithm {
	switch number % 20 {
	case 7:
		return wallet.KEY_ALGORITHM_SECP256K1
	case 13:
		return wallet.KEY_ALGORITHM_P256
	default:
		return wallet.KEY_ALGORITHM_ED25519
	}
}

// accountID makes account numbers that are nobody's: German bank codes that begin with 0 are not given out. Every tenth
// account has a number of the bank's own instead of an IBAN.
func accountID(bank, number int) iso20022.Account {
	const tenth = 9
	if number%10 == tenth {
		return iso20022.Account{Other: fmt.Sprintf("62000%03d%08d", bank, number)}
	}
	return iso20022.Account{IBAN: germanIBAN(fmt.Sprintf("00000%03d%010d", bank, number))}
}

// germanIBAN puts country and check digits (ISO 7064 MOD 97-10) before 18 digits.
func germanIBAN(digits string) string {
	const letters = "131400" // D, E and two zeros for the check digits
	rest := 0
	for _, c := range digits + letters {
		rest = (rest*10 + int(c-'0')) % 97
	}
	return fmt.Sprintf("DE%02d%s", 98-rest, digits)
}

// derive is SHA-256("tael/payfile/generate/v1/" || what || seed || number).
func derive(seed uint64, what string, number int) [32]byte {
	form := []byte("tael/payfile/generate/v1/" + what)
	form = binary.BigEndian.AppendUint64(form, seed)
	return sha256.Sum256(binary.BigEndian.AppendUint64(form, uint64(number)))
}
