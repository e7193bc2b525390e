// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// instruction is the n-th of a test, signed by a device; its amount is n+1.
func instruction(t testing.TB, n int) wallet.SignedInstruction {
	t.Helper()
	seed := sha256.Sum256([]byte("device"))
	signer, err := wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, seed)
	require.NoError(t, err)
	ins, err := wallet.NewInstruction(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: fakenet.ChainID, UETR: uetr(n), Payer: [20]byte{1}, Payee: [20]byte{2},
		Denom: "cny", Amount: uint64(n + 1), ValidUntil: uint64(time.Now().Add(time.Hour).Unix()),
	}, nil)
	require.NoError(t, err)
	require.NoError(t, ins.SignWith(signer, signer.Algorithm().RawForm(), 0))
	return ins
}

func uetr(n int) wallet.UETR {
	return wallet.NewUETRFromSHA256(sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(n))))
}

// lane is the n-th SUBMITTER's.
func lane(c *Client, n int) *Lane {
	seed := sha256.Sum256([]byte{byte(n)})
	return c.Lane(&secp256k1.PrivKey{Key: seed[:]})
}

func batch(t testing.TB, l *Lane, numbers ...int) *payment.MsgPayBatch {
	t.Helper()
	msg := &payment.MsgPayBatch{Carrier: l.Address().String(), Mode: payment.BATCH_MODE_EACH}
	for _, n := range numbers {
		ins := instruction(t, n)
		msg.Instructions = append(msg.Instructions, ins.Encode())
	}
	return msg
}

// network is a fake one that a test dials.
type network struct{ *fakenet.Network }

func newNetwork(t testing.TB, nodes int) network {
	t.Helper()
	return network{fakenet.New(t, nodes)}
}

// dial connects a client with a short timeout, so that the unknown becomes known quickly.
func (n network) dial(t testing.TB, timeout time.Duration) *Client {
	t.Helper()
	cfg := Config{ChainID: fakenet.ChainID, Timeout: timeout, Poll: 2 * time.Millisecond}
	for _, node := range n.Nodes {
		cfg.Endpoints = append(cfg.Endpoints, Endpoint{GRPC: node.GRPC, RPC: "http://" + node.RPC})
	}
	c, err := Dial(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
