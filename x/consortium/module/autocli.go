// SPDX-License-Identifier: Apache-2.0

package module

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/taelnet/tael/x/consortium"
)

// authority is the account under which proposals act: commands make the messages of a proposal with it.
const authority = "tael1wj6ghcm9xjg7kgpxuga65n54ycd7r6xwuc8wjy"

// AutoCLIOptions describes the commands that people type.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: consortium.Query_serviceDesc.ServiceName, RpcCommandOptions: queryCommands(),
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: consortium.Msg_serviceDesc.ServiceName, RpcCommandOptions: txCommands(),
		},
	}
}

func queryCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Member", Use: "member [id]", Short: "Show a member and who acts for it",
			Example: "taeld query consortium member north-bank", PositionalArgs: args("id"),
		},
		{
			RpcMethod: "Members", Use: "members", Short: "List the members by number",
			Example: "taeld query consortium members --page-limit 20",
		},
		{
			RpcMethod: "Validators", Use: "validators", Short: "List who takes part in consensus, and with which power",
			Example: "taeld query consortium validators",
		},
		{
			RpcMethod: "Actor", Use: "actor [address]", Short: "Show for whom an address acts and which messages it may send",
			Example: "taeld query consortium actor tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj", PositionalArgs: args("address"),
		},
		{
			RpcMethod: "Matrix", Use: "matrix", Short: "Show who may send each message type",
			Example: "taeld query consortium matrix",
		},
		{
			RpcMethod: "Network", Use: "network", Short: "Show what genesis fixed: EIP-155 id, data zone, roles that may validate",
			Example: "taeld query consortium network",
		},
		{
			RpcMethod: "Proposal", Use: "proposal [proposal]", Short: "Show a proposal, its messages and its tally",
			Example: "taeld query consortium proposal 7", PositionalArgs: args("proposal"),
		},
		{
			RpcMethod: "Proposals", Use: "proposals", Short: "List proposals, of one status or all",
			Example: "taeld query consortium proposals --status open --page-limit 20",
		},
		{
			RpcMethod: "Votes", Use: "votes [proposal]", Short: "List who voted on a proposal, and how",
			Example: "taeld query consortium votes 7", PositionalArgs: args("proposal"),
		},
		{
			RpcMethod: "Tally", Use: "tally [proposal]", Short: "Count a proposal's votes by who may vote now",
			Example: "taeld query consortium tally 7", PositionalArgs: args("proposal"),
		},
		{
			RpcMethod: "Charter", Use: "charter", Short: "Show the rules of deciding, who votes, and what may be proposed",
			Example: "taeld query consortium charter",
		},
	}
}

func txCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "RegisterMember", Use: "register-member [number] [id] [name] [lei] [bic] [jurisdiction]",
			Short: "Make an institution a member, ACTIVE at once (by proposal)",
			Example: `taeld tx consortium register-member 7 north-bank "North Bank Co., Ltd." 5299000000000000NB55 NOBACNBJ CN --roles bank ` +
				`--duties '{"duty":"DUTY_OPERATIONS","address":"tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj"}' --from ` + authority + " --generate-only",
			PositionalArgs: args("number", "id", "name", "lei", "bic", "jurisdiction"),
		},
		{
			RpcMethod: "AssignDuty", Use: "assign-duty [member] [duty] [address]",
			Short:          "Give an address a duty of a member (by proposal)",
			Example:        "taeld tx consortium assign-duty north-bank treasury tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj --from " + authority + " --generate-only",
			PositionalArgs: args("member", "duty", "address"),
		},
		{
			RpcMethod: "WithdrawDuty", Use: "withdraw-duty [member] [duty] [address]",
			Short:          "Take a duty of a member from an address (by proposal)",
			Example:        "taeld tx consortium withdraw-duty north-bank treasury tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj --from " + authority + " --generate-only",
			PositionalArgs: args("member", "duty", "address"),
		},
		{
			RpcMethod: "AddSubmitter", Use: "add-submitter [address]",
			Short:          "Open a lane for device-signed instructions at your member (by its OPERATIONS)",
			Example:        "taeld tx consortium add-submitter tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj --from operations",
			PositionalArgs: args("address"),
		},
		{
			RpcMethod: "RemoveSubmitter", Use: "remove-submitter [address]",
			Short:          "Close a lane of your member (by its OPERATIONS)",
			Example:        "taeld tx consortium remove-submitter tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj --from operations",
			PositionalArgs: args("address"),
		},
		{
			RpcMethod: "SuspendMember", Use: "suspend-member [member]",
			Short:   "Stop a member's new wallets, minting and obligations (by proposal)",
			Example: "taeld tx consortium suspend-member north-bank --from " + authority + " --generate-only", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "ReinstateMember", Use: "reinstate-member [member]",
			Short:   "Let a suspended member take part in full again (by proposal)",
			Example: "taeld tx consortium reinstate-member north-bank --from " + authority + " --generate-only", PositionalArgs: args("member"),
		},
		{
			// A message inside a message is not for flags.
			RpcMethod: "SubmitProposal", Skip: true,
		},
		{
			RpcMethod: "Vote", Use: "vote [proposal] [option]", Short: "Say yes or no to an open proposal (by GOVERNANCE of a voting member)",
			Example: "taeld tx consortium vote 7 yes --from governance", PositionalArgs: args("proposal", "option"),
		},
		{
			RpcMethod: "Veto", Use: "veto [proposal]", Short: "Stop an accepted proposal within its time-lock (by GOVERNANCE of a regulator)",
			Example: "taeld tx consortium veto 7 --from governance", PositionalArgs: args("proposal"),
		},
		{
			RpcMethod: "WithdrawProposal", Use: "withdraw-proposal [proposal]", Short: "Take an open proposal of your member back (by its GOVERNANCE)",
			Example: "taeld tx consortium withdraw-proposal 7 --from governance", PositionalArgs: args("proposal"),
		},
		{
			RpcMethod: "SetCharter", Use: "set-charter", Short: "Replace the rules of deciding (by proposal)",
			Example: `taeld tx consortium set-charter --charter '{"voting_roles":["ROLE_BANK"],"threshold":{"numerator":2,"denominator":3},` +
				`"voting_term":604800,"time_lock":86400,"execution_gas":50000000,"max_open":8,"max_messages":20,"max_executions":4}' ` +
				"--from " + authority + " --generate-only",
		},
		{
			RpcMethod: "ChangeMember", Use: "change-member [member]", Short: "Replace roles and public data of a member (by proposal)",
			Example:        `taeld tx consortium change-member north-bank --name "North Bank plc" --roles bank --roles clearing --from ` + authority + " --generate-only",
			PositionalArgs: args("member"),
		},
	}
}

func args(fields ...string) []*autocliv1.PositionalArgDescriptor {
	out := make([]*autocliv1.PositionalArgDescriptor, 0, len(fields))
	for _, f := range fields {
		out = append(out, &autocliv1.PositionalArgDescriptor{ProtoField: f})
	}
	return out
}
