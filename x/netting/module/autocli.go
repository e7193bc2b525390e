// SPDX-License-Identifier: Apache-2.0

package module

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/taelnet/tael/x/netting"
)

// AutoCLIOptions describes the commands that people type, but for those that print tables.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: netting.Query_serviceDesc.ServiceName, RpcCommandOptions: queryOptions(), EnhanceCustomCommand: true,
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:           netting.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: append(txOptions(), decided("SetCap", "SetCurrencyPolicy")...),
		},
	}
}

func queryOptions() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Currencies", Use: "currencies", Short: "List the currencies, their cut-offs and where their cycles stand",
			Example: "taeld query netting currencies",
		},
		{
			RpcMethod: "Position", Use: "position [member] [currency]", Short: "Show what a member owes and is due, its cover and its cap",
			Example: "taeld query netting position north-bank CNY", PositionalArgs: args("member", "currency"),
		},
		{
			RpcMethod: "Positions", Use: "positions [currency]", Short: "List the positions of all members in a currency",
			Example: "taeld query netting positions CNY", PositionalArgs: args("currency"),
		},
		{
			RpcMethod: "Cycle", Use: "cycle [currency] [number]", Short: "Show a cycle, what netting saved in it, and its settlement",
			Example: "taeld query netting cycle CNY 3", PositionalArgs: args("currency", "number"),
		},
		{
			RpcMethod: "Cycles", Use: "cycles [currency]", Short: "List the closed cycles of a currency",
			Example: "taeld query netting cycles CNY --page-reverse --page-limit 10", PositionalArgs: args("currency"),
		},
		{
			RpcMethod: "Statement", Use: "statement [member] [currency] [cycle]", Short: "Show a member's statement for a cycle",
			Example: "taeld query netting statement north-bank CNY 3", PositionalArgs: args("member", "currency", "cycle"),
		},
		{
			RpcMethod: "SettlementAccount", Use: "settlement-account [member] [denom]",
			Short:   "Show the address and balance of a member's settlement account",
			Example: "taeld query netting settlement-account north-bank ecny", PositionalArgs: args("member", "denom"),
		},
		{
			RpcMethod: "Intraday", Use: "intraday [member] [currency]", Short: "Show a member's liquidity on the present settlement day",
			Example: "taeld query netting intraday north-bank CNY", PositionalArgs: args("member", "currency"),
		},
		{
			RpcMethod: "CapProposals", Use: "cap-proposals [currency]", Short: "List the raises of caps on offer",
			Example: "taeld query netting cap-proposals CNY", PositionalArgs: args("currency"),
		},
	}
}

func txOptions() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "OrderCycleClose", Use: "order-cycle-close [currency]",
			Short:   "Close the open cycle at the end of the block (by OPERATIONS of a clearing member)",
			Example: "taeld tx netting order-cycle-close CNY --from operations", PositionalArgs: args("currency"),
		},
		{
			RpcMethod: "LowerCap", Use: "lower-cap [currency] [cap]",
			Short:   "Lower your member's cap at once, in minor units (by its TREASURY)",
			Example: "taeld tx netting lower-cap CNY 200000000 --from treasury", PositionalArgs: args("currency", "cap"),
		},
		{
			RpcMethod: "ProposeCap", Use: "propose-cap [member] [currency] [cap] [expires-at]",
			Short:          "Offer a member a higher cap in minor units until a time in unix seconds; 0 and 0 withdraw (by RISK of a clearing member)",
			Example:        "taeld tx netting propose-cap north-bank CNY 500000000 1795996800 --from risk",
			PositionalArgs: args("member", "currency", "cap", "expires_at"),
		},
		{
			RpcMethod: "AcceptCap", Use: "accept-cap [currency] [cap]",
			Short:   "Accept the higher cap on offer, restated in minor units; it holds from the next block on (by TREASURY)",
			Example: "taeld tx netting accept-cap CNY 500000000 --from treasury", PositionalArgs: args("currency", "cap"),
		},
		{
			RpcMethod: "SetEarmark", Use: "set-earmark [currency] [amount]",
			Short:   "Keep a part of your member's settlement balance for urgent money, in minor units (by its TREASURY)",
			Example: "taeld tx netting set-earmark CNY 50000000 --from treasury", PositionalArgs: args("currency", "amount"),
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
