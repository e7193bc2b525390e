// SPDX-License-Identifier: Apache-2.0

package mark_test

import (
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/signer/mark"
)

func place(height int64, round int32, step mark.Step) mark.Place {
	return mark.Place{Height: height, Round: round, Step: step}
}

func voteBytes(height int64, hash byte, at int64) []byte {
	id := cmttypes.BlockID{Hash: make([]byte, 32), PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: make([]byte, 32)}}
	id.Hash[0] = hash
	return cmttypes.VoteSignBytes("tael-1", &cmtproto.Vote{
		Type: cmtproto.PrecommitType, Height: height, BlockID: id.ToProto(), Timestamp: time.Unix(at, 0).UTC(),
	})
}

func TestWhatAMarkAllows(t *testing.T) {
	signed := mark.Mark{Place: place(7, 0, mark.StepPrecommit), SignBytes: voteBytes(7, 1, 100), Signature: []byte("s")}
	cases := map[string]struct {
		mark   mark.Mark
		at     mark.Place
		bytes  []byte
		stored bool
		fail   error
	}{
		"the next height is fresh":               {mark: signed, at: place(8, 0, mark.StepPropose), bytes: voteBytes(8, 2, 1)},
		"the next round is fresh":                {mark: signed, at: place(7, 1, mark.StepPropose), bytes: voteBytes(7, 2, 1)},
		"the same bytes are answered again":      {mark: signed, at: signed.Place, bytes: voteBytes(7, 1, 100), stored: true},
		"another timestamp gets the stored one":  {mark: signed, at: signed.Place, bytes: voteBytes(7, 1, 101), stored: true},
		"another block at the same place":        {mark: signed, at: signed.Place, bytes: voteBytes(7, 2, 100), fail: mark.ErrConflict},
		"bytes that are no vote":                 {mark: signed, at: signed.Place, bytes: []byte{1, 2}, fail: mark.ErrConflict},
		"an earlier step":                        {mark: signed, at: place(7, 0, mark.StepPrevote), bytes: voteBytes(7, 1, 1), fail: mark.ErrBehind},
		"an earlier height":                      {mark: signed, at: place(6, 9, mark.StepPrecommit), bytes: voteBytes(6, 1, 1), fail: mark.ErrBehind},
		"an earlier round":                       {mark: mark.Mark{Place: place(7, 2, 1)}, at: place(7, 1, 3), fail: mark.ErrBehind},
		"anything at the height of a floor":      {mark: mark.Floor(7), at: place(7, 1_000, mark.StepPrecommit), fail: mark.ErrBehind},
		"the first height above a floor is free": {mark: mark.Floor(7), at: place(8, 0, mark.StepPropose)},
		"the first height of a new key is free":  {mark: mark.Floor(0), at: place(1, 0, mark.StepPropose)},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			stored, err := tc.mark.Judge(tc.at, tc.bytes)
			if tc.fail != nil {
				require.ErrorIs(t, err, tc.fail)
				require.Nil(t, stored)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.stored, stored != nil)
		})
	}
}

func TestPlacesAreOrdered(t *testing.T) {
	draw := func(rt *rapid.T, name string) mark.Place {
		return place(rapid.Int64Range(0, 3).Draw(rt, name+" height"), rapid.Int32Range(0, 3).Draw(rt, name+" round"),
			mark.Step(rapid.Int8Range(0, 3).Draw(rt, name+" step")))
	}
	rapid.Check(t, func(rt *rapid.T) {
		a, b, c := draw(rt, "a"), draw(rt, "b"), draw(rt, "c")
		require.Equal(rt, a.Compare(b), -b.Compare(a))
		require.Equal(rt, a == b, a.Compare(b) == 0)
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 {
			require.LessOrEqual(rt, a.Compare(c), 0)
		}
	})
}

func TestAWitnessIsCovered(t *testing.T) {
	at := func(height int64, hash byte) mark.Count {
		return mark.Mark{Place: place(height, 0, mark.StepPrecommit), SignBytes: voteBytes(height, hash, 1), Signature: []byte("s")}.Count()
	}
	bare := mark.Mark{Place: place(7, 0, mark.StepPrecommit)}.Count()
	cases := map[string]struct {
		mark, seen mark.Count
		rolledBack bool
	}{
		"the same":                                  {at(7, 1), at(7, 1), false},
		"a mark ahead of the witness":               {at(8, 1), at(7, 1), false},
		"a mark behind the witness":                 {at(6, 1), at(7, 1), true},
		"other content at the same place":           {at(7, 1), at(7, 2), true},
		"a witness that knows the place only":       {at(7, 1), bare, false},
		"a floor at the height of the witness":      {mark.Floor(7).Count(), at(7, 1), false},
		"a floor below the height of the witness":   {mark.Floor(6).Count(), at(7, 1), true},
		"a fresh key and a witness that saw it act": {mark.Floor(0).Count(), bare, true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			err := tc.mark.Covers(tc.seen, "the witness")
			if tc.rolledBack {
				require.ErrorIs(t, err, mark.ErrRolledBack)
				return
			}
			require.NoError(t, err)
		})
	}
}

func TestACountSurvivesItsStore(t *testing.T) {
	count := mark.Mark{Place: place(1<<40, 3, mark.StepPrevote), SignBytes: []byte("x"), Signature: []byte("s")}.Count()
	raw := count.Bytes()
	back, err := mark.ParseCount(raw)
	require.NoError(t, err)
	require.Equal(t, count, back)
	for n := range raw {
		torn := append([]byte(nil), raw...)
		torn[n] ^= 1
		_, err := mark.ParseCount(torn)
		require.ErrorIs(t, err, mark.ErrDamaged)
		_, err = mark.ParseCount(raw[:n])
		require.ErrorIs(t, err, mark.ErrDamaged)
	}
}
