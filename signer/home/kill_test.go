// SPDX-License-Identifier: Apache-2.0

package home_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cometbft/cometbft/crypto"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/mark"
)

const kills = 60

// What a signer that is killed again and again has signed, seen from outside: one content per place, whatever was asked.
func TestASignerKilledAtRandomMomentsNeverSignsTwice(t *testing.T) {
	killAtRandom(t, newStation(t), kills, 40*time.Millisecond)
}

// killAtRandom kills a signer so often, each time within some time after it has connected.
func killAtRandom(t *testing.T, s *station, kills int, within time.Duration) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 11))
	signed := map[mark.Place]string{}
	top, answers := int64(1), 0
	for range kills {
		process := s.start(t, actNormal)
		line := s.accept(t)
		doom := time.AfterFunc(time.Duration(random.Int64N(int64(within))), func() { _ = process.Process.Kill() })
		for {
			// Around the top: the place that may or may not be signed, with one of two blocks and some time.
			height := max(1, top-1+random.Int64N(3))
			v, err := ask(line, precommit(height, random.Int32N(2), byte(1+random.IntN(2)), random.Int64N(1_000)))
			if err != nil {
				break
			}
			if v == nil {
				continue
			}
			answers++
			top = max(top, v.Height)
			requireOneContent(t, s.key, signed, v)
		}
		doom.Stop()
		_ = process.Process.Kill()
		_ = process.Wait()
		require.NoError(t, line.Close())
	}
	require.Greater(t, answers, kills)
	t.Logf("%d kills, %d answers, %d places signed", kills, answers, len(signed))
}

func requireOneContent(t *testing.T, key crypto.PubKey, signed map[mark.Place]string, v *cmtproto.Vote) {
	t.Helper()
	at, err := signer.VotePlace(v)
	require.NoError(t, err)
	content := cmttypes.VoteSignBytes(testChain, v)
	require.True(t, key.VerifySignature(content, v.Signature))
	if had, twice := signed[at]; twice {
		require.Equal(t, had, string(content), "two signatures for %s", at)
	}
	signed[at] = string(content)
}

func TestASignerKilledBetweenMarkAndAnswerRemembers(t *testing.T) {
	s := newStation(t)
	for height := int64(1); height <= 5; height++ {
		dying := s.start(t, actMortally)
		line := s.accept(t)
		_, err := ask(line, precommit(height, 0, 1, 100))
		require.Error(t, err, "it died before it answered")
		require.Error(t, dying.Wait())
		_, last, err := mark.Read(s.home.MarkFile())
		require.NoError(t, err)
		require.Equal(t, height, last.Height, "the mark was on disk by then")

		process := s.start(t, actNormal)
		line = s.accept(t)
		other, err := ask(line, precommit(height, 0, 2, 100))
		require.NoError(t, err)
		require.Nil(t, other, "another block")
		same, err := ask(line, precommit(height, 0, 1, 200))
		require.NoError(t, err)
		require.Equal(t, last.Signature, same.Signature)
		require.EqualValues(t, 100, same.Timestamp.Unix())
		require.NoError(t, process.Process.Kill())
		_ = process.Wait()
	}
}
