// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	sdk "github.com/cosmos/cosmos-sdk/types"
	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// Scan is everything that lies anywhere after one block, by the words of one node.
type Scan struct {
	Height int64
	// Balances are amounts in minor units by denom and address.
	Balances map[string]map[[20]byte]uint64
	// Supply is what bank counts, Issued and Redeemed what reserve does.
	Supply, Issued, Redeemed map[string]uint64
	// Negative are balances that no book may hold, in words.
	Negative  []string
	Positions []netting.PositionView
	Coverages []reserve.MemberCoverage
}

// Scanner reads past states of one node.
type Scanner struct{ conn *grpc.ClientConn }

func newScanner(n *Node) (*Scanner, error) {
	conn, err := grpc.NewClient(n.GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(16<<20)))
	return &Scanner{conn}, err
}

func (s *Scanner) close() { _ = s.conn.Close() }

// at is a context whose queries answer from the state after a block.
func at(ctx context.Context, height int64) context.Context {
	return metadata.AppendToOutgoingContext(ctx, grpctypes.GRPCBlockHeightHeader, strconv.FormatInt(height, 10))
}

// read scans the state after one block.
func (s *Scanner) read(ctx context.Context, height int64) (Scan, error) {
	ctx = at(ctx, height)
	scan := Scan{
		Height: height, Balances: map[string]map[[20]byte]uint64{},
		Supply: map[string]uint64{}, Issued: map[string]uint64{}, Redeemed: map[string]uint64{},
	}
	for _, denom := range []string{eMoney, central} {
		if err := s.balances(ctx, denom, &scan); err != nil {
			return Scan{}, fmt.Errorf("scan of %s at height %d: %w", denom, height, err)
		}
	}
	supplies, err := reserve.NewQueryClient(s.conn).Supply(ctx, &reserve.QuerySupplyRequest{})
	if err != nil {
		return Scan{}, err
	}
	for _, f := range supplies.Supplies {
		scan.Issued[f.Denom], scan.Redeemed[f.Denom] = f.Issued, f.Redeemed
	}
	positions, err := netting.NewQueryClient(s.conn).Positions(ctx, &netting.QueryPositionsRequest{Currency: currency})
	if err != nil {
		return Scan{}, err
	}
	coverages, err := reserve.NewQueryClient(s.conn).Coverage(ctx, &reserve.QueryCoverageRequest{Denom: eMoney})
	if err != nil {
		return Scan{}, err
	}
	scan.Positions, scan.Coverages = positions.Positions, coverages.Coverages
	return scan, nil
}

// balances walks all holders of a denom.
func (s *Scanner) balances(ctx context.Context, denom string, scan *Scan) error {
	bank := banktypes.NewQueryClient(s.conn)
	supply, err := bank.SupplyOf(ctx, &banktypes.QuerySupplyOfRequest{Denom: denom})
	if err != nil {
		return err
	}
	held := map[[20]byte]uint64{}
	scan.Supply[denom], scan.Balances[denom] = supply.Amount.Amount.Uint64(), held
	for page := (&query.PageRequest{Limit: 500}); ; {
		answer, err := bank.DenomOwners(ctx, &banktypes.QueryDenomOwnersRequest{Denom: denom, Pagination: page})
		if err != nil {
			return err
		}
		for _, owner := range answer.DenomOwners {
			addr, err := sdk.AccAddressFromBech32(owner.Address)
			if err != nil || len(addr) != 20 {
				return fmt.Errorf("holder %q: %w", owner.Address, err)
			}
			if amount := owner.Balance.Amount; amount.IsNegative() || !amount.IsUint64() {
				scan.Negative = append(scan.Negative, fmt.Sprintf("%s of %s", amount, owner.Address))
				continue
			}
			held[[20]byte(addr)] = owner.Balance.Amount.Uint64()
		}
		if answer.Pagination == nil || len(answer.Pagination.NextKey) == 0 {
			return nil
		}
		page = &query.PageRequest{Key: answer.Pagination.NextKey, Limit: 500}
	}
}

// cycles reads every closed cycle as the chain tells it, at one height.
func (s *Scanner) cycles(ctx context.Context, height int64, last uint64) ([]*netting.QueryCycleResponse, error) {
	var all []*netting.QueryCycleResponse
	for number := uint64(1); number <= last; number++ {
		answer, err := netting.NewQueryClient(s.conn).Cycle(at(ctx, height), &netting.QueryCycleRequest{Currency: currency, Number: number})
		if err != nil {
			return nil, fmt.Errorf("cycle %d at height %d: %w", number, height, err)
		}
		all = append(all, answer)
	}
	return all, nil
}
