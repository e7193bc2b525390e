// SPDX-License-Identifier: Apache-2.0

// Package custody moves all customers of a member that is SUSPENDED or EXITING to its successor, in bounded portions.
// The state of the chain is the only memory: who was moved is no longer listed, so that a run which was cut off is
// continued by starting it again, and a portion that is sent twice moves nobody twice.
package custody

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/grpc"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// ErrStayed means that wallets could not be moved now; the report says which and why.
var ErrStayed = errors.New("wallets stayed")

// Chain is what a move asks of a network.
type Chain interface {
	// Page lists open wallets of a custodian behind a key, by ascending address, and the key of the next page, nil at the end.
	Page(ctx context.Context, custodian string, key []byte, limit uint64) (wallets []wallet.WalletView, next []byte, err error)
	// Move takes a portion over and returns once its outcome is final.
	Move(ctx context.Context, from string, wallets []string) (*reserve.MsgMoveCustomersResponse, error)
}

// Options say whose customers move.
type Options struct {
	// From is the id of the member whose customers move.
	From string
	// Portion is how many wallets one message moves; 0 for the most there may be.
	Portion int
	// Progress is told after each portion; nil for nobody.
	Progress func(Report)
}

// Stay is a wallet that could not be moved now.
type Stay struct {
	Wallet    string `json:"wallet"`
	Codespace string `json:"codespace"`
	Code      uint32 `json:"code"`
	// Reason is the error in words.
	Reason string `json:"reason"`
}

// Report is what was done.
type Report struct {
	From     string `json:"from"`
	Portions int    `json:"portions"`
	// Moved counts the wallets that the successor took over.
	Moved int `json:"moved"`
	// Own counts wallets of the member itself, which do not move.
	Own    int    `json:"own"`
	Stayed []Stay `json:"stayed"`
}

// MoveAll moves everybody who is listed. It goes through the wallets once; who stays is in the report, with ErrStayed.
// With any other error the report says what was done before it.
func MoveAll(ctx context.Context, chain Chain, o Options) (Report, error) {
	report := Report{From: o.From, Stayed: []Stay{}}
	if o.Portion < 0 || o.Portion > reserve.MaxPortion {
		return report, fmt.Errorf("expected a portion of 1 to %d wallets, got %d", reserve.MaxPortion, o.Portion)
	}
	if o.Portion == 0 {
		o.Portion = reserve.MaxPortion
	}
	for key := []byte(nil); ; {
		page, next, err := chain.Page(ctx, o.From, key, uint64(o.Portion)) //nolint:gosec // a small positive number
		if err != nil {
			return report, err
		}
		if err := report.portion(ctx, chain, page); err != nil {
			return report, err
		}
		if o.Progress != nil {
			o.Progress(report)
		}
		if len(next) == 0 {
			break
		}
		key = next
	}
	if len(report.Stayed) != 0 {
		return report, fmt.Errorf("%w: %d of %s", ErrStayed, len(report.Stayed), o.From)
	}
	return report, nil
}

// portion sends one page. Wallets of the member itself are left out: the chain would name each of them.
func (r *Report) portion(ctx context.Context, chain Chain, page []wallet.WalletView) error {
	var addresses []string
	for _, w := range page {
		if w.Kind == wallet.WALLET_KIND_MEMBER {
			r.Own++
			continue
		}
		addresses = append(addresses, w.Address)
	}
	if len(addresses) == 0 {
		return nil
	}
	res, err := chain.Move(ctx, r.From, addresses)
	if err != nil {
		return err
	}
	r.Portions++
	for _, result := range res.Results {
		if result.Moved {
			r.Moved++
			continue
		}
		r.Stayed = append(r.Stayed, Stay{
			Wallet: result.Wallet, Codespace: result.Codespace, Code: result.Code,
			Reason: errorsmod.ABCIError(result.Codespace, result.Code, "").Error(),
		})
	}
	return nil
}

// Network is a Chain over a client; the lane is an account with the OPERATIONS duty of the successor.
type Network struct {
	Client *client.Client
	Lane   *client.Lane
}

// Page asks the node that answers.
func (n Network) Page(ctx context.Context, custodian string, key []byte, limit uint64) (wallets []wallet.WalletView, next []byte, err error) {
	err = n.Client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := wallet.NewQueryClient(conn).WalletsOf(ctx, &wallet.QueryWalletsOfRequest{
			Custodian: custodian, Pagination: &query.PageRequest{Key: key, Limit: limit},
		})
		if err != nil {
			return err
		}
		wallets, next = res.Wallets, res.Pagination.GetNextKey()
		return nil
	})
	return wallets, next, err
}

// Move sends the message and waits for its outcome, and sends it again when it was certainly not executed.
func (n Network) Move(ctx context.Context, from string, wallets []string) (*reserve.MsgMoveCustomersResponse, error) {
	outcome, err := n.Lane.Submit(ctx, &reserve.MsgMoveCustomers{Operator: n.Lane.Address().String(), Member: from, Wallets: wallets})
	if err != nil {
		return nil, err
	}
	var data sdk.TxMsgData
	if err := data.Unmarshal(outcome.Data); err != nil {
		return nil, err
	}
	res := &reserve.MsgMoveCustomersResponse{}
	if len(data.MsgResponses) != 1 {
		return nil, fmt.Errorf("expected one answer, got %d", len(data.MsgResponses))
	}
	return res, res.Unmarshal(data.MsgResponses[0].Value)
}
