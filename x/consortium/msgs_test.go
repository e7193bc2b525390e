// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func registerNorth() *consortium.MsgRegisterMember {
	m := northBank()
	return &consortium.MsgRegisterMember{
		Authority: address(99), Number: m.Number, Id: m.Id, Name: m.Name, Lei: m.Lei, Bic: m.Bic,
		Jurisdiction: m.Jurisdiction, Roles: m.Roles, Duties: m.Duties,
	}
}

func TestMessagesValidateBasic(t *testing.T) {
	const id, bad = "north-bank", "tael1x"
	ops, submitter := consortium.DUTY_OPERATIONS, consortium.DUTY_SUBMITTER
	broken := registerNorth()
	broken.Lei = ""
	quota := &consortium.Quota{Rate: consortium.MinQuotaRate, Burst: consortium.MinQuotaBurst}
	noAuthority := registerNorth()
	noAuthority.Authority = bad

	tests := map[string]struct {
		msg interface{ ValidateBasic() error }
		err error
	}{
		"register a member":                     {registerNorth(), nil},
		"register by no authority":              {noAuthority, consortium.ErrAddressInvalid},
		"register without an LEI":               {broken, consortium.ErrLEIInvalid},
		"register nothing":                      {&consortium.MsgRegisterMember{Authority: address(99)}, consortium.ErrMemberInvalid},
		"assign a duty":                         {&consortium.MsgAssignDuty{Authority: address(99), Member: id, Duty: ops, Address: address(1)}, nil},
		"assign by a bad address":               {&consortium.MsgAssignDuty{Authority: bad, Member: id, Duty: ops, Address: address(1)}, consortium.ErrAddressInvalid},
		"assign at a bad id":                    {&consortium.MsgAssignDuty{Authority: address(99), Member: "N", Duty: ops, Address: address(1)}, consortium.ErrMemberInvalid},
		"assign duty 0":                         {&consortium.MsgAssignDuty{Authority: address(99), Member: id, Address: address(1)}, consortium.ErrDutyInvalid},
		"assign an unknown duty":                {&consortium.MsgAssignDuty{Authority: address(99), Member: id, Duty: 8, Address: address(1)}, consortium.ErrDutyInvalid},
		"assign a lane, which OPERATIONS opens": {&consortium.MsgAssignDuty{Authority: address(99), Member: id, Duty: submitter, Address: address(1)}, consortium.ErrDutyInvalid},
		"assign to a bad address":               {&consortium.MsgAssignDuty{Authority: address(99), Member: id, Duty: ops, Address: bad}, consortium.ErrAddressInvalid},
		"withdraw a duty":                       {&consortium.MsgWithdrawDuty{Authority: address(99), Member: id, Duty: ops, Address: address(1)}, nil},
		"withdraw by a bad address":             {&consortium.MsgWithdrawDuty{Member: id, Duty: ops, Address: address(1)}, consortium.ErrAddressInvalid},
		"withdraw a lane":                       {&consortium.MsgWithdrawDuty{Authority: address(99), Member: id, Duty: submitter, Address: address(1)}, consortium.ErrDutyInvalid},
		"add a submitter":                       {&consortium.MsgAddSubmitter{Operator: address(1), Address: address(2)}, nil},
		"add by a bad address":                  {&consortium.MsgAddSubmitter{Operator: bad, Address: address(2)}, consortium.ErrAddressInvalid},
		"add a bad address":                     {&consortium.MsgAddSubmitter{Operator: address(1), Address: bad}, consortium.ErrAddressInvalid},
		"remove a submitter":                    {&consortium.MsgRemoveSubmitter{Operator: address(1), Address: address(2)}, nil},
		"remove by a bad address":               {&consortium.MsgRemoveSubmitter{Address: address(2)}, consortium.ErrAddressInvalid},
		"remove a bad address":                  {&consortium.MsgRemoveSubmitter{Operator: address(1)}, consortium.ErrAddressInvalid},
		"suspend a member":                      {&consortium.MsgSuspendMember{Authority: address(99), Member: id}, nil},
		"suspend by a bad address":              {&consortium.MsgSuspendMember{Member: id}, consortium.ErrAddressInvalid},
		"suspend a bad id":                      {&consortium.MsgSuspendMember{Authority: address(99)}, consortium.ErrMemberInvalid},
		"reinstate a member":                    {&consortium.MsgReinstateMember{Authority: address(99), Member: id}, nil},
		"reinstate by a bad address":            {&consortium.MsgReinstateMember{Member: id}, consortium.ErrAddressInvalid},
		"set the base quota":                    {&consortium.MsgSetQuota{Authority: address(99), Quota: quota}, nil},
		"set a role's quota":                    {&consortium.MsgSetQuota{Authority: address(99), Role: consortium.ROLE_RAIL, Quota: quota}, nil},
		"take a member's quota away":            {&consortium.MsgSetQuota{Authority: address(99), Member: id}, nil},
		"set a quota by a bad address":          {&consortium.MsgSetQuota{Authority: bad, Quota: quota}, consortium.ErrAddressInvalid},
		"take the base away":                    {&consortium.MsgSetQuota{Authority: address(99)}, consortium.ErrQuotaInvalid},
		"set a quota of member and role":        {&consortium.MsgSetQuota{Authority: address(99), Member: id, Role: 1, Quota: quota}, consortium.ErrQuotaInvalid},
		"set a quota of an unknown role":        {&consortium.MsgSetQuota{Authority: address(99), Role: 9, Quota: quota}, consortium.ErrQuotaInvalid},
		"set a quota of a bad id":               {&consortium.MsgSetQuota{Authority: address(99), Member: "--", Quota: quota}, consortium.ErrMemberInvalid},
		"set a quota that silences":             {&consortium.MsgSetQuota{Authority: address(99), Quota: &consortium.Quota{Burst: 1 << 40}}, consortium.ErrQuotaInvalid},
		"set a burst below a batch":             {&consortium.MsgSetQuota{Authority: address(99), Quota: &consortium.Quota{Rate: 1 << 40, Burst: 24_999_999}}, consortium.ErrQuotaInvalid},
		"reinstate a bad id":                    {&consortium.MsgReinstateMember{Authority: address(99), Member: "--"}, consortium.ErrMemberInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.err == nil {
				require.NoError(t, tc.msg.ValidateBasic())
				return
			}
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}
