// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/ethereum/go-ethereum/crypto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// Subject is a chain under test with those who pay on it.
type Subject struct {
	Kind Kind
	*Network
	// Accounts sign transactions: payers of one payment each, or carriers of many.
	Accounts []*Account
	// Size is how many payments a transaction of the saturating load carries, HalfSize of the load at its half.
	Size, HalfSize int
	// InFlight is how many transactions the saturating load keeps in the air.
	InFlight int
	// compose signs a transaction of so many payments with the account's next sequence.
	compose func(a *Account, payments int) ([]byte, error)
	// paid counts the payments that a committed transaction made.
	paid func(*abci.ExecTxResult) (int, error)
}

// Account is one sequence, with one transaction in flight at a time. Whoever took it from the idle ones may use its fields.
type Account struct {
	signer   signer
	address  string
	number   uint64
	sequence uint64
	// place chooses the node that its transactions enter by.
	place int
	// own is the customer who pays, or those whose payments a carrier carries.
	own []*customer
}

// signer signs with libsecp256k1 what the SDK's key would sign several times slower, so that the client, which shares
// the machine with the nodes, takes as little of it as it can. Both chains are paid by the same client.
type signer struct {
	public  cryptotypes.PubKey
	private *ecdsa.PrivateKey
}

func newSigner(key *secp256k1.PrivKey) (signer, error) {
	private, err := crypto.ToECDSA(key.Key)
	return signer{key.PubKey(), private}, err
}

// PubKey is the account's key.
func (s signer) PubKey() cryptotypes.PubKey { return s.public }

// Sign answers r || s over the SHA-256 of the message.
func (s signer) Sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	signature, err := crypto.Sign(digest[:], s.private)
	if err != nil {
		return nil, err
	}
	return signature[:64], nil
}

// dial opens a connection to every node.
func (n *Network) dial() ([]*grpc.ClientConn, error) {
	var conns []*grpc.ClientConn
	for _, node := range n.Nodes {
		conn, err := grpc.NewClient(node.GRPC, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			return nil, err
		}
		conns = append(conns, conn)
	}
	return conns, nil
}

// number reads the numbers and sequences of all accounts from a node.
func (s *Subject) number(ctx context.Context, conn grpc.ClientConnInterface) error {
	known := map[string]authtypes.BaseAccount{}
	page := &query.PageRequest{Limit: 500}
	for {
		res, err := authtypes.NewQueryClient(conn).Accounts(ctx, &authtypes.QueryAccountsRequest{Pagination: page})
		if err != nil {
			return fmt.Errorf("accounts of %s: %w", s.ChainID, err)
		}
		for _, packed := range res.Accounts {
			var account authtypes.BaseAccount
			if packed.TypeUrl == "/cosmos.auth.v1beta1.BaseAccount" && account.Unmarshal(packed.Value) == nil {
				known[account.Address] = account
			}
		}
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			break
		}
		page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: 500}
	}
	for _, a := range s.Accounts {
		account, ok := known[a.address]
		if !ok {
			return fmt.Errorf("%s has no account %s", s.ChainID, a.address)
		}
		a.number, a.sequence = account.AccountNumber, account.Sequence
	}
	return nil
}

// resync reads the sequence of one account.
func resync(ctx context.Context, conn grpc.ClientConnInterface, a *Account) error {
	res, err := authtypes.NewQueryClient(conn).AccountInfo(ctx, &authtypes.QueryAccountInfoRequest{Address: a.address})
	if err != nil {
		return err
	}
	a.sequence = res.Info.Sequence
	return nil
}
