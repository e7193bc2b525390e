// SPDX-License-Identifier: Apache-2.0

package profiles

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// The names of the profiles that ship.
const (
	// PaymentAccounts are the classes I to III of individuals' payment accounts.
	PaymentAccounts = "payment-accounts"
	// DigitalYuan are the wallet classes 1 to 4 of the digital yuan.
	DigitalYuan = "digital-yuan"
)

// Errors of loading a profile.
var (
	// ErrUnknown: no profile has the name.
	ErrUnknown = errors.New("profile unknown")
	// ErrInvalid: the data are not a profile.
	ErrInvalid = errors.New("profile invalid")
)

//go:embed payment_accounts.json
var paymentAccounts []byte

//go:embed digital_yuan.json
var digitalYuan []byte

// Names returns the names of all profiles.
func Names() []string { return []string{PaymentAccounts, DigitalYuan} }

// Load returns a profile by its name. Errors: ErrUnknown.
func Load(name string) (Profile, error) {
	switch name {
	case PaymentAccounts:
		return parse(paymentAccounts)
	case DigitalYuan:
		return parse(digitalYuan)
	default:
		return Profile{}, fmt.Errorf("%w: expected one of %q, got %q", ErrUnknown, Names(), name)
	}
}

// parse reads a profile and holds it to what Limits takes for granted. Errors: ErrInvalid.
func parse(data []byte) (Profile, error) {
	var p Profile
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Profile{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Profile{}, fmt.Errorf("%w: expected one JSON object, got more behind it", ErrInvalid)
	}
	return p, p.validate()
}

func (p Profile) validate() error {
	if p.Name == "" || p.Title == "" || len(p.Currency) != 3 || p.Exponent > 8 {
		return fmt.Errorf("%w: expected a name, a title, a currency and at most 8 decimals, got %q, %q, %q, %d", ErrInvalid, p.Name, p.Title, p.Currency, p.Exponent)
	}
	dates := map[string]string{}
	for _, s := range p.Sources {
		if s.ID == "" || s.Title == "" || s.Issuer == "" || s.Date == "" || s.DateMeans == "" {
			return fmt.Errorf("%w: expected every part of source %q, got %+v", ErrInvalid, s.ID, s)
		}
		dates[s.ID] = s.Date
	}
	for _, c := range p.Classes {
		if c.Class == "" || len(c.Tiers) == 0 {
			return fmt.Errorf("%w: expected a class with a name and tiers, got %+v", ErrInvalid, c)
		}
		for _, f := range c.Figures {
			if err := f.validate(dates); err != nil {
				return fmt.Errorf("class %s: %w", c.Class, err)
			}
		}
	}
	// Two classes must not say different things of one tier.
	if _, err := compliance.SortLimits(p.Limits("cny", wallet.WALLET_KIND_PERSON)); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return nil
}

func (f Figure) validate(dates map[string]string) error {
	_, window := compliance.Window_value["WINDOW_"+f.Window]
	_, measure := compliance.Measure_value["MEASURE_"+f.Measure]
	_, strength := compliance.Strength_value["STRENGTH_"+f.Strength]
	_, channel := wallet.Channel_value["CHANNEL_"+f.Channel]
	_, scope := compliance.Scope_value["SCOPE_"+f.Scope]
	switch {
	case !window || !measure || !strength || f.Channel != "" && !channel || f.Scope != "" && !scope:
		return fmt.Errorf("%w: expected names of the limit table, got %+v", ErrInvalid, f)
	case f.Amount > math.MaxUint64/100_000_000:
		return fmt.Errorf("%w: expected an amount that fits in minor units, got %d", ErrInvalid, f.Amount)
	case dates[f.Source] == "" || dates[f.Source] != f.Date:
		return fmt.Errorf("%w: expected a source with its date, got %q of %q", ErrInvalid, f.Source, f.Date)
	}
	return nil
}
