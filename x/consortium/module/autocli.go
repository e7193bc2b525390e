// SPDX-License-Identifier: Apache-2.0

package module

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/taelnet/tael/x/consortium"
)

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
			RpcMethod: "Authority", Use: "authority", Short: "Show which account decides for the consortium and whose keys it needs",
			Example: "taeld query consortium authority",
		},
		{
			RpcMethod: "Network", Use: "network", Short: "Show what genesis fixed: EIP-155 id, data zone, roles that may validate",
			Example: "taeld query consortium network",
		},
		{
			RpcMethod: "Quota", Use: "quota [member]", Short: "Show how much gas a member may ask for and what is left now",
			Example: "taeld query consortium quota north-bank", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "QuotaPolicy", Use: "quota-policy", Short: "Show the quotas of roles and members, and the base",
			Example: "taeld query consortium quota-policy",
		},
	}
}

func txCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "RegisterMember", Use: "register-member [number] [id] [name] [lei] [bic] [jurisdiction]",
			Short: "Make an institution a member, ACTIVE at once (by the authority)",
			Example: `taeld tx consortium register-member 7 north-bank "North Bank Co., Ltd." 5299000000000000NB55 NOBACNBJ CN --roles bank ` +
				`--duties '{"duty":"DUTY_OPERATIONS","address":"tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj"}' --from authority`,
			PositionalArgs: args("number", "id", "name", "lei", "bic", "jurisdiction"),
		},
		{
			RpcMethod: "AssignDuty", Use: "assign-duty [member] [duty] [address]",
			Short:          "Give an address a duty of a member (by the authority)",
			Example:        "taeld tx consortium assign-duty north-bank treasury tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj --from authority",
			PositionalArgs: args("member", "duty", "address"),
		},
		{
			RpcMethod: "WithdrawDuty", Use: "withdraw-duty [member] [duty] [address]",
			Short:          "Take a duty of a member from an address (by the authority)",
			Example:        "taeld tx consortium withdraw-duty north-bank treasury tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj --from authority",
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
			Short:   "Stop a member's new wallets, minting and obligations (by the authority)",
			Example: "taeld tx consortium suspend-member north-bank --from authority", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "ReinstateMember", Use: "reinstate-member [member]",
			Short:   "Let a suspended member take part in full again (by the authority)",
			Example: "taeld tx consortium reinstate-member north-bank --from authority", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "SetQuota", Use: "set-quota", Short: "Change the quota of a member, of a role or the base (by the authority)",
			Example: `taeld tx consortium set-quota --member north-bank --quota '{"rate":"25000000","burst":"2500000000"}' --from authority`,
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
