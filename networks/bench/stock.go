// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/networks/bench/vanilla"
)

const (
	// sendGas is more than a MsgSend uses, as clients set it.
	sendGas = 200_000
	// singlesInFlight is how many transactions of one payment are kept in the air on either chain: several blocks of
	// each, and no more than the pools of both hold.
	singlesInFlight = 3_000
)

// newStock makes a stock chain of so many validators. It starts nothing.
func newStock(s Setup, name string, validators int) (*Subject, error) {
	dir := s.folder(name)
	made := exec.Command(s.Vanillad, "homes", "--dir", dir, "--validators", strconv.Itoa(validators),
		"--accounts", strconv.Itoa(s.Accounts), "--base-port", strconv.Itoa(s.BasePort))
	if output, err := made.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("homes of the stock chain: %w: %s", err, output)
	}
	net := &Network{ChainID: vanilla.ChainID, Dir: dir, patience: patienceFor(s.Accounts)}
	for n := range validators {
		home, ports := vanilla.Home(dir, n), vanilla.PortsOf(s.BasePort, n)
		net.Nodes = append(net.Nodes, &Node{
			Name: fmt.Sprintf("node%d", n), Home: home,
			RPC: fmt.Sprintf("http://127.0.0.1:%d", ports.RPC), GRPC: fmt.Sprintf("127.0.0.1:%d", ports.GRPC),
			Ports:   []int{ports.P2P, ports.RPC, ports.GRPC},
			command: func() *exec.Cmd { return exec.Command(s.Vanillad, "start", "--home", home) },
		})
	}
	stock := &Subject{Kind: Vanilla, Network: net, Size: 1, HalfSize: 1, InFlight: singlesInFlight, paid: succeeded}
	addresses := make([]string, s.Accounts)
	for n := range s.Accounts {
		var err error
		if addresses[n], err = vanilla.Address(n); err != nil {
			return nil, err
		}
		signs, err := newSigner(vanilla.Key(n))
		if err != nil {
			return nil, err
		}
		stock.Accounts = append(stock.Accounts, &Account{signer: signs, address: addresses[n], place: n})
	}
	stock.compose = func(a *Account, _ int) ([]byte, error) {
		return signSend(a, addresses[rand.IntN(len(addresses))])
	}
	return stock, nil
}

// succeeded counts the one payment of a transaction.
func succeeded(result *abci.ExecTxResult) (int, error) {
	if result.Code != 0 {
		return 0, nil
	}
	return 1, nil
}

// signSend signs a MsgSend of one unit in SIGN_MODE_DIRECT without a fee.
func signSend(a *Account, to string) ([]byte, error) {
	msg, err := codectypes.NewAnyWithValue(&banktypes.MsgSend{
		FromAddress: a.address, ToAddress: to, Amount: sdk.Coins{sdk.NewInt64Coin(vanilla.Denom, 1)},
	})
	if err != nil {
		return nil, err
	}
	key, err := codectypes.NewAnyWithValue(a.signer.PubKey())
	if err != nil {
		return nil, err
	}
	body, err := proto.Marshal(&tx.TxBody{Messages: []*codectypes.Any{msg}})
	if err != nil {
		return nil, err
	}
	auth, err := proto.Marshal(&tx.AuthInfo{
		SignerInfos: []*tx.SignerInfo{{
			PublicKey: key, Sequence: a.sequence,
			ModeInfo: &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{Single: &tx.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT}}},
		}},
		Fee: &tx.Fee{GasLimit: sendGas},
	})
	if err != nil {
		return nil, err
	}
	doc, err := proto.Marshal(&tx.SignDoc{BodyBytes: body, AuthInfoBytes: auth, ChainId: vanilla.ChainID, AccountNumber: a.number})
	if err != nil {
		return nil, err
	}
	signature, err := a.signer.Sign(doc)
	if err != nil {
		return nil, err
	}
	return proto.Marshal(&tx.TxRaw{BodyBytes: body, AuthInfoBytes: auth, Signatures: [][]byte{signature}})
}
