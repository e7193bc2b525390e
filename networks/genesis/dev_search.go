// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"bytes"
	"fmt"

	cmtcrypto "github.com/cometbft/cometbft/crypto"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// accountUses are the uses of development keys that are accounts of members.
var accountUses = []string{
	KeyGovernance, KeyOperations, KeyTreasury, KeyCompliance, KeyRisk, KeyAttestation, KeySubmitter,
}

// DevelopmentNodeKey is the label of a key by which peers know a standard member's node on one of the first local
// networks, or empty if the key is none.
func DevelopmentNodeKey(priv cmtcrypto.PrivKey) string {
	for n := 1; n <= searchedLocalChains; n++ {
		keys := Keys{chainID: fmt.Sprintf("tael-local-%d", n)}
		for _, member := range localMembers() {
			if bytes.Equal(keys.Node(member.ID).Bytes(), priv.Bytes()) {
				return keys.Label(member.ID, KeyNode, 0)
			}
		}
	}
	return ""
}

// DevelopmentAccounts are the accounts of the standard members on one local network with the labels of their keys.
func DevelopmentAccounts(n int) map[string]string {
	keys := Keys{chainID: fmt.Sprintf("tael-local-%d", n)}
	accounts := map[string]string{}
	for _, member := range localMembers() {
		for _, use := range accountUses {
			for i := range LocalSubmitters {
				if i > 0 && use != KeySubmitter {
					break
				}
				priv := secp256k1.PrivKey{Key: keys.seed(member.ID, use, i)}
				accounts[sdk.AccAddress(priv.PubKey().Address()).String()] = keys.Label(member.ID, use, i)
			}
		}
	}
	return accounts
}

// DevelopmentValidator is the label of the development key behind a consensus public key, or empty if there is none.
func DevelopmentValidator(pubKey []byte) string {
	for n := 1; n <= searchedLocalChains; n++ {
		keys := Keys{chainID: fmt.Sprintf("tael-local-%d", n)}
		for _, member := range localMembers() {
			if bytes.Equal(keys.Validator(member.ID).PubKey().Bytes(), pubKey) {
				return keys.Label(member.ID, KeyValidator, 0)
			}
		}
	}
	return ""
}
