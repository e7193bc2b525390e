// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	cmtcrypto "github.com/cometbft/cometbft/crypto"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/privval"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// searchedLocalChains is up to which n of tael-local-<n> an unmarked validator key is compared with the development
// keys of the standard members.
const searchedLocalChains = 32

// keyMark is what marks priv_validator_key.json as a development key. CometBFT reads the file and leaves unknown
// fields alone, so a copied file carries its mark along.
type keyMark struct {
	DevelopmentKey string `json:"tael_development_key,omitempty"`
}

// MarkedValidatorKey renders a member's validator key as priv_validator_key.json, marked as a development key.
func (k Keys) MarkedValidatorKey(member string) ([]byte, error) {
	priv := k.Validator(member)
	plain, err := cmtjson.Marshal(privval.FilePVKey{
		Address: priv.PubKey().Address(), PubKey: priv.PubKey(), PrivKey: priv,
	})
	if err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(plain, &fields); err != nil {
		return nil, err
	}
	label, err := json.Marshal(k.Label(member, KeyValidator, 0))
	if err != nil {
		return nil, err
	}
	fields["tael_development_key"] = label
	return json.MarshalIndent(fields, "", "  ")
}

// CheckValidatorKey refuses a development key on a network that is not local: it fails with ErrDevelopmentKey if the
// validator key in file is marked as one, or is one of the standard members' keys without its mark. A missing file is
// no development key.
func CheckValidatorKey(file, chainID string) error {
	if IsLocal(chainID) {
		return nil
	}
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("validator key: %w", err)
	}
	label, err := developmentLabel(raw)
	if err != nil {
		return fmt.Errorf("validator key %s: %w", file, err)
	}
	if label != "" {
		return fmt.Errorf("%w: %s holds %q and the chain id is %q; put the validator's own key in its place",
			ErrDevelopmentKey, file, label, chainID)
	}
	return nil
}

// developmentLabel is the label of a key file's development key, or empty.
func developmentLabel(raw []byte) (string, error) {
	var mark keyMark
	if err := json.Unmarshal(raw, &mark); err != nil {
		return "", err
	}
	if mark.DevelopmentKey != "" {
		return mark.DevelopmentKey, nil
	}
	var key privval.FilePVKey
	if err := cmtjson.Unmarshal(raw, &key); err != nil {
		return "", err
	}
	if key.PrivKey == nil {
		return "", errors.New("expected a field priv_key, found none")
	}
	return searchStandardKeys(key.PrivKey), nil
}

// DevKeysOf are the development keys of the local network whose validators a genesis has: a network that started from
// another's export keeps its keys. A genesis with none of them has the keys of its own chain id.
func DevKeysOf(gen *genutiltypes.AppGenesis) (Keys, string, error) {
	own, err := DevKeys(gen.ChainID)
	if err != nil {
		return Keys{}, "", err
	}
	var state struct {
		Consortium struct {
			Validators []struct {
				PubKey []byte `json:"pub_key"`
			} `json:"validators"`
		} `json:"consortium"`
	}
	if err := json.Unmarshal(gen.AppState, &state); err != nil {
		return Keys{}, "", fmt.Errorf("app_state: %w", err)
	}
	origins := []string{gen.ChainID}
	for n := 1; n <= searchedLocalChains; n++ {
		origins = append(origins, fmt.Sprintf("tael-local-%d", n))
	}
	for _, origin := range origins {
		keys := Keys{chainID: origin}
		for _, member := range LocalValidators() {
			for _, v := range state.Consortium.Validators {
				if bytes.Equal(keys.Validator(member).PubKey().Bytes(), v.PubKey) {
					return keys, origin, nil
				}
			}
		}
	}
	return own, gen.ChainID, nil
}

func searchStandardKeys(priv cmtcrypto.PrivKey) string {
	for n := 1; n <= searchedLocalChains; n++ {
		keys := Keys{chainID: fmt.Sprintf("tael-local-%d", n)}
		for _, member := range localMembers() {
			if bytes.Equal(keys.Validator(member.ID).Bytes(), priv.Bytes()) {
				return keys.Label(member.ID, KeyValidator, 0)
			}
		}
	}
	return ""
}
