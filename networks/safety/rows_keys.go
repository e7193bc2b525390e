// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/cosmos/go-bip39"

	"github.com/taelnet/tael/networks/genesis"
)

// keyRows are about secrets in the home.
func keyRows() []Row {
	const whySample = "whoever knows the sample has the key"
	return []Row{
		{
			ID: "K01", File: fileHome, Key: "priv_validator_key.json", Demand: "no development key",
			Why: "anybody can derive a development key", Do: "put the validator's own key in its place", Grade: Refuse, look: developmentValidator,
		},
		{
			ID: "K02", File: fileHome, Key: "node_key.json", Demand: "no development key",
			Why: "anybody can derive a development key, and peers then take him for this node", Do: "remove it: the node makes a new one",
			Grade: Refuse, look: developmentNode,
		},
		{
			ID: "K03", File: fileHome, Key: "key files", Demand: "mode 0600 or stricter",
			Why: "other users of the machine, and backups made as them, read the keys", Do: "chmod 600", Grade: Refuse, look: keyModes,
		},
		{
			ID: "K04", File: fileHome, Key: "config and data", Demand: "written by their owner alone",
			Why: "whoever writes there replaces keys, genesis and settings", Do: "chmod go-w on the home, config, data and what is in config",
			Grade: Refuse, look: directoryModes,
		},
		{
			ID: "K05", File: fileClient, Key: "keyring-backend", Demand: "not test or memory", Local: true,
			Why: "the test keyring is not encrypted", Do: `set it to "os" or "file" and import the keys there`, Grade: Refuse,
			look: func(h *Home) (string, bool) {
				return quoted(h.KeyringBackend), h.KeyringBackend != "test" && h.KeyringBackend != "memory"
			},
		},
		{
			ID: "K06", File: fileHome, Key: "keyring-test", Demand: "no such keyring", Local: true,
			Why: "its keys are not encrypted", Do: "move the keys to another keyring and remove the directory", Grade: Refuse, look: testKeyring,
		},
		{
			ID: "K07", File: fileHome, Key: "mnemonics", Demand: "none in a file",
			Why: "a mnemonic is every key that was made from it; no server needs one", Do: "write it on paper, keep it away from here and remove the file",
			Grade: Refuse, look: mnemonicFiles,
		},
		{
			ID: "K08", File: fileHome, Key: "priv_validator_key.json", Demand: "not made from a sample mnemonic", Why: whySample,
			Do: "make a new key and rotate the validator to it", Grade: Refuse, look: sampleValidator,
		},
		{
			ID: "K09", File: fileClient, Key: "chain-id", Demand: "the genesis' chain id, or empty",
			Why: "commands of this home would sign for another network", Do: "set it to the chain id of the genesis", Grade: Warn,
			look: func(h *Home) (string, bool) {
				return quoted(h.ClientChainID), h.ClientChainID == "" || h.ClientChainID == h.ChainID
			},
		},
		{
			ID: "K10", File: fileHome, Key: "priv_validator_key.json", Demand: "none where priv_validator_laddr names a signer",
			Why: "a key in two places signs twice", Do: "move it into the signer's home, or empty priv_validator_laddr", Grade: Refuse, look: oneKey,
		},
	}
}

// oneKey asks for no key file beside a signer. Without one the file is the key, and a validator's start asks for it.
func oneKey(h *Home) (string, bool) {
	_, err := os.Stat(h.Comet.PrivValidatorKeyFile())
	switch none := errors.Is(err, fs.ErrNotExist); {
	case err != nil && !none:
		return err.Error(), false
	case h.Comet.PrivValidatorListenAddr == "" && none:
		return "no key and no signer", true
	case h.Comet.PrivValidatorListenAddr == "":
		return "a key and no signer", true
	case none:
		return "a signer's", true
	default:
		return "a key beside a signer", false
	}
}

func developmentValidator(h *Home) (string, bool) {
	// The check knows which networks may have one.
	err := genesis.CheckValidatorKey(h.Comet.PrivValidatorKeyFile(), h.ChainID)
	if err != nil {
		return err.Error(), false
	}
	return "none", true
}

func developmentNode(h *Home) (string, bool) {
	if genesis.IsLocal(h.ChainID) {
		return "a local network's", true
	}
	key, err := p2p.LoadNodeKey(h.Comet.NodeKeyFile())
	if errors.Is(err, fs.ErrNotExist) {
		return "no key yet", true
	}
	if err != nil {
		return err.Error(), false
	}
	if label := genesis.DevelopmentNodeKey(key.PrivKey); label != "" {
		return quoted(label), false
	}
	return "the node's own", true
}

func sampleValidator(h *Home) (string, bool) {
	raw, err := os.ReadFile(h.Comet.PrivValidatorKeyFile())
	if err != nil {
		return "no key", errors.Is(err, fs.ErrNotExist)
	}
	var key privval.FilePVKey
	if err := cmtjson.Unmarshal(raw, &key); err != nil || key.PrivKey == nil {
		return "a file that holds no key", false
	}
	for _, sample := range samples {
		if cmted25519.GenPrivKeyFromSecret([]byte(sample)).Equals(key.PrivKey) {
			return "the key of a sample", false
		}
	}
	return "the validator's own", true
}

// samples are seeds out of books, specifications and tools that people copy.
var samples = []string{
	"", "test", "secret", "password", "tael", "validator", "changeme",
	"abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
	"abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon " +
		"abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art",
	"test test test test test test test test test test test junk",
	"legal winner thank year wave sausage worth useful legal winner thank yellow",
	"letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
	"zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
	"candy maple cake sugar pudding cream honey rich smooth crumble sweet treat",
	"myth like bonus scare over problem client lizard pioneer submit female collect",
}

// mnemonicWords are the words that a mnemonic consists of.
var mnemonicWords = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool, len(bip39.WordList))
	for _, word := range bip39.WordList {
		words[word] = true
	}
	return words
})

// looksLikeMnemonic finds a sample, or a phrase of 12 to 24 words whose checksum is that of a mnemonic.
func looksLikeMnemonic(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' })
	known := mnemonicWords()
	run := 0 // how many words from here on are of the list
	for from := len(words) - 1; from >= 0; from-- {
		if run++; !known[words[from]] {
			run = 0
		}
		for _, n := range []int{12, 15, 18, 21, 24} {
			if n > run {
				break
			}
			phrase := strings.Join(words[from:from+n], " ")
			if _, err := bip39.MnemonicToByteArray(phrase); err == nil || slices.Contains(samples, phrase) {
				return true
			}
		}
	}
	return false
}
