// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const soundDirectory = `{
  "version": 1,
  "secret": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
  "entries": [
    {
      "account": "DE61012345670000000011",
      "wallet": "tael1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnsqrc8h",
      "custodian": "bank-a",
      "currency": "CNY",
      "device": {"id": "000102030405060708090a0b0c0d0e0f10111213", "algorithm": "ed25519"}
    },
    {"account": "6200000000000001", "wallet": "tael1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnsqrc8h", "custodian": "bank-a", "currency": "CNY"}
  ]
}`

func TestDirectoryIsReadAndWritten(t *testing.T) {
	d, err := ReadDirectory(strings.NewReader(soundDirectory))
	require.NoError(t, err)
	require.Equal(t, 2, d.Len())
	e, ok := d.Entry("DE61012345670000000011")
	require.True(t, ok)
	require.Equal(t, "ed25519", e.Device.Algorithm)
	require.Equal(t, byte(1), e.Address()[1])
	_, ok = d.Entry("DE62012345670000000011")
	require.False(t, ok)

	var b bytes.Buffer
	require.NoError(t, d.Write(&b))
	again, err := ReadDirectory(&b)
	require.NoError(t, err)
	require.Equal(t, d, again)
}

func TestDirectoryRefuses(t *testing.T) {
	tests := map[string]struct{ old, new, detail string }{
		"another version":             {`"version": 1`, `"version": 2`, "expected version 1, got 2"},
		"an unknown field":            {`"currency"`, `"colour": "red", "currency"`, `unknown field "colour"`},
		"a field twice":               {`"version": 1`, `"version": 1, "version": 1`, `expected every field once and in lower case, got "version"`},
		"a field in capitals":         {`"version"`, `"Version"`, `expected every field once and in lower case, got "Version"`},
		"a private key":               {`"algorithm"`, `"seed": "00", "algorithm"`, `unknown field "seed"`},
		"something after the end":     {"\n}", "\n} {}", "expected nothing after the end"},
		"no end":                      {"\n}", "", "expected JSON: "},
		"a zero secret":               {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", strings.Repeat("0", 64), "expected a secret of 32 random bytes"},
		"a short secret":              {"000102", "0102", "expected a secret of 64 lower-case hex characters, got 62 characters"},
		"a secret in capitals":        {"0a0b0c0d0e0f1011", "0A0B0C0D0E0F1011", "expected a secret of 64 lower-case hex characters"},
		"an account twice":            {"6200000000000001", "DE61012345670000000011", "entry 1: expected every account once, got DE61…0011 again"},
		"an empty account":            {"6200000000000001", "", "entry 1: expected an account of 1 to 34 characters, got 0"},
		"a long account":              {"6200000000000001", strings.Repeat("1", 35), "entry 1: expected an account of 1 to 34 characters, got 35"},
		"a wallet of another chain":   {"tael1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnsqrc8h", "cosmos1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnrk363e", "entry 0: expected a wallet tael1... of 20 bytes"},
		"a wallet with a typing slip": {"sqrc8h", "sqrc8q", "entry 0: expected a wallet tael1... of 20 bytes"},
		"a custodian by its name":     {"bank-a", "Bank A", "entry 0: expected a custodian of the form"},
		"an unknown currency":         {"CNY", "RMB", `entry 0: expected a currency in force (ISO 4217), got "RMB"`},
		"an unknown algorithm":        {"ed25519", "rsa", `entry 0: expected algorithm ed25519, secp256k1 or p256, got "rsa"`},
		"a device id in capitals":     {"0a0b0c0d0e0f10111213\"", "0A0B0C0D0E0F10111213\"", "entry 0: expected a device id of 40 lower-case hex characters"},
		"a BIC of no form":            {`"entries"`, `"members": [{"id": "bank-a", "bic": "BNKA"}], "entries"`, "member 0: expected 8 or 11 characters"},
		"a BIC twice": {
			`"entries"`, `"members": [{"id": "bank-a", "bic": "BNKAZZT0"}, {"id": "bank-b", "bic": "BNKAZZT0XXX"}], "entries"`,
			"member 1: expected every BIC once, got BNKAZZT0XXX for bank-a and bank-b",
		},
		"a member twice": {
			`"entries"`, `"members": [{"id": "bank-a", "bic": "BNKAZZT0"}, {"id": "bank-a", "bic": "BNKBZZT0"}], "entries"`,
			"member 1: expected every member once, got bank-a again",
		},
		"a member by its name": {`"entries"`, `"members": [{"id": "Bank A", "bic": "BNKAZZT0"}], "entries"`, "member 0: expected an id of the form"},
		"deep nesting":         {`"version": 1`, `"version": ` + strings.Repeat("[", 50), "expected at most 8 levels"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, soundDirectory, tc.old)
			d, err := ReadDirectory(strings.NewReader(strings.Replace(soundDirectory, tc.old, tc.new, 1)))
			require.ErrorIs(t, err, ErrDirectory)
			require.ErrorContains(t, err, tc.detail)
			require.Nil(t, d)
		})
	}
}

func TestDirectoryThatOthersCanReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), DirectoryFile)
	require.NoError(t, os.WriteFile(path, []byte(soundDirectory), 0o600))
	_, err := LoadDirectory(path)
	require.NoError(t, err)
	require.NoError(t, os.Chmod(path, 0o640))
	_, err = LoadDirectory(path)
	require.ErrorIs(t, err, ErrExposed)
	_, err = LoadDirectory(filepath.Dir(path))
	require.ErrorIs(t, err, ErrExposed)
}

func TestSecretsDoNotPrint(t *testing.T) {
	d, err := ReadDirectory(strings.NewReader(soundDirectory))
	require.NoError(t, err)
	for _, form := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		require.NotContains(t, fmt.Sprintf(form, d.secret), "0102", form)
		require.Equal(t, "directory of 2 accounts", fmt.Sprintf(form, d), form)
		require.Equal(t, "directory of 2 accounts", fmt.Sprintf(form, *d), form)
	}
	text, err := json.Marshal(d.secret)
	require.NoError(t, err)
	require.Contains(t, string(text), "0001020304", "the file holds it")
}

func FuzzReadDirectory(f *testing.F) {
	f.Add([]byte(soundDirectory))
	f.Add([]byte(`{"version":1,"secret":"","members":[{"id":"bank-a","bic":"BNKAZZT0"}],"entries":[]}`))
	f.Add([]byte(`[[[[`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := ReadDirectory(bytes.NewReader(raw))
		if err != nil {
			require.ErrorIs(t, err, ErrDirectory)
			return
		}
		var b bytes.Buffer
		require.NoError(t, d.Write(&b))
		again, err := ReadDirectory(&b)
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}
