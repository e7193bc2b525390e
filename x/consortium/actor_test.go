// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	collcodec "cosmossdk.io/collections/codec"

	"github.com/taelnet/tael/x/consortium"
)

func TestActorValueIsFixed(t *testing.T) {
	actor := consortium.Actor{
		Member: 0x0102, Duties: consortium.NewDutySet(consortium.DUTY_GOVERNANCE, consortium.DUTY_SUBMITTER),
		Roles: 0x0006, Status: consortium.MEMBER_STATUS_SUSPENDED,
	}

	raw, err := consortium.ActorValue.Encode(actor)
	require.NoError(t, err)
	require.Equal(t, []byte{0x01, 0x02, 0x00, 0x82, 0x00, 0x06, 0x02}, raw)
}

func TestActorValueComesBackAsItWent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		actor := consortium.Actor{
			Member: rapid.Uint32Range(1, 65_535).Draw(t, "member"),
			Duties: consortium.DutySet(rapid.Uint16().Draw(t, "duties")),
			Roles:  consortium.RoleSet(rapid.Uint16().Draw(t, "roles")),
			Status: consortium.MemberStatus(rapid.Int32Range(0, 255).Draw(t, "status")),
		}
		raw, err := consortium.ActorValue.Encode(actor)
		require.NoError(t, err)
		back, err := consortium.ActorValue.Decode(raw)
		require.NoError(t, err)
		require.Equal(t, actor, back)

		text, err := consortium.ActorValue.EncodeJSON(actor)
		require.NoError(t, err)
		back, err = consortium.ActorValue.DecodeJSON(text)
		require.NoError(t, err)
		require.Equal(t, actor, back)
	})
}

func TestActorValueRefuses(t *testing.T) {
	for name, raw := range map[string][]byte{"nothing": nil, "6 bytes": make([]byte, 6), "8 bytes": make([]byte, 8)} {
		t.Run(name, func(t *testing.T) {
			_, err := consortium.ActorValue.Decode(raw)
			require.ErrorIs(t, err, collcodec.ErrEncoding)
		})
	}

	_, err := consortium.ActorValue.Encode(consortium.Actor{Member: 65_536})
	require.ErrorIs(t, err, consortium.ErrMemberInvalid)
	_, err = consortium.ActorValue.Encode(consortium.Actor{Member: 1, Status: 256})
	require.ErrorIs(t, err, collcodec.ErrEncoding)
}
