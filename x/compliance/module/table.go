// SPDX-License-Identifier: Apache-2.0

package module

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// unit is how people write amounts of a denom.
type unit struct {
	name     string
	exponent int
}

// unitOf returns the unit that bank displays a denom in.
func unitOf(m banktypes.Metadata) unit {
	for _, u := range m.DenomUnits {
		if u.Denom == m.Display {
			return unit{m.Display, int(u.Exponent)}
		}
	}
	return unit{name: m.Base}
}

// write writes minor units with all decimals of the unit, thousands apart: "1,012.34 CNY".
func (u unit) write(minor uint64) string {
	digits := strconv.FormatUint(minor, 10)
	if u.exponent > 0 {
		if missing := u.exponent + 1 - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
	}
	point := len(digits) - u.exponent
	whole, fraction := digits[:point], digits[point:]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return whole + fraction + " " + u.name
}

// named reads a flag by the name of an enum's value, without the enum's prefix; an empty flag is the value 0.
func named(cmd *cobra.Command, flag, prefix string, values map[string]int32) (int32, error) {
	text, err := cmd.Flags().GetString(flag)
	if err != nil || text == "" {
		return 0, err
	}
	value, found := values[prefix+strings.ToUpper(strings.ReplaceAll(text, "-", "_"))]
	if !found || value == 0 {
		return 0, compliance.ErrRequestInvalid.Wrapf("--%s: expected one of the names in the help, got %q", flag, text)
	}
	return value, nil
}

// verbs say what a measure leaves room for.
var verbs = map[compliance.Measure]string{
	compliance.MEASURE_OUT: "pay", compliance.MEASURE_IN: "receive", compliance.MEASURE_BALANCE: "hold more",
}

// writeHeadroom writes a line per denom and measure: what is left, and the row that binds with what it weighs already.
func writeHeadroom(w io.Writer, res *compliance.QueryHeadroomResponse, units map[string]unit) error {
	if len(res.Headroom) == 0 {
		_, err := fmt.Fprintln(w, "no limit binds this wallet")
		return err
	}
	lines := [][]string{{"may", "left", "used", "limit", "row"}}
	due, unknown := false, false
	for _, h := range res.Headroom {
		u := units[h.Denom]
		line := []string{verbs[h.Measure] + " " + u.name, "no limit", "-", "-", "-"}
		if !h.Unlimited {
			line = []string{line[0], u.write(h.Left), u.write(h.Used), u.write(h.Row.Amount), rowName(h.Row)}
		}
		lines = append(lines, line)
		due, unknown = due || h.OpeningDue, unknown || h.PersonUnknown
	}
	if err := columns(w, lines); err != nil {
		return err
	}
	notes := []string{fmt.Sprintf("tier %d, at %s", res.Tier, time.Unix(res.Time, 0).UTC().Format("2006-01-02 15:04:05Z"))}
	if due {
		notes = append(notes, "a limit of the person applies: a payment needs the opening of the wallet's commitment")
	}
	if unknown {
		notes = append(notes, "the wallet opened no tag this year: what the person used elsewhere is not known and not counted")
	}
	_, err := fmt.Fprintln(w, strings.Join(notes, "\n"))
	return err
}

// rowName says in words which row it is.
func rowName(l compliance.Limit) string {
	short := func(text, prefix string) string { return strings.TrimPrefix(text, prefix) }
	parts := []string{short(l.Window.String(), "WINDOW_")}
	if l.Measure != compliance.MEASURE_BALANCE {
		parts = append(parts, short(l.Measure.String(), "MEASURE_"))
	}
	if l.Measure == compliance.MEASURE_OUT && l.Strength < compliance.STRENGTH_CERT {
		parts = append(parts, "up to "+short(l.Strength.String(), "STRENGTH_"))
	}
	if l.Channel != wallet.CHANNEL_UNSPECIFIED {
		parts = append(parts, "by "+short(l.Channel.String(), "CHANNEL_"))
	}
	if l.Scope > compliance.SCOPE_WALLET {
		parts = append(parts, "of the "+short(l.Scope.String(), "SCOPE_"))
	}
	if l.ExcludeOwn {
		parts = append(parts, "but own accounts")
	}
	return strings.Join(parts, " ")
}

// columns writes lines of cells in aligned columns: the first and the last to the left, the others to the right.
func columns(w io.Writer, lines [][]string) error {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], len(cell))
		}
	}
	last := len(widths) - 1
	for _, line := range lines {
		var b strings.Builder
		fmt.Fprintf(&b, "%-*s", widths[0], line[0])
		for i := 1; i < last; i++ {
			fmt.Fprintf(&b, "  %*s", widths[i], line[i])
		}
		if _, err := fmt.Fprintln(w, b.String()+"  "+line[last]); err != nil {
			return err
		}
	}
	return nil
}
