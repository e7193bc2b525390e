// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/x/payment"
)

// finality pays one by one on a quiet network and says how long each took to be final.
func finality(t *testing.T, d *teller) {
	lane := d.client.Lane(d.keys.Account(genesis.BankA, genesis.KeySubmitter, 1))
	var took []time.Duration
	for range 60 {
		ins := d.next(t)
		start := time.Now()
		outcome, err := lane.Submit(patiently(t), &payment.MsgPayBatch{
			Carrier: lane.Address().String(), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{ins.Encode()},
		})
		require.NoError(t, err)
		took = append(took, time.Since(start))
		results, err := outcome.Payments()
		require.NoError(t, err)
		d.record(client.Paid{Instruction: ins, Result: results[0]})
	}
	slices.Sort(took)
	t.Logf("finality of %d single payments: p50 %s, p99 %s", len(took), took[len(took)/2], took[len(took)*99/100])
	require.Less(t, took[len(took)/2], time.Second)
	d.requireBooks(t)
}

// killOneUnderLoad kills the validator the client speaks to. Its lanes must find another and lose nothing.
func killOneUnderLoad(t *testing.T, network *localnet.Localnet, d *teller) {
	stop := d.load(t)
	d.waitMore(t, 300)
	require.NoError(t, network.Kill(genesis.BankA))
	killed := time.Now()
	d.waitMore(t, 600)
	t.Logf("600 payments answered within %s of the death of the client's own node", time.Since(killed).Round(time.Millisecond))
	require.NoError(t, network.StartNode(genesis.BankA))
	d.waitMore(t, 300)
	stop()

	requireOneState(t, network)
	d.requireBooks(t)
	d.requireNothingPaidTwice(t)
}

// killAllUnderLoad kills every node while payments are on their way; what was acknowledged before is there after.
func killAllUnderLoad(t *testing.T, network *localnet.Localnet, d *teller) {
	stop := d.load(t)
	d.waitMore(t, 500)
	for _, n := range network.Nodes {
		require.NoError(t, network.Kill(n.Name))
	}
	acknowledged := d.answered()
	require.NoError(t, network.Up(patiently(t)))
	d.waitMore(t, 300)
	stop()

	t.Logf("%d payments acknowledged before all nodes were killed, %d after", acknowledged, d.answered()-acknowledged)
	requireOneState(t, network)
	d.requireBooks(t)
	d.requireNothingPaidTwice(t)
}

// auditNodeRefusesClients sends a well-formed transaction to the audit node over gRPC, as a client would.
func auditNodeRefusesClients(t *testing.T, network *localnet.Localnet, d *teller) {
	n, err := network.Node(genesis.LocalAuditor)
	require.NoError(t, err)
	key := d.keys.Account(genesis.BankA, genesis.KeySubmitter, 2)
	signed, err := client.Sign(key, client.Terms{ChainID: network.ChainID, Expires: time.Now().Add(time.Minute)},
		&payment.MsgPayBatch{Carrier: d.keys.Address(genesis.BankA, genesis.KeySubmitter, 2).String(), Mode: payment.BATCH_MODE_EACH})
	require.NoError(t, err)
	conn, err := grpc.NewClient(n.GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer conn.Close()

	res, err := txtypes.NewServiceClient(conn).BroadcastTx(patiently(t), &txtypes.BroadcastTxRequest{
		TxBytes: signed.Raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
	})
	require.NoError(t, err)
	require.Equal(t, "ante", res.TxResponse.Codespace)
	require.Equal(t, uint32(15), res.TxResponse.Code)
	require.Contains(t, res.TxResponse.RawLog, "send the transaction to a validator")
}

// examplesRun runs the client's examples as their README says, against this network.
func examplesRun(t *testing.T, network *localnet.Localnet) {
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", dir+"/", "github.com/taelnet/tael/client/examples/pay", "github.com/taelnet/tael/client/examples/follow")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	run := func(name string, args ...string) (string, error) {
		cmd := exec.Command(filepath.Join(dir, name), args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}

	paid, err := run("pay", "-base-port", "29000")
	require.NoError(t, err, paid)
	require.Contains(t, paid, "status  PAID")
	require.Contains(t, paid, "payer   now holds 87.50 cny")
	_, after, _ := strings.Cut(paid, "payment ")
	uetr, _, _ := strings.Cut(after, " ")

	followed, err := run("follow", "-base-port", "29000", "-to", heightText(t, network))
	require.NoError(t, err, followed)
	require.Contains(t, followed, uetr)
	cursor, err := os.ReadFile(filepath.Join(dir, "follow.cursor"))
	require.NoError(t, err)
	require.NotEmpty(t, cursor)
	again, err := run("follow", "-base-port", "29000", "-to", heightText(t, network))
	require.NoError(t, err, again)
	require.NotContains(t, again, uetr, "the cursor is past it")

	for _, name := range []string{"pay", "follow"} {
		failed, err := run(name, "-base-port", "31000")
		require.Error(t, err)
		require.Contains(t, failed, "start one with `make localnet`")
	}
}
