// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"context"

	"github.com/cosmos/gogoproto/proto"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// paramsWords are of the messages that replace all figures of a room.
var paramsWords = map[string]Word{
	"/tael.wallet.v1.MsgSetParams": word("Replace the figures of wallets.", func(*wallet.MsgSetParams) string {
		return "The figures of wallets are replaced."
	}, func(ctx context.Context, c Chain, m *wallet.MsgSetParams) (proto.Message, proto.Message, error) {
		now, err := wallet.NewQueryClient(c.Conn).Params(ctx, &wallet.QueryParamsRequest{})
		if err != nil {
			return nil, nil, err
		}
		return &now.Params, &m.Params, nil
	}),
	"/tael.compliance.v1.MsgSetParams": word("Replace the terms of compliance.", func(*compliance.MsgSetParams) string {
		return "The terms of compliance are replaced."
	}, func(ctx context.Context, c Chain, m *compliance.MsgSetParams) (proto.Message, proto.Message, error) {
		now, err := compliance.NewQueryClient(c.Conn).Params(ctx, &compliance.QueryParamsRequest{})
		if err != nil {
			return nil, nil, err
		}
		return &now.Params, &m.Params, nil
	}),
	"/tael.payment.v1.MsgSetParams": word("Replace the clocks of payments.", func(*payment.MsgSetParams) string {
		return "The clocks of payments are replaced."
	}, func(ctx context.Context, c Chain, m *payment.MsgSetParams) (proto.Message, proto.Message, error) {
		now, err := payment.NewQueryClient(c.Conn).Params(ctx, &payment.QueryParamsRequest{})
		if err != nil {
			return nil, nil, err
		}
		is, err := m.Params.Follow(now.Params)
		return &now.Params, &is, err
	}),
	"/tael.reserve.v1.MsgSetParams": word("Replace the figures of the reserve.", func(*reserve.MsgSetParams) string {
		return "The figures of the reserve are replaced, and every member's coverage is judged by them."
	}, func(ctx context.Context, c Chain, m *reserve.MsgSetParams) (proto.Message, proto.Message, error) {
		now, err := reserve.NewQueryClient(c.Conn).Params(ctx, &reserve.QueryParamsRequest{})
		if err != nil {
			return nil, nil, err
		}
		return &now.Params, &m.Params, nil
	}),
	"/tael.consortium.v1.MsgSetMemberPolicy": word("Replace the figures of suspension and exit.", func(*consortium.MsgSetMemberPolicy) string {
		return "The figures of suspension and exit are replaced."
	}, func(ctx context.Context, c Chain, m *consortium.MsgSetMemberPolicy) (proto.Message, proto.Message, error) {
		now, err := c.consortium().MemberPolicy(ctx, &consortium.QueryMemberPolicyRequest{})
		if err != nil {
			return nil, nil, err
		}
		return &now.Policy, &m.Policy, nil
	}),
	"/tael.consortium.v1.MsgSetValidatorPolicy": word("Replace what is asked of the validators.", func(*consortium.MsgSetValidatorPolicy) string {
		return "What is asked of the validators is replaced."
	}, func(ctx context.Context, c Chain, m *consortium.MsgSetValidatorPolicy) (proto.Message, proto.Message, error) {
		now, err := c.consortium().ValidatorPolicy(ctx, &consortium.QueryValidatorPolicyRequest{})
		if err != nil {
			return nil, nil, err
		}
		return &now.Policy, &m.Policy, nil
	}),
}
