// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// standings say what a message that names a thing, and does not spell it out, finds on the chain and leaves behind.
var standings = map[string]func(context.Context, Chain, sdk.Msg) ([]Field, error){
	"/tael.consortium.v1.MsgAssignDuty":        standing(assignedDuty),
	"/tael.consortium.v1.MsgWithdrawDuty":      standing(withdrawnDuty),
	"/tael.consortium.v1.MsgSetValidatorPower": standing(validatorPower),
	"/tael.consortium.v1.MsgRemoveValidator":   standing(removedValidator),
	"/tael.consortium.v1.MsgSetQuota":          standing(quota),
	"/tael.consortium.v1.MsgBeginExit":         standing(begunExit),
	"/tael.consortium.v1.MsgNameSuccessor":     standing(namedSuccessor),
	"/tael.reserve.v1.MsgCompleteExit":         standing(completedExit),
	"/tael.reserve.v1.MsgSetResolutionPlan":    standing(resolutionPlan),
	"/tael.reserve.v1.MsgDecideReceipt":        standing(decidedReceipt),
	"/tael.reserve.v1.MsgResumeRail":           standing(resumedRail),
	"/tael.wallet.v1.MsgRequestCustodyMove":    standing(requestedMove),
	"/tael.wallet.v1.MsgCancelCustodyMove":     standing(cancelledMove),
}

func standing[M sdk.Msg](of func(context.Context, Chain, M) ([]Field, error)) func(context.Context, Chain, sdk.Msg) ([]Field, error) {
	return func(ctx context.Context, c Chain, msg sdk.Msg) ([]Field, error) { return of(ctx, c, msg.(M)) }
}

// absent says that the chain does not know the thing.
func absent(err error) bool { return status.Code(err) == codes.NotFound }

// changed are the fields that are not the same afterwards.
func changed(fields ...Field) []Field {
	return slices.DeleteFunc(fields, func(f Field) bool { return f.Before == f.After })
}

func holders(m consortium.Member, duty consortium.Duty) []string {
	var all []string
	for _, h := range m.Duties {
		if h.Duty == duty {
			all = append(all, h.Address)
		}
	}
	return all
}

func dutyField(m consortium.Member, duty consortium.Duty, after []string) []Field {
	return changed(Field{
		Name:   strings.TrimPrefix(duty.String(), "DUTY_") + " of " + m.Id,
		Before: orNone(strings.Join(holders(m, duty), ", ")), After: orNone(strings.Join(after, ", ")),
	})
}

func assignedDuty(ctx context.Context, c Chain, msg *consortium.MsgAssignDuty) ([]Field, error) {
	m, err := c.member(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	after := holders(m, msg.Duty)
	if !slices.Contains(after, msg.Address) {
		after = append(after, msg.Address)
	}
	return dutyField(m, msg.Duty, after), nil
}

func withdrawnDuty(ctx context.Context, c Chain, msg *consortium.MsgWithdrawDuty) ([]Field, error) {
	m, err := c.member(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	after := slices.DeleteFunc(holders(m, msg.Duty), func(address string) bool { return address == msg.Address })
	return dutyField(m, msg.Duty, after), nil
}

func validatorPower(ctx context.Context, c Chain, msg *consortium.MsgSetValidatorPower) ([]Field, error) {
	v, err := c.validator(ctx, msg.Validator)
	return changed(Field{"power of " + v.Moniker, strconv.FormatInt(v.Power, 10), strconv.FormatInt(msg.Power, 10)}), err
}

func removedValidator(ctx context.Context, c Chain, msg *consortium.MsgRemoveValidator) ([]Field, error) {
	v, err := c.validator(ctx, msg.Validator)
	return []Field{
		{"power of " + v.Moniker, strconv.FormatInt(v.Power, 10), "0"},
		{"status of " + v.Moniker, v.Status.String(), consortium.VALIDATOR_STATUS_REMOVED.String()},
	}, err
}

func quota(ctx context.Context, c Chain, msg *consortium.MsgSetQuota) ([]Field, error) {
	now, err := c.consortium().QuotaPolicy(ctx, &consortium.QueryQuotaPolicyRequest{})
	if err != nil {
		return nil, err
	}
	var was *consortium.Quota
	switch {
	case msg.Member != "":
		m, err := c.member(ctx, msg.Member)
		if err != nil {
			return nil, err
		}
		for _, own := range now.Policy.Members {
			if own.Member == m.Number {
				was = &own.Quota
			}
		}
	case msg.Role != consortium.ROLE_UNSPECIFIED:
		for _, own := range now.Policy.Roles {
			if own.Role == msg.Role {
				was = &own.Quota
			}
		}
	default:
		was = &now.Policy.Base
	}
	return changed(quotaField("rate", was, msg.Quota, func(q *consortium.Quota) uint64 { return q.Rate }),
		quotaField("burst", was, msg.Quota, func(q *consortium.Quota) uint64 { return q.Burst })), nil
}

func quotaField(name string, was, is *consortium.Quota, of func(*consortium.Quota) uint64) Field {
	f := Field{name, none, none}
	if was != nil {
		f.Before = strconv.FormatUint(of(was), 10)
	}
	if is != nil {
		f.After = strconv.FormatUint(of(is), 10)
	}
	return f
}

func begunExit(ctx context.Context, c Chain, msg *consortium.MsgBeginExit) ([]Field, error) {
	now, err := c.consortium().Departure(ctx, &consortium.QueryDepartureRequest{Id: msg.Member})
	if err != nil {
		return nil, err
	}
	return changed(
		Field{"status of " + msg.Member, now.Status.String(), consortium.MEMBER_STATUS_EXITING.String()},
		Field{"successor", orNone(now.Successor), orNone(msg.Successor)}), nil
}

func namedSuccessor(ctx context.Context, c Chain, msg *consortium.MsgNameSuccessor) ([]Field, error) {
	now, err := c.consortium().Departure(ctx, &consortium.QueryDepartureRequest{Id: msg.Member})
	if err != nil {
		return nil, err
	}
	return changed(Field{"successor", orNone(now.Successor), orNone(msg.Successor)}), nil
}

func completedExit(ctx context.Context, c Chain, msg *reserve.MsgCompleteExit) ([]Field, error) {
	m, err := c.member(ctx, msg.Member)
	return changed(Field{"status of " + msg.Member, m.Status.String(), consortium.MEMBER_STATUS_LEFT.String()}), err
}

func resolutionPlan(ctx context.Context, c Chain, msg *reserve.MsgSetResolutionPlan) ([]Field, error) {
	percent := func(p uint32) string {
		if p == 0 {
			return none
		}
		return strconv.FormatUint(uint64(p), 10)
	}
	f := Field{fmt.Sprintf("percent of %s at %s", msg.Denom, msg.Member), none, percent(msg.Percent)}
	now, err := reserve.NewQueryClient(c.Conn).ResolutionPlan(ctx, &reserve.QueryResolutionPlanRequest{Member: msg.Member, Denom: msg.Denom})
	switch {
	case absent(err):
	case err != nil:
		return nil, err
	default:
		f.Before = percent(now.Plan.Percent)
	}
	return changed(f), nil
}

func decidedReceipt(ctx context.Context, c Chain, msg *reserve.MsgDecideReceipt) ([]Field, error) {
	now, err := reserve.NewQueryClient(c.Conn).Issuance(ctx, &reserve.QueryIssuanceRequest{
		Rail: msg.Rail, Account: msg.Account, BookingDate: msg.BookingDate, EntryReference: msg.EntryReference,
	})
	if err != nil {
		return nil, err
	}
	after := "dropped"
	if msg.Mint {
		after = "minted as " + msg.Attestor + " stated it"
	}
	return []Field{{"receipt " + msg.EntryReference, now.Issuance.Status.String(), after}}, nil
}

func resumedRail(ctx context.Context, c Chain, msg *reserve.MsgResumeRail) ([]Field, error) {
	now, err := c.rail(ctx, msg.Rail)
	if err != nil {
		return nil, err
	}
	if now == nil {
		return nil, fmt.Errorf("expected a rail, got %q; see `taeld query reserve rails`", msg.Rail)
	}
	return changed(Field{"minting_stopped", strconv.FormatBool(now.MintingStopped), "false"}), nil
}

// askedMember is the member that a wallet's custody move waits for; empty if there is none.
func (c Chain) askedMember(ctx context.Context, address string) (string, error) {
	now, err := wallet.NewQueryClient(c.Conn).CustodyMove(ctx, &wallet.QueryCustodyMoveRequest{Wallet: address})
	if absent(err) {
		return "", nil
	}
	if err != nil || now.CustodyMove.Expired {
		return "", err
	}
	return now.CustodyMove.To, nil
}

func requestedMove(ctx context.Context, c Chain, msg *wallet.MsgRequestCustodyMove) ([]Field, error) {
	now, err := c.askedMember(ctx, msg.Wallet)
	return changed(Field{"asked to keep it", orNone(now), msg.To}), err
}

func cancelledMove(ctx context.Context, c Chain, msg *wallet.MsgCancelCustodyMove) ([]Field, error) {
	now, err := c.askedMember(ctx, msg.Wallet)
	return changed(Field{"asked to keep it", orNone(now), none}), err
}

// validator is one that takes part in consensus, by its consensus address.
func (c Chain) validator(ctx context.Context, address string) (consortium.ValidatorEntry, error) {
	request := &consortium.QueryValidatorsRequest{}
	for {
		page, err := c.consortium().Validators(ctx, request)
		if err != nil {
			return consortium.ValidatorEntry{}, err
		}
		for _, v := range page.Validators {
			if v.ConsensusAddress == address {
				return v, nil
			}
		}
		if page.Pagination == nil || len(page.Pagination.NextKey) == 0 {
			return consortium.ValidatorEntry{}, fmt.Errorf("expected a validator, got %q; see `taeld query consortium validators`", address)
		}
		request.Pagination = nextPage(page.Pagination)
	}
}
