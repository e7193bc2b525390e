// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"context"
	"slices"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/reserve"
)

// MintingStop says that receipts of a member wait in a denom instead of being minted.
type MintingStop struct {
	Member string `json:"member"`
	Denom  string `json:"denom"`
	// Cause is COVERAGE or STALE.
	Cause string `json:"cause"`
}

// OpenCases is how many cases a member has to resolve.
type OpenCases struct {
	Member string `json:"member"`
	Count  uint64 `json:"count,string"`
	// Oldest is the lowest number among them.
	Oldest uint64 `json:"oldest,string"`
}

func (s state) mintingStops(ctx context.Context) ([]MintingStop, error) {
	stops := []MintingStop{}
	answer, err := reserve.NewQueryClient(s).Coverage(ctx, &reserve.QueryCoverageRequest{})
	if err != nil {
		return stops, unlessUnserved(err)
	}
	for _, c := range answer.Coverages {
		if c.Stopped != reserve.STOP_CAUSE_UNSPECIFIED {
			stops = append(stops, MintingStop{Member: c.Member, Denom: c.Denom, Cause: word(c.Stopped.String(), "STOP_CAUSE_")})
		}
	}
	return stops, nil
}

func (s state) openCases(ctx context.Context) ([]OpenCases, error) {
	open := []OpenCases{}
	err := pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		question := &compliance.QueryCasesRequest{Status: compliance.CASE_STATUS_OPEN, Pagination: page}
		answer, err := compliance.NewQueryClient(s).Cases(ctx, question)
		if err != nil {
			return nil, err
		}
		for _, c := range answer.Cases {
			at := slices.IndexFunc(open, func(o OpenCases) bool { return o.Member == c.Member })
			if at < 0 {
				open, at = append(open, OpenCases{Member: c.Member, Oldest: c.Id}), len(open)
			}
			open[at].Count++
		}
		return answer.Pagination, nil
	})
	return open, unlessUnserved(err)
}

// unlessUnserved forgives a node of an earlier release that does not know the question.
func unlessUnserved(err error) error {
	if status.Code(err) == codes.Unimplemented {
		return nil
	}
	return err
}
