// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// response reads the answer of the one message of a transaction.
func response(o client.Outcome, into proto.Message) error {
	var data sdk.TxMsgData
	if err := proto.Unmarshal(o.Data, &data); err != nil {
		return err
	}
	if len(data.MsgResponses) != 1 {
		return fmt.Errorf("expected one response, got %d", len(data.MsgResponses))
	}
	return proto.Unmarshal(data.MsgResponses[0].Value, into)
}

// settlementBalances are what the settlement accounts hold, by member.
func settlementBalances(views []netting.PositionView) map[string]uint64 {
	held := map[string]uint64{}
	for _, v := range views {
		held[v.Member] = v.Cover
	}
	return held
}

// custodians says who keeps each wallet.
func (d *Day) custodians() map[[20]byte]string {
	all := map[[20]byte]string{}
	for _, c := range d.inbox.customers {
		all[[20]byte(c.Wallet)] = c.Custodian
	}
	return all
}

// checkCycle holds a cycle's books against the cashier's own: gross, every member's statement, every movement.
func (d *Day) checkCycle(ctx context.Context, m market, view *netting.QueryCycleResponse, before, after map[string]uint64) error {
	d.report.cycles = append(d.report.cycles, view)
	number, cycle := view.Cycle.Number, fmt.Sprintf("%s cycle %d", m.currency, view.Cycle.Number)
	d.report.check(cycle+" is settled", view.Cycle.Status == netting.CYCLE_STATUS_SETTLED && view.Settlement != nil,
		"%s", statusName(view.Cycle.Status))

	flows := d.cashier.tally.nets(m.emoney, number, d.custodians())
	var gross uint64
	for _, member := range custodians() {
		f := flows[member]
		if f == (flow{}) {
			continue
		}
		gross += f.owed
		s, err := d.books.statement(ctx, member, m.currency, number)
		if err != nil {
			return err
		}
		d.report.statements = append(d.report.statements, s)
		d.report.check(fmt.Sprintf("%s: statement of %s is what its customers paid and were paid", cycle, member),
			s.Owed == f.owed && s.Due == f.due && s.Net == int64(f.due)-int64(f.owed),
			"owed %s, due %s; the cashier has %s, %s", amount(s.Owed), amount(s.Due), amount(f.owed), amount(f.due))
		d.report.check(fmt.Sprintf("%s: settlement account of %s moved by its net", cycle, member),
			int64(after[member])-int64(before[member]) == s.Net, "%s to %s, net %s", amount(before[member]), amount(after[member]), signed(s.Net))
	}
	d.report.check(cycle+": gross is the sum of the payments between custodians", gross == view.Cycle.Gross,
		"%s; the cashier has %s", amount(view.Cycle.Gross), amount(gross))
	return nil
}

// moneyOut issues money to the treasurer against a receipt and pays part of it out, each on the word of two of three.
func (d *Day) moneyOut(ctx context.Context) error {
	customer := d.treasurer()
	const in, out = 1_000_000 * yuan, 250_000 * yuan
	for _, attestor := range []string{genesis.BankB, genesis.Clearing} {
		_, err := d.institutions.act(ctx, attestor, genesis.KeyAttestation, &reserve.MsgAttestReceipt{
			Attestor: d.institutions.address(attestor, genesis.KeyAttestation), Rail: customer.Market.rail,
			Account: customer.Market.account(customer.Custodian), BookingDate: bookingDate(d.Now), EntryReference: "TREASURER-1",
			Beneficiary: customer.Wallet.String(), Denom: customer.Market.emoney, Amount: in,
		})
		if err != nil {
			return err
		}
	}
	d.report.issued[customer.Market.emoney] += in
	d.say("issued %s %s to a company against a receipt attested by %s and %s", amount(in), customer.Market.currency, genesis.BankB, genesis.Clearing)

	uetr := d.uetrOf("redemption").String()
	owner := d.client.Lane(d.institutions.keys.Account("customer", "owner", 0))
	if _, err := owner.Submit(ctx, &reserve.MsgRequestRedemption{
		Owner: owner.Address().String(), Wallet: customer.Wallet.String(), Uetr: uetr, Denom: customer.Market.emoney, Amount: out, Rail: customer.Market.rail,
		Creditor: digest("creditor account of the treasurer"),
	}); err != nil {
		return err
	}
	if _, err := d.institutions.act(ctx, customer.Custodian, genesis.KeyOperations, &reserve.MsgOpenAttempt{
		Operator: d.institutions.address(customer.Custodian, genesis.KeyOperations), Wallet: customer.Wallet.String(),
		Uetr: uetr, Reference: "PAYOUT-1", Deadline: time.Now().Add(time.Hour).Unix(),
	}); err != nil {
		return err
	}
	for _, attestor := range []string{genesis.BankA, genesis.Clearing} {
		_, err := d.institutions.act(ctx, attestor, genesis.KeyAttestation, &reserve.MsgAttestOutcome{
			Attestor: d.institutions.address(attestor, genesis.KeyAttestation), Wallet: customer.Wallet.String(), Uetr: uetr,
			Attempt: 1, Outcome: reserve.OUTCOME_EXECUTED,
		})
		if err != nil {
			return err
		}
	}
	redemption, err := d.books.redemption(ctx, customer.Wallet.String(), uetr)
	if err != nil {
		return err
	}
	d.report.redeemed[customer.Market.emoney] += out
	d.report.treasurer = in - out
	d.report.check("the redemption is confirmed", redemption.Status == reserve.REDEMPTION_STATUS_CONFIRMED, "%s", redemption.Status)
	d.say("redeemed %s %s: pay-out attested by %s and %s, burnt", amount(out), customer.Market.currency, genesis.BankA, genesis.Clearing)
	return nil
}

// closeOfDay holds everything against everything.
func (d *Day) closeOfDay(ctx context.Context) error {
	d.report.cpu = d.meter.used
	d.checkScenes()
	for _, part := range []func(context.Context) error{d.checkBalances, d.checkReports, d.checkSupply, d.checkAudit, d.checkHashes} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	d.report.tally = &d.cashier.tally
	return nil
}

func (d *Day) checkScenes() {
	t := &d.cashier.tally
	for _, s := range scenes() {
		got := t.cases[s.plant.Case]
		d.report.check("scene "+s.plant.Case+": "+s.meant, slices.Equal(got, s.expect), "%v", got)
	}
	d.report.check("every other transfer is paid", len(t.drawnBad) == 0, "otherwise: %v", t.drawnBad)
	d.report.check("every outcome is known", len(t.failures) == 0, "%d unknown", len(t.failures))
	d.report.check("at least 10,000 payments are paid", len(t.movements) >= 10_000 || d.Files*d.Transfers < 10_000, "%d", len(t.movements))
	broken := len(t.refusals)
	d.report.check("every broken file is refused whole", d.Broken == "" || broken == d.inbox.broken, "%d of %d", broken, d.inbox.broken)
}

// checkBalances compares every wallet with the reference: opening money and the movements the cashier saw.
func (d *Day) checkBalances(ctx context.Context) error {
	opening := map[[20]byte]uint64{}
	for _, c := range d.inbox.customers {
		opening[[20]byte(c.Wallet)] = c.Funds
	}
	treasurer := d.treasurer()
	opening[[20]byte(treasurer.Wallet)] += d.report.treasurer
	expected := d.cashier.tally.balances(opening)
	wrong := 0
	for _, c := range d.inbox.customers {
		held, err := d.books.balance(ctx, c.Wallet.String(), c.Market.emoney)
		if err != nil {
			return err
		}
		if held != expected[[20]byte(c.Wallet)] {
			wrong++
			d.say("wallet of %s holds %s, the cashier has %s", c.Name, amount(held), amount(expected[[20]byte(c.Wallet)]))
		}
	}
	d.report.check("every wallet holds what it was paid minus what it paid", wrong == 0, "%d of %d differ", wrong, len(d.inbox.customers))
	return nil
}

func (d *Day) checkSupply(ctx context.Context) error {
	supplies, err := d.books.supplies(ctx)
	if err != nil {
		return err
	}
	d.report.supplies = supplies
	for _, s := range supplies {
		d.report.check("supply of "+s.Denom+" is issued minus redeemed", s.Supply == s.Issued-s.Redeemed,
			"%s = %s - %s", amount(s.Supply), amount(s.Issued), amount(s.Redeemed))
		if m, customers := marketOf(s.Denom); customers {
			issued, redeemed := d.report.issued[m.emoney], d.report.redeemed[m.emoney]
			d.report.check("issued and redeemed "+m.currency+" are what was attested", s.Issued == issued && s.Redeemed == redeemed,
				"attested %s and %s", amount(issued), amount(redeemed))
		}
	}
	return nil
}

// checkAudit sends the audit node a transaction, which it must refuse with its own error.
func (d *Day) checkAudit(ctx context.Context) error {
	audit, err := d.net.Node(genesis.LocalAuditor)
	if err != nil {
		return err
	}
	conn, err := grpc.NewClient(audit.GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // one question was asked and answered
	signed, err := client.Sign(d.institutions.keys.Account(genesis.Clearing, genesis.KeyOperations, 0),
		client.Terms{ChainID: chainID, Expires: time.Now().Add(time.Minute)},
		&netting.MsgOrderCycleClose{Operator: d.institutions.address(genesis.Clearing, genesis.KeyOperations), Currency: yuanMarket().currency})
	if err != nil {
		return err
	}
	res, err := txtypes.NewServiceClient(conn).BroadcastTx(ctx, &txtypes.BroadcastTxRequest{
		TxBytes: signed.Raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
	})
	if err != nil {
		return err
	}
	d.report.check("the audit node takes no transactions", res.TxResponse.Codespace == ante.Codespace && res.TxResponse.Code == ante.ErrAuditNode.ABCICode(),
		"%s/%d %s", res.TxResponse.Codespace, res.TxResponse.Code, res.TxResponse.RawLog)
	return nil
}

// checkHashes asks every node for the state it has computed itself until there is a height for which all five have
// answered, and compares. The killed validator must have caught up for that.
func (d *Day) checkHashes(ctx context.Context) error {
	height, err := d.client.Height(ctx)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for _, n := range d.net.Nodes {
		if err := d.net.WaitHeight(waiting, n.Name, height); err != nil {
			return err
		}
	}
	d.say("all five nodes, %s among them, have block %d", victim, height)

	seen := map[int64]map[string]string{}
	for {
		for _, n := range d.net.Nodes {
			height, hash, err := n.State(waiting)
			if err != nil {
				return err
			}
			if seen[height] == nil {
				seen[height] = map[string]string{}
			}
			seen[height][n.Name] = hash
			if len(seen[height]) == len(d.net.Nodes) {
				d.compareHashes(height, seen[height])
				return nil
			}
		}
	}
}

func (d *Day) compareHashes(height int64, hashes map[string]string) {
	d.report.height = height
	same := true
	for _, n := range d.net.Nodes {
		d.report.hashes = append(d.report.hashes, nodeHash{n.Name, hashes[n.Name]})
		same = same && hashes[n.Name] == hashes[d.net.Nodes[0].Name]
	}
	d.report.check("the state of all five nodes is the same", same, "app hash after block %d", height)
}
