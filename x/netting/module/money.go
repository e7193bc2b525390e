// SPDX-License-Identifier: Apache-2.0

package module

import (
	"context"
	"strconv"
	"strings"

	"github.com/cosmos/cosmos-sdk/client"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/netting"
)

// money writes amounts of a currency as people do.
type money struct {
	code     string
	exponent int
}

// moneyOf is the money of a currency, by the decimals in which bank's metadata shows its e-money. Without metadata
// amounts stay in minor units.
func moneyOf(ctx context.Context, clientCtx client.Context, code string) (money, error) {
	answer, err := netting.NewQueryClient(clientCtx).Currencies(ctx, &netting.QueryCurrenciesRequest{})
	if err != nil {
		return money{}, err
	}
	for _, c := range answer.Currencies {
		if c.Code != code {
			continue
		}
		metadata, err := banktypes.NewQueryClient(clientCtx).DenomMetadata(ctx, &banktypes.QueryDenomMetadataRequest{Denom: c.EmoneyDenom})
		if err != nil {
			break
		}
		return money{code: code, exponent: exponentOf(metadata.Metadata)}, nil
	}
	return money{code: code}, nil
}

// exponentOf is the number of decimals of a denom's display unit, 0 if it has none.
func exponentOf(metadata banktypes.Metadata) int {
	for _, unit := range metadata.DenomUnits {
		if unit.Denom == metadata.Display {
			return int(unit.Exponent)
		}
	}
	return 0
}

// amount writes minor units, 1234567 of two decimals as 12,345.67.
func (m money) amount(minor uint64) string {
	digits := strconv.FormatUint(minor, 10)
	if m.exponent == 0 {
		return groups(digits)
	}
	if short := m.exponent + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	point := len(digits) - m.exponent
	return groups(digits[:point]) + "." + digits[point:]
}

// signed writes minor units that may be below zero.
func (m money) signed(minor int64) string {
	if minor < 0 {
		return "-" + m.amount(uint64(-minor))
	}
	return m.amount(uint64(minor))
}

// legend says what the amounts of a table are.
func (m money) legend() string {
	if m.exponent == 0 {
		return "amounts in minor units of " + m.code
	}
	return "amounts in " + m.code
}

// count writes a number in groups of three digits.
func count(n uint64) string { return groups(strconv.FormatUint(n, 10)) }

func groups(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
