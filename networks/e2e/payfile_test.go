// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// killPayer pays a file by command, kills the command at random moments, and lets the last one come to its end: every
// transfer is paid once, which the balances prove.
func killPayer(t *testing.T, network *localnet.Localnet, d *teller) {
	const transfers, kills = 1_500, 12
	folder := filepath.Join(t.TempDir(), "inbox")
	made, err := payfile.Generate(payfile.Options{
		Seed: 3, ChainID: network.ChainID, Day: time.Now(), Files: 1, Transfers: transfers, Debtors: 4, Creditors: 6,
		Custodians: genesis.LocalCustodians(), MinAmount: 1, MaxAmount: 9,
	}, folder)
	require.NoError(t, err)
	for i, a := range made.Accounts {
		d.welcome(t, i, a)
	}
	out, err := taeld("localnet", "keys", "--home", network.Dir, "--node", genesis.BankA)
	require.NoError(t, err, out)

	home := filepath.Join(network.Dir, genesis.BankA)
	pay := []string{
		"pay", "file", filepath.Join(folder, payfile.FilesFolder, made.Files[0]),
		"--directory", filepath.Join(folder, payfile.DirectoryFile), "--keystore", filepath.Join(folder, payfile.KeystoreFolder),
		"--from", genesis.BankA + "-" + genesis.KeySubmitter + "-4", "--home", home, "--output", "json", "--batch", "50",
	}
	verdicts := forecast(t, pay)
	require.Equal(t, map[string]int{"PAY": transfers}, verdicts)

	random := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for range kills {
		cmd := exec.Command(binary, pay...)
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(300+random.IntN(900)) * time.Millisecond)
		_ = cmd.Process.Signal(syscall.SIGKILL)
		if cmd.Wait() != nil {
			killed++
		}
	}
	require.Positive(t, killed)

	raw, err := exec.Command(binary, pay...).Output()
	require.NoError(t, err, string(raw))
	var answer struct {
		Counts  payfile.Counts    `json:"counts"`
		Resumed int               `json:"resumed"`
		Amounts map[string]string `json:"amounts"`
	}
	require.NoError(t, json.Unmarshal(raw, &answer))
	require.Equal(t, payfile.Counts{Transfers: transfers, Paid: transfers}, answer.Counts)
	t.Logf("%d kills, %d answers in the journal before the last run", killed, answer.Resumed)

	var received uint64
	for _, a := range made.Accounts {
		if a.Role == payfile.RoleCreditor {
			received += d.balance(t, a.Wallet)
		}
	}
	require.Equal(t, answer.Amounts["CNY"], fmt.Sprintf("%d.%02d", received/100, received%100), "each transfer once")
	require.Equal(t, map[string]int{"ANSWERED": transfers}, forecast(t, pay))
	require.NoError(t, os.Remove(pay[2]+payfile.JournalExtension))
	require.Equal(t, map[string]int{"PAID_BEFORE": transfers}, forecast(t, pay), "the chain remembers without the journal")
}

// forecast is what a dry run says, by verdict.
func forecast(t *testing.T, pay []string) map[string]int {
	t.Helper()
	raw, err := exec.Command(binary, append(pay[:len(pay):len(pay)], "--dry-run")...).CombinedOutput()
	require.NoError(t, err, string(raw))
	var answer struct {
		Verdicts map[string]int `json:"verdicts"`
	}
	require.NoError(t, json.Unmarshal(raw, &answer), string(raw))
	return answer.Verdicts
}

// welcome opens a generated account's wallet, and gives it money if it pays.
func (d *teller) welcome(t *testing.T, i int, a payfile.Account) {
	t.Helper()
	d.act(t, a.Custodian, genesis.KeyOperations, &wallet.MsgOpenWallet{
		Operator: d.address(a.Custodian, genesis.KeyOperations), Address: a.Wallet,
		Kind: wallet.WALLET_KIND_CORPORATE, Tier: genesis.TierFull, Salt: a.Salt[:],
		FirstDevice: &wallet.DeviceKey{Algorithm: a.Algorithm, PublicKey: a.PublicKey},
	})
	if a.Role != payfile.RoleDebtor {
		return
	}
	date, err := strconv.ParseUint(time.Now().Format("20060102"), 10, 32)
	require.NoError(t, err)
	for _, attestor := range []string{genesis.BankA, genesis.Clearing} {
		d.act(t, attestor, genesis.KeyAttestation, &reserve.MsgAttestReceipt{
			Attestor: d.address(attestor, genesis.KeyAttestation), Rail: "rail-cny", Account: a.Custodian + "-cny",
			BookingDate: uint32(date), EntryReference: fmt.Sprintf("FILE-%d", i), Beneficiary: a.Wallet, Denom: "cny", Amount: funds,
		})
	}
}

// balance is what a wallet holds.
func (d *teller) balance(t *testing.T, address string) uint64 {
	t.Helper()
	addr, err := sdk.AccAddressFromBech32(address)
	require.NoError(t, err)
	p, err := payfile.ChainView{Client: d.client}.Party(patiently(t), [20]byte(addr), "cny", nil)
	require.NoError(t, err)
	require.True(t, p.Known)
	return p.Held
}
