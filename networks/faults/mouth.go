// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/client"
)

// mouth shouts at one node over one account. The client's lanes step back when a node says that a quota is used up or
// its mempool is filling; a noisy institution does not.
type mouth struct {
	conn     *grpc.ClientConn
	signer   *secp256k1.PrivKey
	number   uint64
	sequence uint64
}

// mouthPatience is how long a shouted transaction may wait for a block, and how long one waits for the last of them.
const mouthPatience = 30 * time.Second

func newMouth(ctx context.Context, n *Node, signer *secp256k1.PrivKey) (*mouth, error) {
	conn, err := grpc.NewClient(n.GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	m := &mouth{conn: conn, signer: signer}
	if m.number, m.sequence, err = m.account(ctx); err != nil {
		m.close()
		return nil, err
	}
	return m, nil
}

func (m *mouth) close() { _ = m.conn.Close() }

func (m *mouth) address() sdk.AccAddress { return sdk.AccAddress(m.signer.PubKey().Address()) }

func (m *mouth) account(ctx context.Context) (number, sequence uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	res, err := authtypes.NewQueryClient(m.conn).AccountInfo(ctx, &authtypes.QueryAccountInfoRequest{Address: m.address().String()})
	if err != nil {
		return 0, 0, err
	}
	return res.Info.AccountNumber, res.Info.Sequence, nil
}

// offer hands the message to the node and says whether it was taken. What is refused is not offered again.
func (m *mouth) offer(ctx context.Context, msg sdk.Msg) bool {
	signed, err := client.Sign(m.signer, client.Terms{
		ChainID: ChainID, AccountNumber: m.number, Sequence: m.sequence, Expires: time.Now().Add(mouthPatience),
	}, msg)
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	res, err := txtypes.NewServiceClient(m.conn).BroadcastTx(ctx, &txtypes.BroadcastTxRequest{
		TxBytes: signed.Raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
	})
	if err != nil || res.TxResponse == nil || res.TxResponse.Code != 0 {
		return false
	}
	m.sequence++
	return true
}

// emptied waits until nothing that was taken is in flight any more: in a block, or too late for one.
func (m *mouth) emptied(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, mouthPatience)
	defer cancel()
	for {
		if _, sequence, err := m.account(ctx); err == nil && sequence >= m.sequence {
			return
		}
		if pause(ctx, 200*time.Millisecond) != nil {
			return
		}
	}
}
