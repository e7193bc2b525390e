// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
)

// sums are what a statement declares of its entries before they come.
type sums struct {
	credits, debits     int
	creditSum, debitSum big.Int
}

// sum adds up entries of one account.
func (j *Journal) sum(h books.Holding, entries []int64) (*sums, error) {
	s := &sums{}
	for _, at := range entries {
		e, err := j.spool.read(h, at)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrJournal, err)
		}
		amount := new(big.Int).SetUint64(e.Amount)
		if e.Credit {
			s.credits++
			s.creditSum.Add(&s.creditSum, amount)
		} else {
			s.debits++
			s.debitSum.Add(&s.debitSum, amount)
		}
	}
	return s, nil
}

// maxDigits is the most digits of a sum that the messages can say.
const maxDigits = 18

// totals writes the sums down; nil, for none, where they are too long for the messages.
func (s *sums) totals(currency string) *iso20022.EntryTotals {
	all := new(big.Int).Add(&s.creditSum, &s.debitSum)
	if len(all.String()) > maxDigits {
		return nil
	}
	net := new(big.Int).Sub(&s.creditSum, &s.debitSum)
	return &iso20022.EntryTotals{
		Entries: strconv.Itoa(s.credits + s.debits), Sum: decimal(all, currency),
		Credits: strconv.Itoa(s.credits), CreditSum: decimal(&s.creditSum, currency),
		Debits: strconv.Itoa(s.debits), DebitSum: decimal(&s.debitSum, currency),
		Net: decimal(new(big.Int).Abs(net), currency), NetDebit: net.Sign() < 0,
	}
}

// decimal writes minor units as people do: 1234 of CNY is 12.34.
func decimal(minor *big.Int, currency string) string {
	exponent, _ := iso20022.Exponent(currency)
	text := minor.String()
	if exponent == 0 {
		return text
	}
	if missing := exponent + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	return text[:len(text)-exponent] + "." + text[len(text)-exponent:]
}
