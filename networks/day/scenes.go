// SPDX-License-Identifier: Apache-2.0

package day

import (
	"fmt"

	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// actor is a customer with a part to play.
type actor struct {
	name, custodian string
	market          market
	kind            wallet.WalletKind
	tier            uint32
	funds           uint64
	// effect is the restriction the day begins with, and confirmed says that two institutions order it.
	effect    compliance.Effect
	confirmed bool
}

// scene is one case the day must meet, and how it must end: one word for each of its transfers.
type scene struct {
	market market
	plant  payfile.Plant
	expect []string
	meant  string
}

// Whole units of the two currencies, in minor units.
const (
	yuan   = minorPerMajor
	dollar = minorPerMajor
)

// uetrAgain is what two scenes share: the same payment again, and another payment under its name.
const uetrAgain = "7a1d9c4e-52f0-4b8e-9d36-0c5a81e2f4b7"

// actors are the customers of the scenes.
func actors() []actor {
	yuans, dollars := markets()[0], markets()[1]
	person, merchant, corporate := wallet.WALLET_KIND_PERSON, wallet.WALLET_KIND_MERCHANT, wallet.WALLET_KIND_CORPORATE
	return []actor{
		{market: yuans, name: "single-payer", custodian: genesis.BankA, kind: person, tier: genesis.TierKnown, funds: 100_000 * yuan},
		{market: yuans, name: "daily-payer", custodian: genesis.BankB, kind: person, tier: genesis.TierKnown, funds: 200_000 * yuan},
		{market: yuans, name: "small-wallet", custodian: genesis.BankA, kind: person, tier: genesis.TierBasic},
		{market: yuans, name: "empty-wallet", custodian: genesis.BankA, kind: person, tier: genesis.TierKnown, funds: 5 * yuan},
		{market: yuans, name: "frozen", custodian: genesis.BankB, kind: person, tier: genesis.TierKnown, funds: 1_000 * yuan, effect: compliance.EFFECT_FROZEN},
		{market: yuans, name: "deep-frozen", custodian: genesis.BankB, kind: person, tier: genesis.TierKnown, funds: 1_000 * yuan, effect: compliance.EFFECT_DEEP_FROZEN},
		{market: yuans, name: "sanctioned", custodian: genesis.WalletOp, kind: merchant, tier: genesis.TierKnown, funds: 1_000 * yuan, effect: compliance.EFFECT_SANCTIONED, confirmed: true},
		{market: yuans, name: "exporter", custodian: genesis.WalletOp, kind: corporate, tier: genesis.TierFull, funds: 7_000_000 * yuan},
		{market: yuans, name: "shop", custodian: genesis.BankB, kind: merchant, tier: genesis.TierKnown},
		{market: dollars, name: "dollar-payer", custodian: genesis.BankA, kind: person, tier: genesis.TierKnown, funds: 60_000 * dollar},
		{market: dollars, name: "dollar-shop", custodian: genesis.WalletOp, kind: merchant, tier: genesis.TierKnown},
	}
}

// scenes are planted into the first generated file of their market, interbank ones into the first of the debtor's
// custodian.
func scenes() []scene {
	refused := func(r compliance.Reason) string { return "REFUSED " + r.String() }
	failed := func(module string, code uint32) string { return fmt.Sprintf("ERROR %s/%d", module, code) }
	plant := func(name, debtor, creditor string, amount uint64, count int) payfile.Plant {
		return payfile.Plant{Case: name, Debtor: debtor, Creditor: creditor, Amount: amount, Count: count}
	}
	named := func(p payfile.Plant) payfile.Plant { p.UETR = uetrAgain; return p }
	old := func(p payfile.Plant) payfile.Plant { p.DaysAgo = 1; return p }
	interbank := func(p payfile.Plant) payfile.Plant { p.Interbank = true; return p }
	in := func(m market, p payfile.Plant, expect []string, meant string) scene {
		return scene{m, p, expect, meant}
	}
	yuans, dollars := markets()[0], markets()[1]
	return []scene{
		in(yuans, plant("over-single-limit", "single-payer", "shop", 50_000*yuan+1, 1), []string{refused(compliance.ReasonLimitTxOut)}, "one fen above the single limit"),
		in(yuans, plant("at-single-limit", "single-payer", "shop", 50_000*yuan, 1), []string{"PAID"}, "exactly the single limit"),
		in(yuans, plant("over-day-limit", "daily-payer", "shop", 40_000*yuan, 3), []string{"PAID", "PAID", refused(compliance.ReasonLimitDayOut)}, "the third passes the day's limit"),
		in(yuans, plant("over-balance-limit", "debtor-0", "small-wallet", 20_000*yuan+1, 1), []string{refused(compliance.ReasonLimitBalance)}, "more than the payee may hold"),
		in(yuans, plant("no-money", "empty-wallet", "shop", 5*yuan+1, 1), []string{refused(compliance.ReasonBalance)}, "one fen more than there is"),
		in(yuans, plant("from-frozen", "frozen", "shop", 10*yuan, 1), []string{refused(compliance.ReasonPayerFrozen)}, "money may not leave a frozen wallet"),
		in(yuans, plant("to-frozen", "debtor-0", "frozen", 10*yuan, 1), []string{"PAID"}, "money may enter a frozen wallet"),
		in(yuans, plant("from-deep-frozen", "deep-frozen", "shop", 10*yuan, 1), []string{refused(compliance.ReasonPayerDeepFrozen)}, "neither in nor out"),
		in(yuans, plant("to-deep-frozen", "debtor-0", "deep-frozen", 10*yuan, 1), []string{refused(compliance.ReasonPayeeDeepFrozen)}, "neither in nor out"),
		in(yuans, plant("from-sanctioned", "sanctioned", "shop", 10*yuan, 1), []string{refused(compliance.ReasonPayerSanctioned)}, "on the deny list"),
		in(yuans, plant("to-sanctioned", "debtor-0", "sanctioned", 10*yuan, 1), []string{refused(compliance.ReasonPayeeSanctioned)}, "on the deny list"),
		in(yuans, plant("beyond-cap", "exporter", "debtor-0", 6_000_000*yuan, 1), []string{refused(compliance.ReasonCap)}, "above the custodian's net debit cap"),
		in(yuans, named(plant("same-uetr-again", "debtor-1", "shop", 70*yuan, 2)), []string{"PAID", "PAID again"}, "answers and moves nothing"),
		in(yuans, named(plant("same-uetr-other", "debtor-1", "shop", 71*yuan, 1)), []string{failed(payment.ModuleName, payment.ErrUetrConflict.ABCICode())}, "other content under the same UETR"),
		in(yuans, old(plant("expired", "debtor-1", "shop", 10*yuan, 1)), []string{failed(payment.ModuleName, payment.ErrExpired.ABCICode())}, "an execution day that has passed"),
		in(yuans, plant(forged, "debtor-1", "shop", 10*yuan, 1), []string{failed(wallet.ModuleName, wallet.ErrSignatureInvalid.ABCICode())}, "one bit of the device's signature changed"),
		in(yuans, plant("unknown-account", "debtor-1", payfile.Unknown, 10*yuan, 1), []string{"NOT SENT " + payfile.ReasonPayeeUnknown.String()}, "no such account in the directory"),
		in(yuans, interbank(plant("bank-to-shop", "exporter", "shop", 250*yuan, 1)), []string{"PAID"}, "a customer of one bank to a shop of another, by pacs.008"),
		in(yuans, interbank(plant("bank-to-deep-frozen", "exporter", "deep-frozen", 10*yuan, 1)), []string{refused(compliance.ReasonPayeeDeepFrozen)}, "a pacs.008 passes the same door"),
		in(yuans, interbank(plant("bank-beyond-cap", "exporter", "debtor-0", 6_000_000*yuan, 1)), []string{refused(compliance.ReasonCap)}, "above the custodian's net debit cap"),
		in(dollars, plant("dollar-over-single-limit", "dollar-payer", "dollar-shop", 50_000*dollar+1, 1), []string{refused(compliance.ReasonLimitTxOut)}, "one cent above the single limit"),
		in(dollars, plant("dollar-paid", "dollar-payer", "dollar-shop", 50_000*dollar, 1), []string{"PAID"}, "exactly the single limit"),
		in(dollars, interbank(plant("dollar-bank-no-money", "dollar-payer", "dollar-shop", 20_000*dollar, 1)), []string{refused(compliance.ReasonBalance)}, "by pacs.008, more than there is"),
	}
}

// forged is the scene whose signature is spoilt on the way.
const forged = "wrong-signature"
