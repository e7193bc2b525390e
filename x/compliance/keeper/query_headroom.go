// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// Headroom says what a wallet may still pay, receive and hold now, and which row binds. What its person has used is known
// only by the tag that the wallet opened last this year.
func (s queryServer) Headroom(ctx context.Context, req *compliance.QueryHeadroomRequest) (*compliance.QueryHeadroomResponse, error) {
	if err := validateHeadroom(req); err != nil {
		return nil, err
	}
	w, err := s.knownWallet(ctx, req.Wallet)
	if err != nil {
		return nil, err
	}
	now := blockTime(ctx)
	answer := &compliance.QueryHeadroomResponse{Time: now, Tier: w.Tier}
	if !limited(&w) {
		return answer, nil
	}
	r := s.records(ctx)
	params, err := r.params()
	if err != nil {
		return nil, err
	}
	rows, err := r.rows(&w)
	if err != nil {
		return nil, err
	}
	today := params.Periods(now)
	counted, known, err := r.counted(&w, today)
	if err != nil {
		return nil, err
	}
	denoms := rows.Denoms()
	if req.Denom != "" {
		denoms = []string{req.Denom}
	}
	for _, denom := range denoms {
		held, err := s.holding(ctx, w.Address, denom)
		if err != nil {
			return nil, err
		}
		for _, measure := range []compliance.Measure{compliance.MEASURE_OUT, compliance.MEASURE_IN, compliance.MEASURE_BALANCE} {
			flow := compliance.Flow{Measure: measure, Denom: denom, Strength: req.Strength, Channel: req.Channel}
			h := rows.Headroom(&w, &flow, now, today, &counted, held)
			h.PersonUnknown = h.OpeningDue && !known
			answer.Headroom = append(answer.Headroom, h)
		}
	}
	return answer, nil
}

func validateHeadroom(req *compliance.QueryHeadroomRequest) error {
	switch {
	case req == nil:
		return compliance.ErrRequestInvalid.Wrap("expected a request, got none")
	case req.Denom != "" && wallet.ValidateDenom(req.Denom) != nil:
		return compliance.ErrRequestInvalid.Wrapf("expected a denom or none, got %q", req.Denom)
	case req.Strength < compliance.STRENGTH_UNSPECIFIED || req.Strength > compliance.STRENGTH_CERT:
		return compliance.ErrRequestInvalid.Wrapf("expected a strength from NONE to CERT, got %s", req.Strength)
	case req.Channel < wallet.CHANNEL_UNSPECIFIED || req.Channel > wallet.CHANNEL_IN_PERSON:
		return compliance.ErrRequestInvalid.Wrapf("expected a channel or none, got %s", req.Channel)
	}
	return nil
}

// counted returns the records that the rows of a wallet weigh, and whether its person is known.
func (r records) counted(w *wallet.Wallet, today compliance.Periods) (c compliance.Counted, known bool, err error) {
	if c.Wallet, err = r.usage(w.Address); err != nil {
		return c, false, err
	}
	opened := c.Wallet.Opened(today)
	if opened.Member == 0 {
		return c, false, nil
	}
	if c.AtMember, err = r.personUsage(opened.Person.Key(w.Custodian)); err != nil {
		return c, false, err
	}
	c.Overall, err = r.personUsage(opened.Person.Key(0))
	return c, true, err
}
