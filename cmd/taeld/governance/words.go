// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"context"
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Word is how people speak of a message type.
type Word struct {
	// Short says what the message does.
	Short string
	say   func(sdk.Msg) string
	// before returns what the message would replace, and what by; nil shows the fields of the message alone.
	before func(context.Context, Chain, sdk.Msg) (was, is proto.Message, err error)
}

func word[M sdk.Msg](short string, say func(M) string, before func(context.Context, Chain, M) (was, is proto.Message, err error)) Word {
	w := Word{Short: short, say: func(msg sdk.Msg) string { return say(msg.(M)) }}
	if before != nil {
		w.before = func(ctx context.Context, c Chain, msg sdk.Msg) (proto.Message, proto.Message, error) {
			return before(ctx, c, msg.(M))
		}
	}
	return w
}

// wordOf finds the Word of a message type: there is one for every type that the access matrix opens to the authority.
func wordOf(url string) (Word, bool) {
	for _, some := range []map[string]Word{words, memberWords, paramsWords} {
		if w, known := some[url]; known {
			return w, true
		}
	}
	return Word{}, false
}

// words are of the messages about members, rules, money and the software.
var words = map[string]Word{
	"/tael.consortium.v1.MsgRegisterMember": word("Make an institution a member.", func(m *consortium.MsgRegisterMember) string {
		return fmt.Sprintf("%s becomes member %s, number %d.", m.Name, m.Id, m.Number)
	}, nil),
	"/tael.consortium.v1.MsgAssignDuty": word("Give an address a duty of a member.", func(m *consortium.MsgAssignDuty) string {
		return fmt.Sprintf("%s holds %s of member %s.", m.Address, m.Duty, m.Member)
	}, nil),
	"/tael.consortium.v1.MsgWithdrawDuty": word("Take a duty of a member from an address.", func(m *consortium.MsgWithdrawDuty) string {
		return fmt.Sprintf("%s no longer holds %s of member %s.", m.Address, m.Duty, m.Member)
	}, nil),
	"/tael.consortium.v1.MsgSuspendMember": word("Stop a member's new business.", func(m *consortium.MsgSuspendMember) string {
		return fmt.Sprintf("Member %s is suspended: it takes no new business and does not vote.", m.Member)
	}, func(ctx context.Context, c Chain, m *consortium.MsgSuspendMember) (proto.Message, proto.Message, error) {
		return withStatus(ctx, c, m.Member, consortium.MEMBER_STATUS_SUSPENDED)
	}),
	"/tael.consortium.v1.MsgReinstateMember": word("Let a suspended member take part in full again.", func(m *consortium.MsgReinstateMember) string {
		return fmt.Sprintf("Member %s takes part in full again.", m.Member)
	}, func(ctx context.Context, c Chain, m *consortium.MsgReinstateMember) (proto.Message, proto.Message, error) {
		return withStatus(ctx, c, m.Member, consortium.MEMBER_STATUS_ACTIVE)
	}),
	"/tael.consortium.v1.MsgChangeMember": word("Replace roles and public data of a member.", func(m *consortium.MsgChangeMember) string {
		return fmt.Sprintf("The roles or public data of member %s change.", m.Member)
	}, changedMember),
	"/tael.consortium.v1.MsgSetCharter": word("Replace the rules of deciding.", func(m *consortium.MsgSetCharter) string {
		return "The rules of deciding change."
	}, func(ctx context.Context, c Chain, m *consortium.MsgSetCharter) (proto.Message, proto.Message, error) {
		now, err := c.Charter(ctx)
		if err != nil {
			return nil, nil, err
		}
		return &now.Charter, &m.Charter, nil
	}),
	"/tael.compliance.v1.MsgSetLimits": word("Replace the whole limit table.", func(m *compliance.MsgSetLimits) string {
		return fmt.Sprintf("The limit table is replaced by one of %d rows.", len(m.Limits))
	}, func(ctx context.Context, c Chain, m *compliance.MsgSetLimits) (proto.Message, proto.Message, error) {
		now, err := compliance.NewQueryClient(c.Conn).Limits(ctx, &compliance.QueryLimitsRequest{})
		if err != nil {
			return nil, nil, err
		}
		return &now.Table, &compliance.LimitTable{Version: now.Table.Version + 1, Limits: m.Limits}, nil
	}),
	"/tael.netting.v1.MsgSetCap": word("Cut a member's cap at once.", func(m *netting.MsgSetCap) string {
		return fmt.Sprintf("The cap of member %s in %s is %d minor units.", m.Member, m.Currency, m.Cap)
	}, func(ctx context.Context, c Chain, m *netting.MsgSetCap) (proto.Message, proto.Message, error) {
		now, err := netting.NewQueryClient(c.Conn).Position(ctx, &netting.QueryPositionRequest{Member: m.Member, Currency: m.Currency})
		if err != nil {
			return nil, nil, err
		}
		was := *m
		was.Cap = now.Position.Cap
		return &was, m, nil
	}),
	"/tael.netting.v1.MsgSetCurrencyPolicy": word("Set the inflow rule, the alarms and the settlement day of a currency.", func(m *netting.MsgSetCurrencyPolicy) string {
		return fmt.Sprintf("The policy of %s is replaced.", m.Currency)
	}, currencyPolicy),
	"/tael.reserve.v1.MsgSetRail": word("Name a rail or replace it.", func(m *reserve.MsgSetRail) string {
		return fmt.Sprintf("Rail %s for %s has %d attestors, %d of whom make a fact.", m.Rail.Id, m.Rail.Denom, len(m.Rail.Attestors), m.Rail.Threshold)
	}, func(ctx context.Context, c Chain, m *reserve.MsgSetRail) (proto.Message, proto.Message, error) {
		was, err := c.rail(ctx, m.Rail.Id)
		if was == nil || err != nil {
			return nil, &m.Rail, err
		}
		is := m.Rail
		is.MintingStopped = was.MintingStopped
		return was, &is, nil
	}),
	"/tael.reserve.v1.MsgDecideReceipt": word("Mint a contradicted receipt as one attestor stated it, or drop it.", func(m *reserve.MsgDecideReceipt) string {
		if m.Mint {
			return fmt.Sprintf("Receipt %s of %d at %s on rail %s is minted as %s stated it.", m.EntryReference, m.BookingDate, m.Account, m.Rail, m.Attestor)
		}
		return fmt.Sprintf("Receipt %s of %d at %s on rail %s is dropped.", m.EntryReference, m.BookingDate, m.Account, m.Rail)
	}, nil),
	"/tael.reserve.v1.MsgResumeRail": word("Let a rail's receipts be minted again.", func(m *reserve.MsgResumeRail) string {
		return fmt.Sprintf("Receipts of rail %s are minted again.", m.Rail)
	}, nil),
	"/tael.wallet.v1.MsgRequestCustodyMove": word("Ask that another member keep a wallet.", func(m *wallet.MsgRequestCustodyMove) string {
		return fmt.Sprintf("Member %s is asked to keep wallet %s.", m.To, m.Wallet)
	}, nil),
	"/tael.wallet.v1.MsgCancelCustodyMove": word("Withdraw a requested custody move.", func(m *wallet.MsgCancelCustodyMove) string {
		return fmt.Sprintf("The requested custody move of wallet %s is withdrawn.", m.Wallet)
	}, nil),
	"/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade": word("Stop the chain at a height for new software.", func(m *upgradetypes.MsgSoftwareUpgrade) string {
		return fmt.Sprintf("The chain stops at height %d for software %s.", m.Plan.Height, m.Plan.Name)
	}, func(ctx context.Context, c Chain, m *upgradetypes.MsgSoftwareUpgrade) (proto.Message, proto.Message, error) {
		was, err := c.plan(ctx)
		return was, &m.Plan, err
	}),
	"/cosmos.upgrade.v1beta1.MsgCancelUpgrade": word("Cancel the planned upgrade.", func(*upgradetypes.MsgCancelUpgrade) string {
		return "The planned upgrade is cancelled."
	}, func(ctx context.Context, c Chain, _ *upgradetypes.MsgCancelUpgrade) (proto.Message, proto.Message, error) {
		was, err := c.plan(ctx)
		return was, nil, err
	}),
	"/cosmos.consensus.v1.MsgUpdateParams": word("Replace the consensus parameters.", func(*consensustypes.MsgUpdateParams) string {
		return "The consensus parameters are replaced."
	}, func(ctx context.Context, c Chain, m *consensustypes.MsgUpdateParams) (proto.Message, proto.Message, error) {
		now, err := consensustypes.NewQueryClient(c.Conn).Params(ctx, &consensustypes.QueryParamsRequest{})
		if err != nil || now.Params == nil {
			return nil, m, err
		}
		is := *m
		is.Authority = ""
		return &consensustypes.MsgUpdateParams{
			Block: now.Params.Block, Evidence: now.Params.Evidence, Validator: now.Params.Validator, Abci: now.Params.Abci, Auth: now.Params.Authority,
		}, &is, nil
	}),
}
