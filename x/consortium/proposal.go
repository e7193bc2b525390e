// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"strings"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// referenceLength is the length of a salted digest, in bytes.
const referenceLength = 32

// NewProposal opens a proposal of a member for votes until the charter's voting term ends. Now is in unix seconds.
func NewProposal(id uint64, member uint32, proposer string, messages []*codectypes.Any, reference []byte, c Charter, now uint64) Proposal {
	return Proposal{
		Id: id, Member: member, Proposer: proposer, Messages: messages, Reference: reference, Status: PROPOSAL_STATUS_OPEN,
		SubmittedAt: now, ExpiresAt: now + c.VotingTerm,
	}
}

// ValidateContent checks the form of what is put to the vote: 1 to most messages of at most MaxProposalBytes together,
// a reference of 32 bytes or none. It returns ErrProposalInvalid. What the messages are, the keeper asks.
func ValidateContent(messages []*codectypes.Any, reference []byte, most uint32) error {
	if len(messages) == 0 || uint64(len(messages)) > uint64(most) {
		return ErrProposalInvalid.Wrapf("expected 1 to %d messages, got %d", most, len(messages))
	}
	size := 0
	for i, msg := range messages {
		if msg == nil || !strings.HasPrefix(msg.TypeUrl, "/") {
			return ErrProposalInvalid.Wrapf("expected message %d to name its type", i)
		}
		size += msg.Size()
	}
	if size > MaxProposalBytes {
		return ErrProposalInvalid.Wrapf("expected messages of at most %d bytes together, got %d", MaxProposalBytes, size)
	}
	if len(reference) != 0 && len(reference) != referenceLength {
		return ErrProposalInvalid.Wrapf("expected a reference of %d bytes or none, got %d", referenceLength, len(reference))
	}
	return nil
}

// Validate checks a record on its own. It returns ErrProposalInvalid, ErrMemberInvalid or ErrAddressInvalid.
func (p Proposal) Validate() error {
	if p.Id == 0 {
		return ErrProposalInvalid.Wrap("expected a number from 1, got 0")
	}
	if _, err := Number(p.Member); err != nil {
		return err
	}
	if _, err := ParseAddress(p.Proposer); err != nil {
		return err
	}
	if err := ValidateContent(p.Messages, p.Reference, MaxProposalMessages); err != nil {
		return err
	}
	if p.ExpiresAt <= p.SubmittedAt {
		return ErrProposalInvalid.Wrapf("expected proposal %d to expire after %d, got %d", p.Id, p.SubmittedAt, p.ExpiresAt)
	}
	return p.validateStatus()
}

// validateStatus holds times and failure to the status that they belong to.
func (p Proposal) validateStatus() error {
	accepted, finished := false, true
	switch p.Status {
	case PROPOSAL_STATUS_OPEN:
		finished = false
	case PROPOSAL_STATUS_ACCEPTED:
		accepted, finished = true, false
	case PROPOSAL_STATUS_EXECUTED, PROPOSAL_STATUS_FAILED, PROPOSAL_STATUS_VETOED:
		accepted = true
	case PROPOSAL_STATUS_REJECTED, PROPOSAL_STATUS_EXPIRED, PROPOSAL_STATUS_WITHDRAWN:
	default:
		return ErrProposalInvalid.Wrapf("expected a known status of proposal %d, got %s", p.Id, p.Status)
	}
	if (p.AcceptedAt != 0) != accepted || (p.ExecuteAt != 0) != accepted || p.ExecuteAt < p.AcceptedAt {
		return ErrProposalInvalid.Wrapf("expected times that fit status %s of proposal %d, got accepted_at %d, execute_at %d",
			p.Status, p.Id, p.AcceptedAt, p.ExecuteAt)
	}
	if (p.FinishedAt != 0) != finished {
		return ErrProposalInvalid.Wrapf("expected finished_at to fit status %s of proposal %d, got %d", p.Status, p.Id, p.FinishedAt)
	}
	if failed := p.Status == PROPOSAL_STATUS_FAILED; (p.Failure != nil) != failed || failed && p.Failure.Codespace == "" {
		return ErrProposalInvalid.Wrapf("expected a failure exactly of a FAILED proposal, proposal %d is %s", p.Id, p.Status)
	}
	return nil
}

// StatusAt is the status as of a time in unix seconds: a proposal past its voting term is EXPIRED, swept or not.
func (p Proposal) StatusAt(now uint64) ProposalStatus {
	if p.Status == PROPOSAL_STATUS_OPEN && now >= p.ExpiresAt {
		return PROPOSAL_STATUS_EXPIRED
	}
	return p.Status
}

// AsOf is the proposal as people see it at a time in unix seconds.
func (p Proposal) AsOf(now uint64) Proposal {
	if p.Status != p.StatusAt(now) {
		p.Status, p.FinishedAt = PROPOSAL_STATUS_EXPIRED, p.ExpiresAt
	}
	return p
}

// TypeURLs names the messages in their order.
func (p Proposal) TypeURLs() []string {
	urls := make([]string, 0, len(p.Messages))
	for _, msg := range p.Messages {
		urls = append(urls, msg.TypeUrl)
	}
	return urls
}

// require returns ErrProposalState unless the proposal has the status at the time.
func (p Proposal) require(status ProposalStatus, now uint64) error {
	if is := p.StatusAt(now); is != status {
		return ErrProposalState.Wrapf("expected proposal %d to be %s, it is %s", p.Id, short(status), short(is))
	}
	return nil
}

func short(status ProposalStatus) string {
	return strings.TrimPrefix(status.String(), "PROPOSAL_STATUS_")
}

// finish moves a proposal from one status to one that is final.
func (p Proposal) finish(from, to ProposalStatus, now uint64) (Proposal, error) {
	if err := p.require(from, now); err != nil {
		return p, err
	}
	p.Status, p.FinishedAt = to, now
	return p, nil
}

// TakesVotes returns ErrProposalState unless the proposal is OPEN.
func (p Proposal) TakesVotes(now uint64) error { return p.require(PROPOSAL_STATUS_OPEN, now) }

// Accept starts the time-lock (in seconds) of an OPEN proposal.
func (p Proposal) Accept(now, timeLock uint64) (Proposal, error) {
	if err := p.require(PROPOSAL_STATUS_OPEN, now); err != nil {
		return p, err
	}
	p.Status, p.AcceptedAt, p.ExecuteAt = PROPOSAL_STATUS_ACCEPTED, now, now+timeLock
	return p, nil
}

// Reject ends an OPEN proposal that cannot reach its threshold.
func (p Proposal) Reject(now uint64) (Proposal, error) {
	return p.finish(PROPOSAL_STATUS_OPEN, PROPOSAL_STATUS_REJECTED, now)
}

// Withdraw ends an OPEN proposal by its proposer's will.
func (p Proposal) Withdraw(now uint64) (Proposal, error) {
	return p.finish(PROPOSAL_STATUS_OPEN, PROPOSAL_STATUS_WITHDRAWN, now)
}

// Expire writes down that a proposal is past its voting term.
func (p Proposal) Expire(now uint64) (Proposal, error) {
	if err := p.require(PROPOSAL_STATUS_EXPIRED, now); err != nil {
		return p, err
	}
	p.Status, p.FinishedAt = PROPOSAL_STATUS_EXPIRED, p.ExpiresAt
	return p, nil
}

// Veto ends an ACCEPTED proposal whose time-lock still runs.
func (p Proposal) Veto(now uint64) (Proposal, error) {
	if p.Status == PROPOSAL_STATUS_ACCEPTED && now >= p.ExecuteAt {
		return p, ErrProposalState.Wrapf("expected a veto of proposal %d before %d, it came at %d", p.Id, p.ExecuteAt, now)
	}
	return p.finish(PROPOSAL_STATUS_ACCEPTED, PROPOSAL_STATUS_VETOED, now)
}

// Execute writes down that all messages took effect.
func (p Proposal) Execute(now uint64) (Proposal, error) {
	return p.finish(PROPOSAL_STATUS_ACCEPTED, PROPOSAL_STATUS_EXECUTED, now)
}

// Fail writes down why no message took effect.
func (p Proposal) Fail(now uint64, f Failure) (Proposal, error) {
	failed, err := p.finish(PROPOSAL_STATUS_ACCEPTED, PROPOSAL_STATUS_FAILED, now)
	if err == nil {
		failed.Failure = &f
	}
	return failed, err
}

// UnpackInterfaces finds the types of the messages when a transaction is decoded, so that one with an unknown type is
// no transaction. A stored Proposal is not unpacked when it is read: one whose types are gone must stay readable.
func (m *MsgSubmitProposal) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, packed := range m.Messages {
		var msg sdk.Msg
		if err := unpacker.UnpackAny(packed, &msg); err != nil {
			return err
		}
	}
	return nil
}
