// SPDX-License-Identifier: Apache-2.0

package books

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	sdk "github.com/cosmos/cosmos-sdk/types"
	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

const (
	// maxPage is the most entries that a query answers at once.
	maxPage = 500
	// patience is how long a node may take from showing a block to answering from its state.
	patience = 5 * time.Second
	// pause lies between two questions.
	pause = 20 * time.Millisecond
)

// Queries is State by the queries of the network's nodes. It is not safe for concurrent use.
type Queries struct {
	client *client.Client
	ids    map[uint32]string // members by number
}

// NewQueries asks the nodes that a client knows.
func NewQueries(c *client.Client) *Queries { return &Queries{client: c, ids: map[uint32]string{}} }

// Member implements State.
func (q *Queries) Member(ctx context.Context, id string) (uint32, error) {
	var number uint32
	err := q.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := consortium.NewQueryClient(conn).Member(ctx, &consortium.QueryMemberRequest{Id: id})
		if err != nil {
			return err
		}
		number = res.Member.Number
		return nil
	})
	return number, err
}

// Custodian implements State: it asks for the state at the height, and for the present one where the node has pruned it.
func (q *Queries) Custodian(ctx context.Context, height int64, holder Account) (uint32, error) {
	at := metadata.AppendToOutgoingContext(ctx, grpctypes.GRPCBlockHeightHeader, strconv.FormatInt(height, 10))
	var id string
	err := q.soon(ctx, func() (done bool, err error) {
		// Not by Query, which takes a node that answers from the past for one that lags.
		id, err = custodianBy(at, q.client.Conn(), holder)
		ahead := err != nil && strings.Contains(err.Error(), "height in the future")
		return !ahead, err
	})
	if err != nil {
		err = q.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
			id, err = custodianBy(ctx, conn, holder)
			return err
		})
	}
	if err != nil {
		return 0, err
	}
	return q.Member(ctx, id)
}

func custodianBy(ctx context.Context, conn grpc.ClientConnInterface, holder Account) (string, error) {
	res, err := wallet.NewQueryClient(conn).Wallet(ctx, &wallet.QueryWalletRequest{Address: sdk.AccAddress(holder[:]).String()})
	if err != nil {
		return "", err
	}
	return res.Wallet.Custodian, nil
}

// Suspense implements State.
func (q *Queries) Suspense(ctx context.Context, member uint32, denom string) (Account, error) {
	id, err := q.memberID(ctx, member)
	if err != nil {
		return Account{}, err
	}
	var address string
	err = q.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := wallet.NewQueryClient(conn).Suspense(ctx, &wallet.QuerySuspenseRequest{Custodian: id, Denom: denom})
		if err != nil {
			return err
		}
		address = res.Address
		return nil
	})
	if err != nil {
		return Account{}, err
	}
	return accountOf(address)
}

// memberID finds a member's id, which messages and queries name it by.
func (q *Queries) memberID(ctx context.Context, number uint32) (string, error) {
	if id, known := q.ids[number]; known {
		return id, nil
	}
	err := q.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		for page := (&query.PageRequest{Limit: maxPage}); ; {
			res, err := consortium.NewQueryClient(conn).Members(ctx, &consortium.QueryMembersRequest{Pagination: page})
			if err != nil {
				return err
			}
			for _, m := range res.Members {
				q.ids[m.Number] = m.Id
			}
			if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
				return nil
			}
			page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: maxPage}
		}
	})
	if err != nil {
		return "", err
	}
	id, known := q.ids[number]
	if !known {
		return "", fmt.Errorf("%w: expected a member with number %d", ErrContradiction, number)
	}
	return id, nil
}

// SettlingDenom implements State.
func (q *Queries) SettlingDenom(ctx context.Context, emoney string) (string, error) {
	var settling string
	err := q.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := netting.NewQueryClient(conn).Currencies(ctx, &netting.QueryCurrenciesRequest{})
		if err != nil {
			return err
		}
		for _, c := range res.Currencies {
			if c.EmoneyDenom == emoney {
				settling = c.SettlingDenom
				return nil
			}
		}
		return fmt.Errorf("%w: expected a currency with the e-money denom %q", ErrContradiction, emoney)
	})
	return settling, err
}

// Settlement implements State.
func (q *Queries) Settlement(ctx context.Context, currency string, cycle uint64) (Settlement, error) {
	var res *netting.QueryCycleResponse
	err := q.soon(ctx, func() (bool, error) {
		err := q.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) (err error) {
			res, err = netting.NewQueryClient(conn).Cycle(ctx, &netting.QueryCycleRequest{Currency: currency, Number: cycle})
			return err
		})
		return err != nil || res.Settlement != nil, err
	})
	if err != nil {
		return Settlement{}, err
	}
	if res.Settlement == nil {
		return Settlement{}, fmt.Errorf("%w: expected cycle %d of %s to be SETTLED, state has %s", ErrContradiction, cycle, currency, res.Cycle.Status)
	}
	return Settlement{SettlementView: *res.Settlement, ValueDate: res.Cycle.ValueDate}, nil
}

// Issuance implements State.
func (q *Queries) Issuance(ctx context.Context, key reserve.ReceiptKey) (reserve.Issuance, error) {
	var found reserve.Issuance
	err := q.soon(ctx, func() (bool, error) {
		err := q.client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
			res, err := reserve.NewQueryClient(conn).Issuance(ctx, &reserve.QueryIssuanceRequest{
				Rail: key.Rail, Account: key.Account, BookingDate: key.BookingDate, EntryReference: key.EntryReference,
			})
			if err == nil {
				found = res.Issuance
			}
			return err
		})
		return err != nil || found.MintedAt != 0, err
	})
	return found, err
}

// soon asks again for a while until f is done: a node shows a block a moment before its state holds what the block did.
func (q *Queries) soon(ctx context.Context, f func() (done bool, err error)) error {
	deadline := time.Now().Add(patience)
	for {
		done, err := f()
		if done || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
