// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"fmt"

	"google.golang.org/grpc"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// ledger is what the chain says of itself.
type ledger struct{ client *client.Client }

func (b ledger) positions(ctx context.Context, currency string) ([]netting.PositionView, error) {
	var views []netting.PositionView
	err := b.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := netting.NewQueryClient(conn).Positions(ctx, &netting.QueryPositionsRequest{Currency: currency})
		if err != nil {
			return err
		}
		views = res.Positions
		return nil
	})
	return views, err
}

func (b ledger) cycle(ctx context.Context, currency string, number uint64) (*netting.QueryCycleResponse, error) {
	var view *netting.QueryCycleResponse
	err := b.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		var err error
		view, err = netting.NewQueryClient(conn).Cycle(ctx, &netting.QueryCycleRequest{Currency: currency, Number: number})
		return err
	})
	return view, err
}

func (b ledger) statement(ctx context.Context, member, currency string, cycle uint64) (*netting.QueryStatementResponse, error) {
	var view *netting.QueryStatementResponse
	err := b.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		var err error
		view, err = netting.NewQueryClient(conn).Statement(ctx, &netting.QueryStatementRequest{Member: member, Currency: currency, Cycle: cycle})
		return err
	})
	return view, err
}

func (b ledger) supplies(ctx context.Context) ([]reserve.SupplyFigures, error) {
	var figures []reserve.SupplyFigures
	err := b.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := reserve.NewQueryClient(conn).Supply(ctx, &reserve.QuerySupplyRequest{})
		if err != nil {
			return err
		}
		figures = res.Supplies
		return nil
	})
	return figures, err
}

func (b ledger) redemption(ctx context.Context, wallet, uetr string) (reserve.Redemption, error) {
	var found reserve.Redemption
	err := b.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := reserve.NewQueryClient(conn).Redemption(ctx, &reserve.QueryRedemptionRequest{Wallet: wallet, Uetr: uetr})
		if err != nil {
			return err
		}
		found = res.Redemption
		return nil
	})
	return found, err
}

// balance is what an address holds, in minor units, by x/bank's own word.
func (b ledger) balance(ctx context.Context, address, denom string) (uint64, error) {
	var amount uint64
	err := b.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := banktypes.NewQueryClient(conn).Balance(ctx, &banktypes.QueryBalanceRequest{Address: address, Denom: denom})
		if err != nil {
			return err
		}
		if !res.Balance.Amount.IsUint64() {
			return fmt.Errorf("balance of %s: %s", address, res.Balance)
		}
		amount = res.Balance.Amount.Uint64()
		return nil
	})
	return amount, err
}
