// SPDX-License-Identifier: Apache-2.0

package module

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/taelnet/tael/x/compliance"
)

const (
	exampleWallet = "tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj"
	exampleGround = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
)

// AutoCLIOptions describes the commands that people type.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: compliance.Query_serviceDesc.ServiceName, RpcCommandOptions: queryCommands(), EnhanceCustomCommand: true,
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:           compliance.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: append(txCommands(), decided("SetLimits", "SetParams")...),
		},
	}
}

func queryCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Limits", Use: "limits", Short: "Show the limit table",
			Example: "taeld query compliance limits",
		},
		{
			RpcMethod: "Usage", Use: "usage [wallet]", Short: "Show what a wallet has moved today",
			Example: "taeld query compliance usage " + exampleWallet, PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "Restrictions", Use: "restrictions [wallet]", Short: "List the orders on a wallet, also those that ended",
			Example: "taeld query compliance restrictions " + exampleWallet + " --page-limit 20", PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "Order", Use: "order [id]", Short: "Show one order",
			Example: "taeld query compliance order 7", PositionalArgs: args("id"),
		},
		{
			RpcMethod: "Headroom", Use: "headroom [wallet]", Short: "Show what a wallet may still pay, receive and hold now, and which row binds",
			Example: "taeld query compliance headroom " + exampleWallet + " --strength strength-two", PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "Case", Use: "case [id]", Short: "Show one case",
			Example: "taeld query compliance case 7", PositionalArgs: args("id"),
		},
		{
			RpcMethod: "Cases", Use: "cases [member]", Short: "List the cases of a member, also those that were closed",
			Example: "taeld query compliance cases north-bank --status case-status-open", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "Params", Use: "params", Short: "Show the edge of the day and the terms of orders",
			Example: "taeld query compliance params",
		},
	}
}

func txCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Restrict", Use: "restrict [wallet] [effect] [ground]",
			Short:          "Restrict a wallet at once; the order lapses (COMPLIANCE of a regulator or of the custodian)",
			Example:        "taeld tx compliance restrict " + exampleWallet + " frozen " + exampleGround + " --denom cny --from officer",
			PositionalArgs: args("wallet", "effect", "ground"),
		},
		{
			RpcMethod: "ProposeRestriction", Use: "propose-restriction [wallet] [effect] [ground]",
			Short:          "Propose to restrict a wallet; a second member confirms (COMPLIANCE)",
			Example:        "taeld tx compliance propose-restriction " + exampleWallet + " deep-frozen " + exampleGround + " --expires-at 1800000000 --from officer",
			PositionalArgs: args("wallet", "effect", "ground"),
		},
		{
			RpcMethod: "ConfirmRestriction", Use: "confirm-restriction [order]",
			Short:   "Put another member's proposal into effect (COMPLIANCE)",
			Example: "taeld tx compliance confirm-restriction 7 --from officer", PositionalArgs: args("order"),
		},
		{
			RpcMethod: "LiftRestriction", Use: "lift-restriction [order]",
			Short:   "End an emergency order of your own member (COMPLIANCE)",
			Example: "taeld tx compliance lift-restriction 7 --from officer", PositionalArgs: args("order"),
		},
		{
			RpcMethod: "ProposeLift", Use: "propose-lift [order] [ground]",
			Short:          "Propose to end a live order; a second member confirms (COMPLIANCE)",
			Example:        "taeld tx compliance propose-lift 7 " + exampleGround + " --from officer",
			PositionalArgs: args("order", "ground"),
		},
		{
			RpcMethod: "ConfirmLift", Use: "confirm-lift [order]",
			Short:   "End an order that another member proposed to lift (COMPLIANCE)",
			Example: "taeld tx compliance confirm-lift 7 --from officer", PositionalArgs: args("order"),
		},
		{
			RpcMethod: "CloseCase", Use: "close-case [case] [resolution]",
			Short:          "Say how a case was resolved, by a salted digest (COMPLIANCE of its member or of a regulator)",
			Example:        "taeld tx compliance close-case 7 " + exampleGround + " --from officer",
			PositionalArgs: args("case", "resolution"),
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
	all := make([]*autocliv1.PositionalArgDescriptor, len(fields))
	for i, field := range fields {
		all[i] = &autocliv1.PositionalArgDescriptor{ProtoField: field}
	}
	return all
}
