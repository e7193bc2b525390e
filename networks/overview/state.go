// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"context"
	"fmt"
	"strings"

	"github.com/cometbft/cometbft/crypto/tmhash"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

const (
	pageLimit = 500
	// maxPages bounds a list: more than 10,000 members nobody sees at a glance.
	maxPages = 20
)

// pages calls f for page after page until there is none left.
func pages(f func(page *query.PageRequest) (*query.PageResponse, error)) error {
	page := &query.PageRequest{Limit: pageLimit}
	for range maxPages {
		answer, err := f(page)
		if err != nil || answer == nil || len(answer.NextKey) == 0 {
			return err
		}
		page = &query.PageRequest{Key: answer.NextKey, Limit: pageLimit}
	}
	return nil
}

func (s state) members(ctx context.Context) ([]Member, error) {
	members := []Member{}
	err := pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		answer, err := consortium.NewQueryClient(s).Members(ctx, &consortium.QueryMembersRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, m := range answer.Members {
			member := Member{ID: m.Id, Name: m.Name, Roles: []string{}, Status: word(m.Status.String(), "MEMBER_STATUS_")}
			for _, role := range m.Roles {
				member.Roles = append(member.Roles, word(role.String(), "ROLE_"))
			}
			members = append(members, member)
		}
		return answer.Pagination, nil
	})
	return members, err
}

// consensus is who validates and which of them signed a height.
func (s state) consensus(ctx context.Context, signed map[string]vote, height int64) (Consensus, error) {
	c := Consensus{SignedHeight: height, Validators: []Validator{}}
	err := pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		answer, err := consortium.NewQueryClient(s).Validators(ctx, &consortium.QueryValidatorsRequest{Pagination: page})
		if err != nil {
			return nil, err
		}
		c.TotalPower = answer.TotalPower
		for _, v := range answer.Validators {
			cast, voted := signed[string(tmhash.SumTruncated(v.PubKey))]
			validator := Validator{
				Member: v.Member, Moniker: v.Moniker, Power: v.Power, Signed: voted,
				ClockAhead: cast.ahead, ClockBehind: cast.held,
			}
			if validator.Signed {
				c.SignedPower += v.Power
			}
			c.Validators = append(c.Validators, validator)
		}
		return answer.Pagination, nil
	})
	return c, err
}

func (s state) currencies(ctx context.Context) ([]Currency, error) {
	answer, err := netting.NewQueryClient(s).Currencies(ctx, &netting.QueryCurrenciesRequest{})
	if err != nil {
		return nil, err
	}
	exponents, err := s.exponents(ctx)
	if err != nil {
		return nil, err
	}
	currencies := []Currency{}
	for _, c := range answer.Currencies {
		exponent, known := exponents[c.EmoneyDenom]
		if !known {
			return nil, fmt.Errorf("currency %s: no asset %s", c.Code, c.EmoneyDenom)
		}
		currency, err := s.currency(ctx, c)
		if err != nil {
			return nil, fmt.Errorf("currency %s: %w", c.Code, err)
		}
		currency.Exponent = exponent
		currencies = append(currencies, currency)
	}
	return currencies, nil
}

// exponents are the decimal places of every denom.
func (s state) exponents(ctx context.Context) (map[string]uint32, error) {
	answer, err := reserve.NewQueryClient(s).Assets(ctx, &reserve.QueryAssetsRequest{})
	if err != nil {
		return nil, err
	}
	exponents := map[string]uint32{}
	for _, a := range answer.Assets {
		exponents[a.Denom] = a.Exponent
	}
	return exponents, nil
}

func (s state) currency(ctx context.Context, c netting.Currency) (Currency, error) {
	v := Currency{
		Code: c.Code, Flagged: c.Flagged, SettledCycle: c.SettledCycle, WaitingCount: c.Waiting(), Waiting: []Cycle{},
		AlarmPercents: DefaultAlarmPercents, Positions: []Position{},
	}
	if len(c.AlarmPercents) > 0 {
		v.AlarmPercents = c.AlarmPercents
	}
	if c.CycleInterval > 0 || c.SettlementDay != nil {
		v.NextCutOff = moment(c.NextCutOff)
	}
	var err error
	if v.Open, err = s.cycle(ctx, c.Code, c.OpenCycle); err != nil {
		return v, err
	}
	for number := c.SettledCycle + 1; number < c.OpenCycle && len(v.Waiting) < MaxWaiting; number++ {
		waiting, err := s.cycle(ctx, c.Code, number)
		if err != nil {
			return v, err
		}
		v.Waiting = append(v.Waiting, waiting)
	}
	err = pages(func(page *query.PageRequest) (*query.PageResponse, error) {
		answer, err := netting.NewQueryClient(s).Positions(ctx, &netting.QueryPositionsRequest{Currency: c.Code, Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, p := range answer.Positions {
			v.Positions = append(v.Positions, newPosition(p))
		}
		return answer.Pagination, nil
	})
	return v, err
}

func (s state) cycle(ctx context.Context, code string, number uint64) (Cycle, error) {
	answer, err := netting.NewQueryClient(s).Cycle(ctx, &netting.QueryCycleRequest{Currency: code, Number: number})
	if err != nil {
		return Cycle{}, err
	}
	return newCycle(answer.Cycle), nil
}

// word is an enum's name without its prefix.
func word(name, prefix string) string { return strings.TrimPrefix(name, prefix) }
