// SPDX-License-Identifier: Apache-2.0

package module

import (
	"slices"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/taelnet/tael/x/reserve"
)

// AutoCLIOptions describes the commands that people type.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: reserve.Query_serviceDesc.ServiceName, RpcCommandOptions: queryOptions(),
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: reserve.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: slices.Concat(moneyOptions(), centralBankOptions(), coverOptions(),
				decided("AddCurrency", "SetParams", "SetRail", "DecideReceipt", "ResumeRail", "SetResolutionPlan")),
		},
	}
}

const (
	exampleWallet = "tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj"
	exampleUETR   = "0f2c9d6e-5b7a-4c1d-9e3f-8a6b5c4d3e2f"
)

func queryOptions() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Params", Use: "params", Short: "Show the figures of the module",
			Example: "taeld query reserve params",
		},
		{
			RpcMethod: "Assets", Use: "assets", Short: "List the assets with currency, class and issuer",
			Example: "taeld query reserve assets",
		},
		{
			RpcMethod: "Rails", Use: "rails", Short: "List the rails with attestors, threshold and accounts",
			Example: "taeld query reserve rails",
		},
		{
			RpcMethod: "Issuance", Use: "issuance [rail] [account] [booking-date] [entry-reference]",
			Short:          "Show a receipt, who stated it and what was credited",
			Example:        "taeld query reserve issuance city-rail north-collect 20261123 E-0001",
			PositionalArgs: args("rail", "account", "booking_date", "entry_reference"),
		},
		{
			RpcMethod: "Redemption", Use: "redemption [wallet] [uetr]", Short: "Show a redemption and its current attempt",
			Example:        "taeld query reserve redemption " + exampleWallet + " " + exampleUETR,
			PositionalArgs: args("wallet", "uetr"),
		},
		{
			RpcMethod: "Redemptions", Use: "redemptions [wallet]", Short: "List the redemptions of a wallet by UETR",
			Example:        "taeld query reserve redemptions " + exampleWallet + " --page-limit 20",
			PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "Act", Use: "act [issuer] [uetr]", Short: "Show an issue, burn or correction of a central bank",
			Example: "taeld query reserve act central-bank " + exampleUETR, PositionalArgs: args("issuer", "uetr"),
		},
		{
			RpcMethod: "Supply", Use: "supply [denom]", Short: "Show issued, redeemed and supply in minor units, of all denoms if none is named",
			Example:        "taeld query reserve supply cny",
			PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "denom", Optional: true}},
		},
		{
			RpcMethod: "Liability", Use: "liability [member] [denom]", Short: "Show what a member owes the holders of a denom, in minor units",
			Example: "taeld query reserve liability north-bank cny", PositionalArgs: args("member", "denom"),
		},
		{
			RpcMethod: "Reserve", Use: "reserve [member] [denom]",
			Short:   "Show a member's reserve: last statement, running figure, what waits and what it covers, in minor units",
			Example: "taeld query reserve reserve north-bank cny", PositionalArgs: args("member", "denom"),
		},
		{
			RpcMethod: "Coverage", Use: "coverage [denom]", Short: "List what each member owes and what covers it, in minor units",
			Example:        "taeld query reserve coverage cny",
			PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "denom", Optional: true}},
		},
		{
			RpcMethod: "WaitingReceipts", Use: "waiting-receipts [member]", Short: "List receipts that wait to be minted, in their order",
			Example:        "taeld query reserve waiting-receipts north-bank --page-limit 20",
			PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "member", Optional: true}},
		},
		{
			RpcMethod: "OpenItems", Use: "open-items [member]", Short: "List what keeps a member from leaving",
			Example: "taeld query reserve open-items north-bank", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "ResolutionPlan", Use: "resolution-plan [member] [denom]", Short: "Show how much may leave a member that lacks cover",
			Example: "taeld query reserve resolution-plan north-bank cny", PositionalArgs: args("member", "denom"),
		},
		{
			RpcMethod: "ResolutionShare", Use: "resolution-share [wallet] [denom]", Short: "Show what a wallet took and may still take under its custodian's plan",
			Example: "taeld query reserve resolution-share " + exampleWallet + " cny", PositionalArgs: args("wallet", "denom"),
		},
	}
}

func moneyOptions() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "AttestReceipt", Use: "attest-receipt [rail] [account] [booking-date] [entry-reference] [denom] [amount]",
			Short: "State a booked receipt, amount in minor units (by ATTESTATION of a member named for the rail)",
			Example: "taeld tx reserve attest-receipt city-rail north-collect 20261123 E-0001 cny 100000 --beneficiary " + exampleWallet + " --from attestor\n" +
				"taeld tx reserve attest-receipt city-rail north-collect 20261124 R-0001 cny 50000 --return-wallet " + exampleWallet +
				" --return-uetr " + exampleUETR + " --from attestor",
			PositionalArgs: args("rail", "account", "booking_date", "entry_reference", "denom", "amount"),
		},
		{
			RpcMethod: "RequestRedemption", Use: "request-redemption [wallet] [uetr] [denom] [amount] [rail] [creditor]",
			Short: "Ask for a pay-out, amount in minor units, creditor as hex digest (by the wallet's key, or OPERATIONS for SUSPENSE)",
			Example: "taeld tx reserve request-redemption " + exampleWallet + " " + exampleUETR + " cny 50000 city-rail " +
				"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from owner",
			PositionalArgs: args("wallet", "uetr", "denom", "amount", "rail", "creditor"),
		},
		{
			RpcMethod: "OpenAttempt", Use: "open-attempt [wallet] [uetr] [reference] [deadline]",
			Short:          "Lock a redemption for one submission to its rail, deadline in unix seconds (by OPERATIONS of the custodian)",
			Example:        "taeld tx reserve open-attempt " + exampleWallet + " " + exampleUETR + " OUT-0001 1795500000 --from operations",
			PositionalArgs: args("wallet", "uetr", "reference", "deadline"),
		},
		{
			RpcMethod: "AttestOutcome", Use: "attest-outcome [wallet] [uetr] [attempt] [outcome]",
			Short:          "State what became of an attempt (by ATTESTATION of a member named for the rail)",
			Example:        "taeld tx reserve attest-outcome " + exampleWallet + " " + exampleUETR + " 1 executed --booking-date 20261123 --from attestor",
			PositionalArgs: args("wallet", "uetr", "attempt", "outcome"),
		},
		{
			RpcMethod: "ReleaseRedemption", Use: "release-redemption [wallet] [uetr]",
			Short:          "Give the escrow back to its owner (by OPERATIONS of the custodian)",
			Example:        "taeld tx reserve release-redemption " + exampleWallet + " " + exampleUETR + " --from operations",
			PositionalArgs: args("wallet", "uetr"),
		},
		{
			RpcMethod: "FundsIn", Use: "funds-in [denom] [amount]",
			Short:   "Move central-bank money from your treasury wallet to the settlement account, in minor units (by TREASURY)",
			Example: "taeld tx reserve funds-in ecny 1000000 --from treasury", PositionalArgs: args("denom", "amount"),
		},
		{
			RpcMethod: "FundsOut", Use: "funds-out [denom] [amount]",
			Short:   "Move central-bank money from the settlement account to your treasury wallet, in minor units (by TREASURY)",
			Example: "taeld tx reserve funds-out ecny 1000000 --from treasury", PositionalArgs: args("denom", "amount"),
		},
	}
}

func centralBankOptions() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "IssueCbdc", Use: "issue-cbdc [uetr] [denom] [amount]",
			Short:          "Issue central-bank money to a member's settlement account or a wallet, in minor units (by TREASURY of its central bank)",
			Example:        "taeld tx reserve issue-cbdc " + exampleUETR + " ecny 500000000 --member north-bank --from treasury",
			PositionalArgs: args("uetr", "denom", "amount"),
		},
		{
			RpcMethod: "BurnCbdc", Use: "burn-cbdc [uetr] [denom] [amount]",
			Short:          "Burn central-bank money of your treasury wallet, in minor units (by TREASURY of its central bank)",
			Example:        "taeld tx reserve burn-cbdc " + exampleUETR + " ecny 1000000 --from treasury",
			PositionalArgs: args("uetr", "denom", "amount"),
		},
		{
			RpcMethod: "CorrectSettlementBalance", Use: "correct-settlement-balance [uetr] [member] [denom] [amount] [ground]",
			Short: "Burn from a member's settlement account, in minor units, ground as hex digest (by TREASURY of its central bank)",
			Example: "taeld tx reserve correct-settlement-balance " + exampleUETR + " north-bank ecny 1000000 " +
				"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from treasury",
			PositionalArgs: args("uetr", "member", "denom", "amount", "ground"),
		},
	}
}

func coverOptions() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "AttestReserve", Use: "attest-reserve [rail] [member] [amount] [booking-date] [digest]",
			Short: "State what a member's reserve held at the end of a booked day, in minor units (by ATTESTATION of a member named for the rail)",
			Example: "taeld tx reserve attest-reserve city-rail north-bank 250000000 20261123 " +
				"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from attestor",
			PositionalArgs: args("rail", "member", "amount", "booking_date", "digest"),
		},
		{
			RpcMethod: "AcceptCustodyMove", Use: "accept-custody-move [wallet]",
			Short:          "Take over a wallet with the money that covers it (by OPERATIONS of the member that was asked)",
			Example:        "taeld tx reserve accept-custody-move " + exampleWallet + " --from operations",
			PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "SweepDormant", Use: "sweep-dormant [wallet] [denom]",
			Short:          "Move the e-money of a dormant wallet to the SUSPENSE wallet (by OPERATIONS of the custodian)",
			Example:        "taeld tx reserve sweep-dormant " + exampleWallet + " cny --from operations",
			PositionalArgs: args("wallet", "denom"),
		},
		{
			RpcMethod: "MoveCustomers", Use: "move-customers [member] [wallet]...",
			Short:          "Take over a portion of a member's wallets as its successor (by OPERATIONS); `taeld custody move-all` takes all",
			Example:        "taeld tx reserve move-customers north-bank " + exampleWallet + " --from operations",
			PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "member"}, {ProtoField: "wallets", Varargs: true}},
		},
		{
			RpcMethod: "CompleteExit", Use: "complete-exit [member]",
			Short:   "End a member's exit once nothing is open any more (by its GOVERNANCE, or by proposal)",
			Example: "taeld tx reserve complete-exit north-bank --from governance", PositionalArgs: args("member"),
		},
	}
}

// decided skips the messages that only the members decide: no key can send them, and `taeld governance draft` begins them.
func decided(methods ...string) []*autocliv1.RpcCommandOptions {
	skipped := make([]*autocliv1.RpcCommandOptions, 0, len(methods))
	for _, method := range methods {
		skipped = append(skipped, &autocliv1.RpcCommandOptions{RpcMethod: method, Skip: true})
	}
	return skipped
}

func args(fields ...string) []*autocliv1.PositionalArgDescriptor {
	out := make([]*autocliv1.PositionalArgDescriptor, 0, len(fields))
	for _, field := range fields {
		out = append(out, &autocliv1.PositionalArgDescriptor{ProtoField: field})
	}
	return out
}
