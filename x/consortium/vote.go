// SPDX-License-Identifier: Apache-2.0

package consortium

import "slices"

// ValidateVoteOption returns ErrProposalInvalid for an answer other than YES and NO.
func ValidateVoteOption(option VoteOption) error {
	if option != VOTE_OPTION_YES && option != VOTE_OPTION_NO {
		return ErrProposalInvalid.Wrapf("expected a vote of YES or NO, got %s", option)
	}
	return nil
}

// Validate checks the form of a vote. It returns ErrProposalInvalid, ErrMemberInvalid or ErrAddressInvalid.
func (v Vote) Validate() error {
	if v.Proposal == 0 {
		return ErrProposalInvalid.Wrap("expected a vote on a proposal from 1, got 0")
	}
	if _, err := Number(v.Member); err != nil {
		return err
	}
	if _, err := ParseAddress(v.Voter); err != nil {
		return err
	}
	return ValidateVoteOption(v.Option)
}

// NewTally counts the votes of those members that may vote now. Voters are ascending by number.
func NewTally(votes []Vote, voters []uint32, threshold Fraction) Tally {
	t := Tally{Voting: uint32(len(voters))} //nolint:gosec // members are at most 65535
	for _, v := range votes {
		if _, counts := slices.BinarySearch(voters, v.Member); !counts {
			continue
		}
		switch v.Option {
		case VOTE_OPTION_YES:
			t.Yes++
		case VOTE_OPTION_NO:
			t.No++
		}
	}
	t.Needed = max(threshold.Of(t.Voting), 1)
	return t
}

// Accepted says whether enough voting members agree.
func (t Tally) Accepted() bool { return t.Yes >= t.Needed }

// Hopeless says whether too many disagree for the threshold to be reached by those who have not voted.
func (t Tally) Hopeless() bool { return t.Voting-t.No < t.Needed }
