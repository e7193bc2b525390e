// SPDX-License-Identifier: Apache-2.0

package consortium

// validateGovernance checks who decides and what was decided: a charter, somebody who votes, nobody at the authority's
// address, proposals and votes that fit together. Actors are by address.
func (g Genesis) validateGovernance(actors map[string]Actor) error {
	if err := g.Charter.Validate(); err != nil {
		return err
	}
	if actor, ok := actors[string(AuthorityAddress())]; ok {
		return ErrGenesisInvalid.Wrapf("expected nobody at the authority's address %s, it serves %d", AuthorityAddress(), actor.Member)
	}
	if !g.anyoneVotes(actors) {
		return ErrElectorateEmpty.Wrapf("expected an ACTIVE member with one of %v and a GOVERNANCE duty, there is none", g.Charter.VotingRoles)
	}
	return g.validateProposals()
}

func (g Genesis) anyoneVotes(actors map[string]Actor) bool {
	for _, m := range g.Members {
		for _, d := range m.Duties {
			addr, err := ParseAddress(d.Address)
			if err == nil && g.Charter.MayVote(actors[string(addr)]) {
				return true
			}
		}
	}
	return false
}

func (g Genesis) validateProposals() error {
	known := make(map[uint64]bool, len(g.Proposals))
	for _, p := range g.Proposals {
		if err := p.Validate(); err != nil {
			return err
		}
		if known[p.Id] || p.Id >= g.NextProposal {
			return ErrGenesisInvalid.Wrapf("expected each proposal once and below next_proposal %d, got %d", g.NextProposal, p.Id)
		}
		known[p.Id] = true
		if _, ok := g.member(p.Member); !ok {
			return ErrGenesisInvalid.Wrapf("expected proposal %d of a member, it names number %d", p.Id, p.Member)
		}
	}

	type ballot struct {
		proposal uint64
		member   uint32
	}
	cast := make(map[ballot]bool, len(g.Votes))
	for _, v := range g.Votes {
		if err := v.Validate(); err != nil {
			return err
		}
		if _, ok := g.member(v.Member); !ok || !known[v.Proposal] {
			return ErrGenesisInvalid.Wrapf("expected a vote of a member on a proposal, got member %d on proposal %d", v.Member, v.Proposal)
		}
		if b := (ballot{v.Proposal, v.Member}); cast[b] {
			return ErrGenesisInvalid.Wrapf("expected one vote of member %d on proposal %d, got two", v.Member, v.Proposal)
		}
		cast[ballot{v.Proposal, v.Member}] = true
	}
	return nil
}
