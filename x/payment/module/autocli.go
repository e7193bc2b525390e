// SPDX-License-Identifier: Apache-2.0

package module

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/taelnet/tael/x/payment"
)

const (
	examplePayee    = "tael1qyqszqgpqyqszqgpqyqszqgpqyqszqgpp9numj"
	exampleFeePayee = "tael10vhysjuf5x24gdhp9qkrtg48a6593an6gtpr4c"
	exampleUETR     = "7d9f2a34-5b1c-4e8d-9a6f-3c2b1a0f9e8d"
)

// AutoCLIOptions describes the commands that need no code. The transactions have commands of their own (GetTxCmd),
// because people write amounts like "12.34 CNY" and not in minor units.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: payment.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{
					RpcMethod: "Payment", Use: "payment [payer] [uetr]", Short: "Show what became of a payment or refund",
					Example: "taeld query payment payment " + examplePayee + " " + exampleUETR,
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{
						{ProtoField: "payer"}, {ProtoField: "uetr"},
					},
				},
				{
					RpcMethod: "Params", Use: "params", Short: "Show the clocks of the payment module",
					Example: "taeld query payment params",
				},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              payment.Msg_serviceDesc.ServiceName,
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Pay", Skip: true},
				{RpcMethod: "PayBatch", Skip: true},
				{RpcMethod: "Refund", Skip: true},
				{RpcMethod: "SetParams", Skip: true}, // by proposal: `taeld governance draft`
			},
		},
	}
}
