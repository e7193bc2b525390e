// SPDX-License-Identifier: Apache-2.0

package module

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

const (
	exampleWallet = "tael10vhysjuf5x24gdhp9qkrtg48a6593an6gtpr4c"
	exampleDevice = "2c41b1d8a8d3b0d7e6f5c4b3a29180f7e6d5c4b3"
	exampleDigest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	exampleKey    = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"
)

// AutoCLIOptions describes the commands that need no code. Opening and
// binding read keys and have commands of their own (GetTxCmd).
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:           "tael.wallet.v1.Query",
			RpcCommandOptions: queryCommands(),
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              "tael.wallet.v1.Msg",
			EnhanceCustomCommand: true,
			RpcCommandOptions:    txCommands(),
		},
	}
}

func queryCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Wallet", Use: "wallet [address]", Short: "Show a wallet, closed ones included",
			Example:        "taeld query wallet wallet " + exampleWallet,
			PositionalArgs: args("address"),
		},
		{
			RpcMethod: "Wallets", Use: "wallets", Short: "List wallets by address, at most 500 a page",
			Example: "taeld query wallet wallets --page-limit 100",
		},
		{
			RpcMethod: "Device", Use: "device [wallet] [device-id]", Short: "Show a device of a wallet",
			Example:        "taeld query wallet device " + exampleWallet + " " + exampleDevice,
			PositionalArgs: args("wallet", "device_id"),
		},
		{
			RpcMethod: "Devices", Use: "devices [wallet]", Short: "List the devices of a wallet, revoked ones included",
			Example:        "taeld query wallet devices " + exampleWallet,
			PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "Suspense", Use: "suspense [custodian] [denom]", Short: "Show a custodian's SUSPENSE wallet of a denom",
			Example:        "taeld query wallet suspense bank-a cny",
			PositionalArgs: args("custodian", "denom"),
		},
		{
			RpcMethod: "CustodyMove", Use: "custody-move [wallet]", Short: "Show the requested custody move of a wallet",
			Example:        "taeld query wallet custody-move " + exampleWallet,
			PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "CustodyMoves", Use: "custody-moves [member]", Short: "List the requested custody moves to and from a member, expired ones included",
			Example:        "taeld query wallet custody-moves bank-b",
			PositionalArgs: args("member"),
		},
		{
			RpcMethod: "Params", Use: "params", Short: "Show the figures of the wallet module",
			Example: "taeld query wallet params",
		},
		{
			RpcMethod: "WalletsOf", Use: "wallets-of [custodian]", Short: "List the open wallets of a custodian",
			Example:        "taeld query wallet wallets-of bank-b --page-limit 100",
			PositionalArgs: args("custodian"),
		},
	}
}

func txCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{RpcMethod: "OpenWallet", Skip: true},
		{RpcMethod: "BindDevice", Skip: true},
		{RpcMethod: "SetParams", Skip: true}, // by proposal: `taeld governance draft`
		{
			RpcMethod: "CloseWallet", Use: "close-wallet [address]", Short: "Close an empty wallet for ever (custodian's OPERATIONS)",
			Example:        "taeld tx wallet close-wallet " + exampleWallet + " --from bank-a-operations",
			PositionalArgs: args("address"),
		},
		{
			RpcMethod: "ChangeTier", Use: "change-tier [address] [tier] [evidence]",
			Short:          "Change a wallet's tier; evidence is a salted commitment of 32 bytes in hex",
			Example:        "taeld tx wallet change-tier " + exampleWallet + " 2 " + exampleDigest + " --from bank-a-operations",
			PositionalArgs: args("address", "tier", "evidence"),
		},
		{
			RpcMethod: "RevokeDevice", Use: "revoke-device [wallet] [device-id]", Short: "Revoke a device for ever (owner or custodian's OPERATIONS)",
			Example:        "taeld tx wallet revoke-device " + exampleWallet + " " + exampleDevice + " --from alice",
			PositionalArgs: args("wallet", "device_id"),
		},
		{
			RpcMethod: "ContestDevice", Use: "contest-device [instruction]",
			Short:          "Carry a device-signed CONTEST instruction (hex, base64 or a file)",
			Example:        "taeld tx wallet contest-device contest.bin --from bank-a-submitter-1",
			PositionalArgs: args("instruction"),
		},
		{
			RpcMethod: "CommitPerson", Use: "commit-person [wallet] [year] [commitment]",
			Short:          "Commit a wallet to its holder's person tag of this year or the next (custodian's OPERATIONS)",
			Example:        "taeld tx wallet commit-person " + exampleWallet + " 2026 " + exampleDigest + " --from bank-a-operations",
			PositionalArgs: args("wallet", "year", "commitment"),
		},
		{
			RpcMethod: "RequestCustodyMove", Use: "request-custody-move [wallet] [to]",
			Short:          "Ask that another member keep a wallet (owner, custodian's OPERATIONS, or the consortium)",
			Example:        "taeld tx wallet request-custody-move " + exampleWallet + " bank-b --from alice",
			PositionalArgs: args("wallet", "to"),
		},
		{
			RpcMethod: "CancelCustodyMove", Use: "cancel-custody-move [wallet]", Short: "Withdraw or decline a requested custody move",
			Example:        "taeld tx wallet cancel-custody-move " + exampleWallet + " --from bank-b-operations",
			PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "GiveDormancyNotice", Use: "give-dormancy-notice [wallet]", Short: "Say that a wallet is dormant (custodian's OPERATIONS)",
			Example:        "taeld tx wallet give-dormancy-notice " + exampleWallet + " --from bank-a-operations",
			PositionalArgs: args("wallet"),
		},
		{
			RpcMethod: "WithdrawDormancyNotice", Use: "withdraw-dormancy-notice [wallet]",
			Short:          "Withdraw the notice that a wallet is dormant (owner or custodian's OPERATIONS)",
			Example:        "taeld tx wallet withdraw-dormancy-notice " + exampleWallet + " --from alice",
			PositionalArgs: args("wallet"),
		},
	}
}

func args(fields ...string) []*autocliv1.PositionalArgDescriptor {
	descriptors := make([]*autocliv1.PositionalArgDescriptor, len(fields))
	for i, field := range fields {
		descriptors[i] = &autocliv1.PositionalArgDescriptor{ProtoField: field}
	}
	return descriptors
}
