// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// MaxBytes is the largest genesis file that is read: a state of a few million wallets.
const MaxBytes = 2 << 30

// maxDepth is how deep objects and lists of a genesis may nest: a proposal's messages reach about ten.
const maxDepth = 64

// ErrForm says that a file has not the form of a genesis: it is no JSON, names a field twice or one that nobody knows.
var ErrForm = errors.New("form of a genesis")

// fields are the fields of a genesis file outside app_state, by the path of their object.
var fields = map[string][]string{
	"":                           {"app_name", "app_version", "genesis_time", "chain_id", "initial_height", "app_hash", "app_state", "consensus"},
	"consensus":                  {"validators", "params"},
	"consensus.params":           {"block", "evidence", "validator", "version", "abci", "authority"},
	"consensus.params.block":     {"max_bytes", "max_gas"},
	"consensus.params.evidence":  {"max_age_num_blocks", "max_age_duration", "max_bytes"},
	"consensus.params.validator": {"pub_key_types"},
	"consensus.params.version":   {"app"},
	"consensus.params.abci":      {"vote_extensions_enable_height"},
	"consensus.params.authority": {"authority"},
}

// Read reads a genesis file strictly. What the engine's reader forgives is ErrForm here: a field twice, also in its two
// spellings max_gas and maxGas, a field that nobody reads, and anything after the document.
func Read(file string) (*genutiltypes.AppGenesis, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	raw, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return Parse(raw)
}

// Parse is Read of a file's bytes.
func Parse(raw []byte) (*genutiltypes.AppGenesis, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("%w: expected at most %d bytes, got more", ErrForm, MaxBytes)
	}
	if err := checkForm(raw); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	gen, err := genutiltypes.AppGenesisFromReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if gen.Consensus == nil || gen.Consensus.Params == nil {
		return nil, fmt.Errorf("%w: expected consensus.params, found none", ErrForm)
	}
	if len(gen.Consensus.Validators) > 0 {
		return nil, fmt.Errorf("%w: expected no consensus.validators, got %d: validators stand in app_state.consortium",
			ErrForm, len(gen.Consensus.Validators))
	}
	return gen, nil
}

func checkForm(raw []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	first, err := decoder.Token()
	if err != nil {
		return err
	}
	if first != json.Delim('{') {
		return fmt.Errorf("expected an object, got %s", shown(first))
	}
	if err := checkObject(decoder, nil); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("expected the end of the file after the document, got more at byte %d", decoder.InputOffset())
	}
	return nil
}

// checkObject reads the rest of an object whose opening brace has been read.
func checkObject(decoder *json.Decoder, path []string) error {
	if len(path) > maxDepth {
		return fmt.Errorf("%s: expected at most %d levels, got more", shownPath(path), maxDepth)
	}
	known, bounded := fields[strings.Join(path, ".")]
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		name, ok := token.(string)
		if !ok {
			return fmt.Errorf("%s: expected a field's name, got %s", shownPath(path), shown(token))
		}
		if bounded && !slices.Contains(known, name) {
			return fmt.Errorf("%s: expected one of %v, got the unknown field %q", shownPath(path), known, name)
		}
		if spelt := oneSpelling(name); seen[spelt] {
			return fmt.Errorf("%s: expected each field once, got %q twice", shownPath(path), name)
		} else {
			seen[spelt] = true
		}
		if err := checkValue(decoder, append(path[:len(path):len(path)], name)); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}

func checkValue(decoder *json.Decoder, path []string) error {
	token, err := decoder.Token()
	if err != nil {
		return fmt.Errorf("%s: %w", shownPath(path), err)
	}
	switch token {
	case json.Delim('{'):
		return checkObject(decoder, path)
	case json.Delim('['):
		if len(path) > maxDepth {
			return fmt.Errorf("%s: expected at most %d levels, got more", shownPath(path), maxDepth)
		}
		for decoder.More() {
			if err := checkValue(decoder, append(path[:len(path):len(path)], "[]")); err != nil {
				return err
			}
		}
		_, err := decoder.Token()
		return err
	}
	return nil
}

// oneSpelling is the same for max_gas and maxGas, which the modules' reader takes for one field.
func oneSpelling(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

func shownPath(path []string) string {
	if len(path) == 0 {
		return "the document"
	}
	return shorten(strings.Join(path, "."))
}

func shown(token json.Token) string { return shorten(fmt.Sprint(token)) }

func shorten(text string) string {
	const most = 120
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
