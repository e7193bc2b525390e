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
			Service: consortium.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: append(txCommands(), decided("RegisterMember", "AssignDuty", "WithdrawDuty", "SuspendMember", "ReinstateMember",
				"SetCharter", "ChangeMember", "AddValidator", "SetValidatorPower", "SetValidatorPolicy", "SetMemberPolicy", "SetQuota")...),
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
			Example: "taeld query consortium validators --removed",
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
		{
			RpcMethod: "ValidatorPolicy", Use: "validator-policy", Short: "Show what is asked of the validators, and how much power may still change",
			Example: "taeld query consortium validator-policy",
		},
		{
			RpcMethod: "Liveness", Use: "liveness", Short: "Show how many of the last blocks each validator missed",
			Example: "taeld query consortium liveness",
		},
		{
			RpcMethod: "Departure", Use: "departure [id]", Short: "Show how far a member's suspension or exit is, and who takes its customers",
			Example: "taeld query consortium departure north-bank", PositionalArgs: args("id"),
		},
		{
			RpcMethod: "MemberPolicy", Use: "member-policy", Short: "Show the figures of suspension and exit",
			Example: "taeld query consortium member-policy",
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
	return append([]*autocliv1.RpcCommandOptions{
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
			// A message inside a message is not for flags: `taeld governance submit` reads a file.
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
	}, validatorCommands()...)
}

func validatorCommands() []*autocliv1.RpcCommandOptions {
	const validator, key = "taelvalcons1qyqszqgpqyqszqgpqyqszqgpqyqszqgp663jpc", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
	const proof = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQ=="
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "RemoveValidator", Use: "remove-validator [validator]",
			Short:          "Take a validator out for good (by its member's GOVERNANCE, or by proposal)",
			Example:        "taeld tx consortium remove-validator " + validator + " --from governance",
			PositionalArgs: args("validator"),
		},
		{
			RpcMethod: "RotateValidatorKey", Use: "rotate-validator-key [validator] [pub-key] [proof]",
			Short:          "Replace the consensus key of a validator of your member (by its OPERATIONS)",
			Example:        "taeld tx consortium rotate-validator-key " + validator + " " + key + " " + proof + " --from operations",
			PositionalArgs: args("validator", "pub_key", "proof"),
		},
		{
			RpcMethod: "UnjailValidator", Use: "unjail-validator [validator]",
			Short:          "Let a jailed validator of your member vote again (by its OPERATIONS)",
			Example:        "taeld tx consortium unjail-validator " + validator + " --from operations",
			PositionalArgs: args("validator"),
		},
		{
			RpcMethod: "OrderSuspension", Use: "order-suspension [member] [ground]",
			Short:   "Order that a member be suspended (by COMPLIANCE of a regulator)",
			Example: "taeld tx consortium order-suspension north-bank " + exampleGround + " --from compliance", PositionalArgs: args("member", "ground"),
		},
		{
			RpcMethod: "ConfirmSuspension", Use: "confirm-suspension [member]",
			Short:   "Confirm the order of your regulator, which suspends the member (by its GOVERNANCE)",
			Example: "taeld tx consortium confirm-suspension north-bank --from governance", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "BeginExit", Use: "begin-exit [member]",
			Short:   "Set a member on its way out and name who takes its customers (by its GOVERNANCE, or by proposal)",
			Example: "taeld tx consortium begin-exit north-bank --successor south-bank --from governance", PositionalArgs: args("member"),
		},
		{
			RpcMethod: "NameSuccessor", Use: "name-successor [member] [successor]",
			Short:   "Ask another member to take the customers (by GOVERNANCE of the exiting member, or by proposal)",
			Example: "taeld tx consortium name-successor north-bank south-bank --from governance", PositionalArgs: args("member", "successor"),
		},
		{
			RpcMethod: "AcceptSuccession", Use: "accept-succession [member]",
			Short:   "Agree to take a member's customers (by GOVERNANCE of the member that was asked)",
			Example: "taeld tx consortium accept-succession north-bank --from governance", PositionalArgs: args("member"),
		},
	}
}

// exampleGround is a digest of 32 bytes as it is typed.
const exampleGround = "Yq3+3jcV1cTCm+QXJw9q1O7vFS1rX3j0j1mJrXG0l4U="

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
	for _, f := range fields {
		out = append(out, &autocliv1.PositionalArgDescriptor{ProtoField: f})
	}
	return out
}
