// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
)

// mostLines is how many transfers a table names; JSON names all.
const mostLines = 20

// fileView is what a file is.
type fileView struct {
	File      string            `json:"file"`
	Message   string            `json:"message"`
	MessageID string            `json:"message_id"`
	SHA256    string            `json:"sha256"`
	Bytes     int64             `json:"bytes"`
	Payments  int               `json:"payments,omitempty"`
	Transfers int               `json:"transfers,omitempty"`
	Accounts  int               `json:"statements,omitempty"`
	Entries   int               `json:"entries,omitempty"`
	Amounts   map[string]string `json:"amounts,omitempty"`
	Debits    map[string]string `json:"debits,omitempty"`
}

func viewFile(file string, s iso20022.Summary) fileView {
	return fileView{
		File: file, Message: string(s.Message), MessageID: s.MessageID, SHA256: hex.EncodeToString(s.SHA256[:]), Bytes: s.Bytes,
		Payments: s.Payments, Transfers: s.Transfers, Accounts: s.Statements, Entries: s.Entries,
		Amounts: written(s.Amounts), Debits: written(s.Debits),
	}
}

// written are sums as people write them.
func written(sums map[string]uint64) map[string]string {
	all := map[string]string{}
	for currency, minor := range sums {
		all[currency] = writtenAmount(minor, currency)
	}
	return all
}

// writtenAmount is minor units with the currency's point: zero too, and sums of more digits than one amount may have.
func writtenAmount(minor uint64, currency string) string {
	exponent, _ := iso20022.Exponent(currency)
	digits := fmt.Sprintf("%0*d", exponent+1, minor)
	if exponent == 0 {
		return digits
	}
	point := len(digits) - exponent
	return digits[:point] + "." + digits[point:]
}

// line says in one line what the file is.
func (v fileView) line() string {
	var parts []string
	for _, count := range []struct {
		n    int
		what string
	}{{v.Payments, "payment groups"}, {v.Transfers, "transfers"}, {v.Accounts, "accounts"}, {v.Entries, "entries"}} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	for _, side := range []struct {
		sums map[string]string
		what string
	}{{v.Amounts, ""}, {v.Debits, " debited"}} {
		for _, currency := range slices.Sorted(maps.Keys(side.sums)) {
			parts = append(parts, side.sums[currency]+" "+currency+side.what)
		}
	}
	return fmt.Sprintf("%s: %s %s: %s", v.File, v.Message, v.MessageID, strings.Join(parts, ", "))
}

// transferView is one transfer of a file and what became of it, or would.
type transferView struct {
	// Index counts from 0.
	Index   int    `json:"index"`
	Outcome string `json:"outcome"`
	Detail  string `json:"detail,omitempty"`
	Height  int64  `json:"height,omitempty"`
}

func printOutcome(cmd *cobra.Command, format, file string, o payfile.Outcome) error {
	var unpaid []transferView
	for i, a := range o.Answers {
		if !a.Paid() {
			unpaid = append(unpaid, transferView{Index: i, Outcome: a.String(), Height: a.Height})
		}
	}
	if format == outputJSON {
		return printJSON(cmd, struct {
			fileView
			Counts  payfile.Counts `json:"counts"`
			Open    int            `json:"open"`
			Resumed int            `json:"resumed"`
			Unpaid  []transferView `json:"not_paid"`
		}{viewFile(file, o.Summary), o.Counts, o.Counts.Open(), o.Resumed, unpaid})
	}
	out := cmd.OutOrStdout()
	fmt.Fprintln(out, viewFile(file, o.Summary).line())
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range []struct {
		what string
		n    int
	}{
		{"paid", o.Counts.Paid},
		{"refused", o.Counts.Refused},
		{"failed", o.Counts.Failed},
		{"not sent", o.Counts.NotSent},
		{"without an answer", o.Counts.Open()},
		{"known from an earlier run", o.Resumed},
	} {
		fmt.Fprintf(table, "%s\t%d\t\n", row.what, row.n)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return printTransfers(out, slices.DeleteFunc(unpaid, func(t transferView) bool { return t.Outcome == (payfile.Answer{}).String() }))
}

func printForecast(cmd *cobra.Command, format, file string, f payfile.Forecast) error {
	var amiss []transferView
	for i, e := range f.Expected {
		if e.Verdict != payfile.VerdictPay {
			amiss = append(amiss, transferView{Index: i, Outcome: string(e.Verdict), Detail: e.Detail})
		}
	}
	counts := map[payfile.Verdict]int{}
	for _, v := range payfile.Verdicts() {
		if n := f.Count(v); n > 0 {
			counts[v] = n
		}
	}
	if format == outputJSON {
		return printJSON(cmd, struct {
			fileView
			Verdicts map[payfile.Verdict]int `json:"verdicts"`
			Payers   []payerView             `json:"payers"`
			Other    []transferView          `json:"not_to_be_paid"`
		}{viewFile(file, f.Summary), counts, viewPayers(f.Payers), amiss})
	}
	out := cmd.OutOrStdout()
	fmt.Fprintln(out, viewFile(file, f.Summary).line())
	fmt.Fprintln(out, "A dry run: nothing was signed or sent.")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, v := range payfile.Verdicts() {
		if counts[v] > 0 {
			fmt.Fprintf(table, "%s\t%d\t\n", v, counts[v])
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if err := printPayers(out, viewPayers(f.Payers)); err != nil {
		return err
	}
	return printTransfers(out, amiss)
}

// payerView is what one payer would send and what it holds.
type payerView struct {
	Wallet    string `json:"wallet"`
	Transfers int    `json:"transfers"`
	Sum       string `json:"sum"`
	Held      string `json:"held"`
	Currency  string `json:"currency"`
	Short     bool   `json:"short"`
}

func viewPayers(all []payfile.PayerTotal) []payerView {
	views := make([]payerView, len(all))
	for i, p := range all {
		currency := strings.ToUpper(p.Denom)
		views[i] = payerView{
			Wallet: sdk.AccAddress(p.Wallet[:]).String(), Transfers: p.Transfers, Currency: currency, Short: p.Short(),
			Sum: writtenAmount(p.Sum, currency), Held: writtenAmount(p.Held, currency),
		}
	}
	return views
}

func printPayers(out io.Writer, all []payerView) error {
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PAYER\tTRANSFERS\tSUM\tHOLDS\t")
	for i, p := range all {
		if i == mostLines {
			break
		}
		note := ""
		if p.Short {
			note = "holds less than the file asks for"
		}
		fmt.Fprintf(table, "%s\t%d\t%s %s\t%s\t%s\n", p.Wallet, p.Transfers, p.Sum, p.Currency, p.Held, note)
	}
	return finish(out, table, len(all))
}

func printTransfers(out io.Writer, all []transferView) error {
	if len(all) == 0 {
		return nil
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "INDEX\tOUTCOME\tDETAIL")
	for i, t := range all {
		if i == mostLines {
			break
		}
		fmt.Fprintf(table, "%d\t%s\t%s\n", t.Index, t.Outcome, t.Detail)
	}
	return finish(out, table, len(all))
}

func finish(out io.Writer, table *tabwriter.Writer, lines int) error {
	if err := table.Flush(); err != nil {
		return err
	}
	if lines > mostLines {
		fmt.Fprintf(out, "and %d more: --output json names all\n", lines-mostLines)
	}
	return nil
}

func printJSON(cmd *cobra.Command, v any) error {
	document, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return printLine(cmd, string(document))
}
