// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
)

// renderTx shows an error with its stable code, or the events of a success.
func renderTx(tx *abci.ExecTxResult) string {
	if tx.Code != 0 {
		return fmt.Sprintf("error %s/%d: %s\n", tx.Codespace, tx.Code, tx.Log)
	}
	return renderEvents(tx.Events)
}

// renderEvents shows the events of Tael's rooms; the SDK's own tell nothing a banker asks for.
func renderEvents(events []abci.Event) string {
	var out strings.Builder
	for _, e := range events {
		switch {
		case e.Type == paymentsEvent:
			out.WriteString(renderPayments(e))
		case strings.HasPrefix(e.Type, "tael."):
			out.WriteString(renderEvent(e))
		}
	}
	return out.String()
}

const paymentsEvent = "tael.payment.v1.payments"

func renderEvent(e abci.Event) string {
	name := e.Type[strings.LastIndex(e.Type, ".")+1:]
	var fields []string
	for _, a := range e.Attributes {
		value := strings.Trim(a.Value, `"`)
		zero := value == "0" && !strings.HasPrefix(a.Key, "tier")
		if a.Key == "msg_index" || a.Key == "mode" || value == "" || zero || value == "null" || strings.HasSuffix(value, "_UNSPECIFIED") || opaque[a.Key] || quiet[a.Key] && value == "false" {
			continue
		}
		fields = append(fields, a.Key+"="+value)
	}
	slices.Sort(fields)
	return strings.TrimSpace(name+" "+strings.Join(fields, " ")) + "\n"
}

// opaque are fields that tell a reader of a journey nothing: digests, keys, clocks.
var opaque = map[string]bool{
	"device_id": true, "device": true, "active_from": true, "booking_date": true, "digest": true, "ground": true, "evidence": true, "creditor": true, "public_key": true,
}

// quiet are fields that are worth a word only when they are true.
var quiet = map[string]bool{"certified": true, "cleared": true, "from_reserve": true, "to_reserve": true, "anchored": true, "defaulted": true}

// renderPayments shows each result of the one event of a payment message.
func renderPayments(e abci.Event) string {
	attributes := map[string]string{}
	for _, a := range e.Attributes {
		attributes[a.Key] = a.Value
	}
	packed, err := base64.StdEncoding.DecodeString(attributes["results"])
	if err != nil {
		return "results: " + err.Error() + "\n"
	}
	results, err := payment.ParseResults(packed)
	if err != nil {
		return "results: " + err.Error() + "\n"
	}
	var out strings.Builder
	for _, r := range results {
		out.WriteString(renderResult(r))
	}
	return out.String()
}

func renderResult(r payment.Result) string {
	line := r.Status.String()
	switch r.Status {
	case payment.ResultPaid:
		line += " " + strings.TrimPrefix(r.Settlement.String(), "SETTLEMENT_")
		if r.Cycle != 0 {
			line += fmt.Sprintf(" cycle %d", r.Cycle)
		}
	case payment.ResultRefused:
		line += " " + r.Reason().String()
		if r.Reason() == compliance.ReasonBatchRefused {
			line += fmt.Sprintf(" (by element %d)", r.Cycle)
		}
	case payment.ResultError:
		line += fmt.Sprintf(" %s/%d", payment.Codespace(r.Module), r.Code)
	}
	if r.Replay {
		line += " (again)"
	}
	return line + "\n"
}

func money(minor uint64, denom string) string {
	return strings.TrimSuffix(payment.FormatAmount(minor, 2, "CNY"), " CNY") + denom
}

// signed shows a signed figure in major units.
func signed(minor int64) string {
	if minor < 0 {
		return "-" + money(uint64(-minor), "")
	}
	return money(uint64(minor), "")
}

func (j *Journey) balances(a *args) string {
	var out strings.Builder
	for _, arg := range a.d.CmdArgs {
		p := a.person(arg.Key)
		var held []string
		for _, coin := range j.App.Keepers.Bank.GetAllBalances(j.Context(), p.Address) {
			held = append(held, money(coin.Amount.Uint64(), coin.Denom))
		}
		if held == nil {
			held = []string{"nothing"}
		}
		fmt.Fprintf(&out, "%s %s\n", p.Name, strings.Join(held, " "))
	}
	return out.String()
}

func (j *Journey) positions(a *args) string {
	members, err := j.App.Keepers.Consortium.Members(j.Context())
	if err != nil {
		a.fail(err)
	}
	var out strings.Builder
	for _, m := range members {
		p, err := j.App.Keepers.Netting.Position(j.Context(), a.text("currency", "CNY"), m.Number)
		if err != nil {
			a.fail(err)
			continue
		}
		cover, err := j.App.Keepers.Netting.SettlementBalance(j.Context(), m.Number, a.text("settling", "ecny"))
		if err != nil {
			a.fail(err)
		}
		if p.Owed() == 0 && p.Due() == 0 && cover == 0 {
			continue
		}
		blocked := ""
		if p.OutboundBlocked {
			blocked = " OUTBOUND_BLOCKED"
		}
		fmt.Fprintf(&out, "%s owed %s due %s position %s cover %s%s\n",
			m.Id, money(p.Owed(), ""), money(p.Due(), ""), signed(p.Net()), money(cover, ""), blocked)
	}
	return out.String()
}

func (j *Journey) supply(a *args) string {
	var out strings.Builder
	for _, denom := range []string{"cny", "ecny", "hkd", "ehkd"} {
		s := j.App.Keepers.Bank.GetSupply(j.Context(), denom)
		if s.Amount.IsZero() {
			continue
		}
		t, err := j.reserveTotals(denom)
		if err != nil {
			a.fail(err)
		}
		fmt.Fprintf(&out, "%s issued %s redeemed %s supply %s\n",
			denom, money(t.Issued, ""), money(t.Redeemed, ""), money(s.Amount.Uint64(), ""))
	}
	return out.String()
}

func (j *Journey) reserveTotals(denom string) (reserve.SupplyFigures, error) {
	res, err := j.query().reserve.Supply(j.Context(), &reserve.QuerySupplyRequest{Denom: denom})
	if err != nil || len(res.Supplies) == 0 {
		return reserve.SupplyFigures{}, err
	}
	return res.Supplies[0], nil
}

func (j *Journey) statement(a *args) string {
	s, err := j.query().netting.Statement(j.Context(), &netting.QueryStatementRequest{
		Member: a.first(), Currency: a.text("currency", "CNY"), Cycle: a.number("cycle", 1),
	})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var out strings.Builder
	for _, l := range s.Lines {
		fmt.Fprintf(&out, "%s owed %s (%d) due %s (%d) net %s\n",
			l.Counterparty, money(l.Owed, ""), l.OwedCount, money(l.Due, ""), l.DueCount, signed(l.Net))
	}
	fmt.Fprintf(&out, "%s owed %s due %s net %s\n",
		strings.TrimPrefix(s.Status.String(), "CYCLE_STATUS_"), money(s.Owed, ""), money(s.Due, ""), signed(s.Net))
	return out.String()
}

// status asks for what is remembered of a payment.
func (j *Journey) status(a *args) string {
	p := a.person(a.text("payer", required))
	res, err := j.query().payment.Payment(j.Context(), &payment.QueryPaymentRequest{
		Payer: p.Address.String(), Uetr: a.uetr().String(),
	})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	s := res.Payment
	if s.Status == payment.PAYMENT_STATUS_REFUSED {
		return fmt.Sprintf("REFUSED %s amount %s\n", compliance.Reason(s.Reason), money(s.Amount, ""))
	}
	return fmt.Sprintf("%s %s amount %s refunded %s\n", strings.TrimPrefix(s.Status.String(), "PAYMENT_STATUS_"),
		strings.TrimPrefix(s.Settlement.String(), "SETTLEMENT_"), money(s.Amount, ""), money(s.Refunded, ""))
}

// nameMembers lets every officer's address read as member/duty.
func (j *Journey) nameMembers() {
	members, err := j.App.Keepers.Consortium.Members(j.Context())
	if err != nil {
		j.t.Fatal(err)
	}
	for _, m := range members {
		for _, use := range []string{
			genesis.KeyGovernance, genesis.KeyOperations, genesis.KeyTreasury, genesis.KeyCompliance, genesis.KeyRisk,
			genesis.KeyAttestation, genesis.KeySubmitter,
		} {
			j.names[j.Keys.Address(m.Id, use, 0).String()] = m.Id + "/" + use
		}
		treasury := j.Keys.Account(m.Id, genesis.KeyTreasury, 0)
		j.wallets[m.Id] = &Person{Name: m.Id, Bank: m.Id, Address: sdk.AccAddress(treasury.PubKey().Address()), Owner: treasury}
		for _, denom := range []string{"cny", "hkd"} {
			addr, err := j.App.Keepers.Wallet.Suspense(j.Context(), m.Number, denom)
			if err == nil {
				j.names[addr.String()] = m.Id + "/suspense"
				j.wallets[m.Id+"/suspense-"+denom] = &Person{Name: m.Id + "/suspense-" + denom, Bank: m.Id, Address: addr}
			}
		}
	}
}
