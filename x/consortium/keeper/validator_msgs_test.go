// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// act is one row of a table over the validators' network: what was before, what is sent, and what it leads to.
type act struct {
	before []func(*network)
	send   func(*network, context.Context) error
	err    error
	event  string
}

func runActs(t *testing.T, tests map[string]act) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			n := newValidators(t, testPolicy(), 10, 10, 10, 10)
			for _, before := range tc.before {
				before(n)
			}
			n.begin(news{})
			send := func(ctx context.Context) error { return tc.send(n, ctx) }
			if tc.err != nil {
				n.refuses(tc.err, send)
				return
			}
			n.does(send, tc.event)
			n.end()
		})
	}
}

func add(change ...func(*consortium.MsgAddValidator)) func(*network, context.Context) error {
	return func(n *network, ctx context.Context) error {
		m := &consortium.MsgAddValidator{
			Authority: address(authority), Member: "bank-5", PubKey: publicKey(5, 0), Power: 10, Moniker: "bank-5-0", Proof: proofOf(n.tb, 5, 0),
		}
		for _, c := range change {
			c(m)
		}
		_, err := n.msgs.AddValidator(ctx, m)
		return err
	}
}

func remove(signer byte, validator string) func(*network, context.Context) error {
	return func(n *network, ctx context.Context) error {
		_, err := n.msgs.RemoveValidator(ctx, &consortium.MsgRemoveValidator{Signer: address(signer), Validator: validator})
		return err
	}
}

func setPower(signer byte, validator string, power int64) func(*network, context.Context) error {
	return func(n *network, ctx context.Context) error {
		_, err := n.msgs.SetValidatorPower(ctx, &consortium.MsgSetValidatorPower{Authority: address(signer), Validator: validator, Power: power})
		return err
	}
}

// rotate gives a member's validator with its i-th key the j-th.
func rotate(member uint32, i, j int, change ...func(*consortium.MsgRotateValidatorKey)) func(*network, context.Context) error {
	return func(n *network, ctx context.Context) error {
		m := &consortium.MsgRotateValidatorKey{
			Operator: address(operationsOf(member)), Validator: consensusAddress(member, i),
			PubKey: publicKey(member, j), Proof: proofOf(n.tb, member, j),
		}
		for _, c := range change {
			c(m)
		}
		_, err := n.msgs.RotateValidatorKey(ctx, m)
		return err
	}
}

func unjail(signer byte, validator string) func(*network, context.Context) error {
	return func(n *network, ctx context.Context) error {
		_, err := n.msgs.UnjailValidator(ctx, &consortium.MsgUnjailValidator{Operator: address(signer), Validator: validator})
		return err
	}
}

func setPolicy(signer byte, change func(*consortium.ValidatorPolicy)) func(*network, context.Context) error {
	return func(n *network, ctx context.Context) error {
		p := testPolicy()
		change(&p)
		_, err := n.msgs.SetValidatorPolicy(ctx, &consortium.MsgSetValidatorPolicy{Authority: address(signer), Policy: p})
		return err
	}
}

// done is a step before: a message in a block of its own.
func done(send func(*network, context.Context) error) func(*network) {
	return func(n *network) {
		n.block(news{}, func(ctx sdk.Context) error {
			err := send(n, ctx)
			require.NoError(n.tb, err)
			return err
		})
	}
}

// missed lets a validator miss so many blocks.
func missed(blocks int, addr string) func(*network) {
	return func(n *network) {
		for range blocks {
			n.block(news{absent: []string{addr}})
		}
	}
}

func punished(addr string) func(*network) {
	return func(n *network) { n.block(news{doubles: []string{addr}}) }
}

// later lets time and blocks go by.
func later(blocks int) func(*network) {
	return func(n *network) {
		for range blocks {
			n.block(news{})
		}
	}
}

func suspended(id string) func(*network) {
	return done(func(n *network, ctx context.Context) error {
		_, err := n.msgs.SuspendMember(ctx, &consortium.MsgSuspendMember{Authority: address(authority), Member: id})
		return err
	})
}

func TestAddValidator(t *testing.T) {
	type msg = consortium.MsgAddValidator
	jailed4 := missed(4, consensusAddress(4, 0))
	runActs(t, map[string]act{
		"the authority adds a validator":               {send: add(), event: "EventValidatorAdded"},
		"a second one of a member":                     {send: add(func(m *msg) { m.Member, m.PubKey, m.Proof = "bank-1", publicKey(1, 1), proofOf(t, 1, 1) }), event: "EventValidatorAdded"},
		"nobody else may":                              {send: add(func(m *msg) { m.Authority = address(operationsOf(5)) }), err: consortium.ErrUnauthorized},
		"for an unknown member":                        {send: add(func(m *msg) { m.Member = "bank-99" }), err: consortium.ErrMemberUnknown},
		"for a member without the role":                {send: add(func(m *msg) { m.Member = "regulator" }), err: consortium.ErrValidatorInvalid},
		"for a suspended member":                       {before: []func(*network){suspended("bank-5")}, send: add(), err: consortium.ErrMemberState},
		"with a proof for another member":              {send: add(func(m *msg) { m.Member = "bank-6" }), err: consortium.ErrProofInvalid},
		"with a proof of another key":                  {send: add(func(m *msg) { m.Proof = proofOf(t, 5, 1) }), err: consortium.ErrProofInvalid},
		"without power":                                {send: add(func(m *msg) { m.Power = 0 }), err: consortium.ErrValidatorInvalid},
		"without a moniker":                            {send: add(func(m *msg) { m.Moniker = "" }), err: consortium.ErrValidatorInvalid},
		"with a key of another length":                 {send: add(func(m *msg) { m.PubKey = m.PubKey[:31] }), err: consortium.ErrValidatorInvalid},
		"with a key that validates":                    {send: add(func(m *msg) { m.Member, m.PubKey, m.Proof = "bank-1", publicKey(1, 0), proofOf(t, 1, 0) }), err: consortium.ErrConsensusKeyUsed},
		"with a key that is jailed":                    {before: []func(*network){jailed4}, send: add(func(m *msg) { m.Member, m.PubKey, m.Proof = "bank-4", publicKey(4, 0), proofOf(t, 4, 0) }), err: consortium.ErrConsensusKeyUsed},
		"with a key that was removed":                  {before: []func(*network){done(remove(authority, consensusAddress(4, 0))), later(60)}, send: add(func(m *msg) { m.Member, m.PubKey, m.Proof = "bank-4", publicKey(4, 0), proofOf(t, 4, 0) }), err: consortium.ErrConsensusKeyUsed},
		"with a key that was punished":                 {before: []func(*network){punished(consensusAddress(4, 0))}, send: add(func(m *msg) { m.Member, m.PubKey, m.Proof = "bank-4", publicKey(4, 0), proofOf(t, 4, 0) }), err: consortium.ErrConsensusKeyUsed},
		"with a key that was rotated away":             {before: []func(*network){done(rotate(4, 0, 1)), later(60)}, send: add(func(m *msg) { m.Member, m.PubKey, m.Proof = "bank-4", publicKey(4, 0), proofOf(t, 4, 0) }), err: consortium.ErrConsensusKeyUsed},
		"with more than a third of the power":          {send: add(func(m *msg) { m.Power = 14 }), err: consortium.ErrPowerShare},
		"with what is left of the third":               {before: []func(*network){done(setPower(authority, consensusAddress(1, 0), 7))}, send: add(func(m *msg) { m.Power = 9 }), event: "EventValidatorAdded"},
		"after another addition in the period":         {before: []func(*network){done(add())}, send: add(func(m *msg) { m.Member, m.PubKey, m.Proof, m.Power = "bank-6", publicKey(6, 0), proofOf(t, 6, 0), 4 }), err: consortium.ErrPowerShare},
		"after the period of another addition is over": {before: []func(*network){done(add()), later(agePeriod + 1)}, send: add(func(m *msg) { m.Member, m.PubKey, m.Proof = "bank-6", publicKey(6, 0), proofOf(t, 6, 0) }), event: "EventValidatorAdded"},
		"when the set is full": {
			before: []func(*network){done(setPolicy(authority, func(p *consortium.ValidatorPolicy) { p.MaxValidators = 4 }))},
			send:   add(), err: consortium.ErrValidatorsFull,
		},
		"when a jailed one takes the last place": {
			before: []func(*network){jailed4, done(setPolicy(authority, func(p *consortium.ValidatorPolicy) { p.MaxValidators = 4 }))},
			send:   add(), err: consortium.ErrValidatorsFull,
		},
	})
}

func TestRemoveValidator(t *testing.T) {
	four := consensusAddress(4, 0)
	jailed4 := missed(4, four)
	runActs(t, map[string]act{
		"the authority removes a validator":        {send: remove(authority, four), event: "EventValidatorRemoved"},
		"its member's governance removes it":       {send: remove(governanceOf(4), four), event: "EventValidatorRemoved"},
		"a suspended member may":                   {before: []func(*network){suspended("bank-4")}, send: remove(governanceOf(4), four), event: "EventValidatorRemoved"},
		"its member's operations may not":          {send: remove(operationsOf(4), four), err: consortium.ErrUnauthorized},
		"another member's governance may not":      {send: remove(governanceOf(1), four), err: consortium.ErrUnauthorized},
		"a stranger may not":                       {send: remove(stranger, four), err: consortium.ErrUnauthorized},
		"an unknown one":                           {send: remove(authority, consensusAddress(5, 0)), err: consortium.ErrValidatorUnknown},
		"one that is removed":                      {before: []func(*network){done(remove(authority, four))}, send: remove(authority, four), err: consortium.ErrValidatorState},
		"one by the key it had":                    {before: []func(*network){done(rotate(4, 0, 1))}, send: remove(authority, four), err: consortium.ErrValidatorUnknown},
		"below the minimum":                        {before: []func(*network){done(remove(authority, four)), later(60)}, send: remove(authority, consensusAddress(3, 0)), err: consortium.ErrValidatorsFew},
		"a jailed one although the minimum is met": {before: []func(*network){jailed4}, send: remove(authority, four), event: "EventValidatorRemoved"},
		"a jailed one although the third is used":  {before: []func(*network){done(rotate(1, 0, 1)), jailed4}, send: remove(authority, four), event: "EventValidatorRemoved"},
		"a second one within the period":           {before: []func(*network){done(add()), later(60), done(remove(authority, four))}, send: remove(authority, consensusAddress(3, 0)), err: consortium.ErrPowerShare},
		"text that is no consensus address":        {send: remove(authority, address(4)), err: consortium.ErrAddressInvalid},
	})
}

func TestSetValidatorPower(t *testing.T) {
	four := consensusAddress(4, 0)
	runActs(t, map[string]act{
		"the authority raises a power":     {send: setPower(authority, four, 23), event: "EventValidatorPowerChanged"},
		"the authority lowers a power":     {send: setPower(authority, four, 1), event: "EventValidatorPowerChanged"},
		"its member may not":               {send: setPower(operationsOf(4), four, 9), err: consortium.ErrUnauthorized},
		"to what it is":                    {send: setPower(authority, four, 10), err: consortium.ErrValidatorInvalid},
		"to nothing":                       {send: setPower(authority, four, 0), err: consortium.ErrValidatorInvalid},
		"by more than a third":             {send: setPower(authority, four, 24), err: consortium.ErrPowerShare},
		"of an unknown one":                {send: setPower(authority, consensusAddress(5, 0), 9), err: consortium.ErrValidatorUnknown},
		"of a jailed one":                  {before: []func(*network){missed(4, four)}, send: setPower(authority, four, 8), event: "EventValidatorPowerChanged"},
		"of a jailed one beyond the share": {before: []func(*network){missed(4, four)}, send: setPower(authority, four, 21), err: consortium.ErrPowerShare},
		"up and down again counts twice": {
			before: []func(*network){done(setPower(authority, four, 17))}, send: setPower(authority, four, 10), err: consortium.ErrPowerShare,
		},
	})
}

func TestRotateValidatorKey(t *testing.T) {
	type msg = consortium.MsgRotateValidatorKey
	four := consensusAddress(4, 0)
	small := []func(*network){done(setPower(authority, four, 3)), later(60)}
	runActs(t, map[string]act{
		"its operations rotate the key":           {send: rotate(4, 0, 1), event: "EventValidatorRotated"},
		"a suspended member may":                  {before: []func(*network){suspended("bank-4")}, send: rotate(4, 0, 1), event: "EventValidatorRotated"},
		"of a jailed one":                         {before: []func(*network){missed(4, four)}, send: rotate(4, 0, 1), event: "EventValidatorRotated"},
		"twice, if the share allows":              {before: append(small, done(rotate(4, 0, 1))), send: rotate(4, 1, 2), event: "EventValidatorRotated"},
		"the authority may not":                   {send: rotate(4, 0, 1, func(m *msg) { m.Operator = address(authority) }), err: consortium.ErrUnauthorized},
		"its governance may not":                  {send: rotate(4, 0, 1, func(m *msg) { m.Operator = address(governanceOf(4)) }), err: consortium.ErrUnauthorized},
		"another member's operations may not":     {send: rotate(4, 0, 1, func(m *msg) { m.Operator = address(operationsOf(3)) }), err: consortium.ErrUnauthorized},
		"without a proof":                         {send: rotate(4, 0, 1, func(m *msg) { m.Proof = nil }), err: consortium.ErrProofInvalid},
		"with a proof of the old key":             {send: rotate(4, 0, 1, func(m *msg) { m.Proof = proofOf(t, 4, 0) }), err: consortium.ErrProofInvalid},
		"to the key it has":                       {send: rotate(4, 0, 0), err: consortium.ErrConsensusKeyUsed},
		"to a key that it had":                    {before: append(small, done(rotate(4, 0, 1))), send: rotate(4, 1, 0), err: consortium.ErrConsensusKeyUsed},
		"from a key that it had":                  {before: []func(*network){done(rotate(4, 0, 1))}, send: rotate(4, 0, 2), err: consortium.ErrValidatorUnknown},
		"of a removed one":                        {before: []func(*network){punished(four)}, send: rotate(4, 0, 1), err: consortium.ErrValidatorState},
		"of a second one of four within a period": {before: []func(*network){done(rotate(3, 0, 1))}, send: rotate(4, 0, 1), err: consortium.ErrPowerShare},
		"of a second one after the period":        {before: []func(*network){done(rotate(3, 0, 1)), later(agePeriod + 1)}, send: rotate(4, 0, 1), event: "EventValidatorRotated"},
	})
}

func TestUnjailValidator(t *testing.T) {
	four := consensusAddress(4, 0)
	jailed4 := missed(4, four)
	runActs(t, map[string]act{
		"its operations let it out after the term": {before: []func(*network){jailed4, later(20)}, send: unjail(operationsOf(4), four), event: "EventValidatorUnjailed"},
		"a second before the term":                 {before: []func(*network){jailed4, later(18)}, send: unjail(operationsOf(4), four), err: consortium.ErrJailTerm},
		"with the key that it was given there":     {before: []func(*network){jailed4, done(rotate(4, 0, 1)), later(20)}, send: unjail(operationsOf(4), consensusAddress(4, 1)), event: "EventValidatorUnjailed"},
		"its governance may not":                   {before: []func(*network){jailed4, later(20)}, send: unjail(governanceOf(4), four), err: consortium.ErrUnauthorized},
		"the authority may not":                    {before: []func(*network){jailed4, later(20)}, send: unjail(authority, four), err: consortium.ErrUnauthorized},
		"another member may not":                   {before: []func(*network){jailed4, later(20)}, send: unjail(operationsOf(3), four), err: consortium.ErrUnauthorized},
		"one that is active":                       {send: unjail(operationsOf(4), four), err: consortium.ErrValidatorState},
		"one that misbehaved meanwhile":            {before: []func(*network){jailed4, punished(four), later(20)}, send: unjail(operationsOf(4), four), err: consortium.ErrValidatorState},
	})
}

func TestSetValidatorPolicy(t *testing.T) {
	type policy = consortium.ValidatorPolicy
	runActs(t, map[string]act{
		"the authority changes it":               {send: setPolicy(authority, func(p *policy) { p.JailTerm = 7 }), event: "EventValidatorPolicyChanged"},
		"a member may not":                       {send: setPolicy(governanceOf(1), func(*policy) {}), err: consortium.ErrUnauthorized},
		"out of bounds":                          {send: setPolicy(authority, func(p *policy) { p.Window = 0 }), err: consortium.ErrValidatorPolicyInvalid},
		"a minimum above the set":                {send: setPolicy(authority, func(p *policy) { p.MinActive = 5 }), err: consortium.ErrValidatorPolicyInvalid},
		"a maximum below the set":                {send: setPolicy(authority, func(p *policy) { p.MaxValidators = 3 }), err: consortium.ErrValidatorPolicyInvalid},
		"another window starts all counts anew":  {before: []func(*network){missed(3, consensusAddress(4, 0))}, send: setPolicy(authority, func(p *policy) { p.Window = 11 }), event: "EventValidatorPolicyChanged"},
		"a maximum below what jailed ones leave": {before: []func(*network){missed(4, consensusAddress(4, 0))}, send: setPolicy(authority, func(p *policy) { p.MaxValidators = 3 }), err: consortium.ErrValidatorPolicyInvalid},
	})
}

func TestPolicyQueryShowsTheRoom(t *testing.T) {
	n := newValidators(t, testPolicy(), 10, 10, 10, 10)
	done(rotate(1, 0, 1))(n)
	missed(4, consensusAddress(4, 0))(n)
	got, err := n.queries.ValidatorPolicy(n.ctx, &consortium.QueryValidatorPolicyRequest{})
	require.NoError(t, err)
	require.Equal(t, &consortium.QueryValidatorPolicyResponse{
		Policy: testPolicy(), Active: 3, Jailed: 1, TotalPower: 30, BasePower: 30, ChangedPower: 10, Room: 0, ChangedAt: n.ctx.BlockHeight(),
	}, got)
}

func TestMembersKeepTheRightToTheirValidators(t *testing.T) {
	n := newValidators(t, testPolicy(), 10, 10, 10, 10)
	m, err := n.k.MemberByID(n.ctx, "bank-4")
	require.NoError(t, err)
	require.NoError(t, n.k.RequireMayValidate(n.ctx, m))
	m.Status = consortium.MEMBER_STATUS_SUSPENDED
	require.NoError(t, n.k.RequireMayValidate(n.ctx, m))
	m.Status = consortium.MEMBER_STATUS_LEFT
	require.ErrorIs(t, n.k.RequireMayValidate(n.ctx, m), consortium.ErrValidatorState, "who has left runs none")
	m.Status, m.Roles = consortium.MEMBER_STATUS_ACTIVE, []consortium.Role{consortium.ROLE_RAIL}
	require.ErrorIs(t, n.k.RequireMayValidate(n.ctx, m), consortium.ErrValidatorState, "nor who has no role for it")

	done(remove(authority, consensusAddress(4, 0)))(n)
	require.NoError(t, n.k.RequireMayValidate(n.ctx, m), "it runs none any more")
}
