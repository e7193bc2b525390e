// SPDX-License-Identifier: Apache-2.0

package module

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

const (
	flagFee     = "fee"
	flagChannel = "channel"
	flagPerson  = "person"
	flagOwn     = "own"
)

func addExtrasFlags(cmd *cobra.Command) {
	cmd.Flags().StringArray(flagFee, nil, `fee to a member's wallet, paid with the amount or not at all: WALLET="0.10 CNY"; up to 3 times`)
	cmd.Flags().String(flagChannel, "", "how the payment was begun: online, static_code, dynamic_code, proximity or in_person")
	cmd.Flags().String(flagPerson, "", "opening of your wallet's commitment to this year's person tag: TAG:SALT, 32 bytes in hex each")
	cmd.Flags().String(flagOwn, "", "opening of the payee's commitment under the same tag, if both wallets are yours: SALT, 32 bytes in hex")
}

// readExtras encodes what the flags say beside the payment; nil if they say nothing. Fees are in the currency of the
// amount.
func readExtras(set *pflag.FlagSet, exponent uint32, amount string) ([]byte, error) {
	var extras wallet.Extras
	_, currency, err := payment.SplitAmount(amount)
	if err != nil {
		return nil, err
	}
	fees, err := set.GetStringArray(flagFee)
	if err != nil {
		return nil, err
	}
	for _, text := range fees {
		leg, err := parseFee(text, exponent, currency)
		if err != nil {
			return nil, err
		}
		extras.Fees = append(extras.Fees, leg)
	}
	slices.SortFunc(extras.Fees, func(a, b wallet.FeeLeg) int { return bytes.Compare(a.Payee[:], b.Payee[:]) })
	if extras.Channel, err = readChannel(set); err != nil {
		return nil, err
	}
	if err := readOpenings(set, &extras); err != nil {
		return nil, err
	}
	if err := extras.Validate(); err != nil {
		return nil, err
	}
	return extras.Encode(), nil
}

func parseFee(text string, exponent uint32, currency string) (wallet.FeeLeg, error) {
	to, amount, found := strings.Cut(text, "=")
	if !found {
		return wallet.FeeLeg{}, payment.ErrFeePayeeInvalid.Wrapf(`expected WALLET="0.10 CNY", got %q`, text)
	}
	payee, err := wallet.ParseAddress(to)
	if err != nil {
		return wallet.FeeLeg{}, err
	}
	minor, code, err := payment.ParseAmount(amount, exponent)
	if err != nil {
		return wallet.FeeLeg{}, err
	}
	if code != currency {
		return wallet.FeeLeg{}, payment.ErrAmountText.Wrapf("expected a fee in %s, got %s", currency, code)
	}
	return wallet.FeeLeg{Payee: [wallet.AddressLength]byte(payee), Amount: minor}, nil
}

func readChannel(set *pflag.FlagSet) (wallet.Channel, error) {
	name, err := set.GetString(flagChannel)
	if err != nil || name == "" {
		return wallet.CHANNEL_UNSPECIFIED, err
	}
	number, known := wallet.Channel_value["CHANNEL_"+strings.ToUpper(name)]
	if !known || number == int32(wallet.CHANNEL_UNSPECIFIED) {
		return wallet.CHANNEL_UNSPECIFIED, payment.ErrPaymentMalformed.Wrapf("expected channel online, static_code, dynamic_code, proximity or in_person, got %q", name)
	}
	return wallet.Channel(number), nil
}

func readOpenings(set *pflag.FlagSet, extras *wallet.Extras) error {
	person, err := set.GetString(flagPerson)
	if err != nil {
		return err
	}
	if person != "" {
		tag, salt, _ := strings.Cut(person, ":")
		extras.Person = &wallet.PersonOpening{}
		if err := read32(flagPerson, tag, &extras.Person.Tag); err != nil {
			return err
		}
		if err := read32(flagPerson, salt, &extras.Person.Salt); err != nil {
			return err
		}
	}
	own, err := set.GetString(flagOwn)
	if err != nil || own == "" {
		return err
	}
	extras.OwnSalt = new([32]byte)
	return read32(flagOwn, own, extras.OwnSalt)
}

func read32(flag, text string, to *[32]byte) error {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(to) {
		return payment.ErrPaymentMalformed.Wrapf("--%s: expected 32 bytes in hex, got %q", flag, text)
	}
	copy(to[:], raw)
	return nil
}
