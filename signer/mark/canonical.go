// SPDX-License-Identifier: Apache-2.0

package mark

import (
	"fmt"
	"time"

	"github.com/cometbft/cometbft/libs/protoio"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/cosmos/gogoproto/proto"
)

// VoteStep is the step of a vote's type, or StepNone.
func VoteStep(kind cmtproto.SignedMsgType) Step {
	switch kind {
	case cmtproto.PrevoteType:
		return StepPrevote
	case cmtproto.PrecommitType:
		return StepPrecommit
	default:
		return StepNone
	}
}

// sameButTime says whether two canonical messages of a step differ in nothing but their timestamp: what a validator
// asks for again when it fell between a signature and its log.
func sameButTime(step Step, signed, asked []byte) bool {
	if step == StepPropose {
		var a, b cmtproto.CanonicalProposal
		if decode(signed, &a) != nil || decode(asked, &b) != nil {
			return false
		}
		b.Timestamp = a.Timestamp
		return proto.Equal(&a, &b)
	}
	var a, b cmtproto.CanonicalVote
	if decode(signed, &a) != nil || decode(asked, &b) != nil {
		return false
	}
	b.Timestamp = a.Timestamp
	return proto.Equal(&a, &b)
}

// Timestamp is the time inside the signed bytes, which an answer from the mark must carry.
func (m Mark) Timestamp() (time.Time, error) {
	if m.Step == StepPropose {
		var p cmtproto.CanonicalProposal
		if err := decode(m.SignBytes, &p); err != nil {
			return time.Time{}, err
		}
		return p.Timestamp, nil
	}
	var v cmtproto.CanonicalVote
	if err := decode(m.SignBytes, &v); err != nil {
		return time.Time{}, err
	}
	return v.Timestamp, nil
}

func decode(raw []byte, to proto.Message) error {
	if err := protoio.UnmarshalDelimited(raw, to); err != nil {
		return fmt.Errorf("signed bytes: %w", err)
	}
	return nil
}
