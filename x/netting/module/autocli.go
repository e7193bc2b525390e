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
			Service: netting.Msg_serviceDesc.ServiceName, RpcCommandOptions: txOptions(),
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
			RpcMethod: "SetCap", Use: "set-cap [member] [currency] [cap]",
			Short:   "Set a member's cap in minor units; a raise holds from the next block on (by the authority)",
			Example: "taeld tx netting set-cap north-bank CNY 500000000 --from authority", PositionalArgs: args("member", "currency", "cap"),
		},
		{
			RpcMethod: "LowerCap", Use: "lower-cap [currency] [cap]",
			Short:   "Lower your member's cap at once, in minor units (by its TREASURY)",
			Example: "taeld tx netting lower-cap CNY 200000000 --from treasury", PositionalArgs: args("currency", "cap"),
		},
	}
}

func args(fields ...string) []*autocliv1.PositionalArgDescriptor {
	out := make([]*autocliv1.PositionalArgDescriptor, 0, len(fields))
	for _, field := range fields {
		out = append(out, &autocliv1.PositionalArgDescriptor{ProtoField: field})
	}
	return out
}
