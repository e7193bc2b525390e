// SPDX-License-Identifier: Apache-2.0

//go:build cgo

package token

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const testPIN = "4711"

// modules are where the distributions put SoftHSM's library.
var modules = []string{
	"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
	"/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so",
}

// store is where the tokens of this test process live: the module reads its configuration once.
var store string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "tael-token-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	store = filepath.Join(dir, "tokens")
	config := filepath.Join(dir, "softhsm2.conf")
	if err := os.Mkdir(store, 0o700); err != nil {
		panic(err)
	}
	text := fmt.Sprintf("directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", store)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		panic(err)
	}
	if err := os.Setenv("SOFTHSM2_CONF", config); err != nil {
		panic(err)
	}
	return m.Run()
}

// newToken is a fresh token in software. Tests are left out where SoftHSM is not installed; `make test-signer`
// installs it and fails without it.
func newToken(t *testing.T, label string) Where {
	t.Helper()
	module := ""
	for _, path := range modules {
		if _, err := os.Stat(path); err == nil {
			module = path
			break
		}
	}
	if module == "" {
		if os.Getenv("TAEL_REQUIRE_SOFTHSM") != "" {
			t.Fatal("SoftHSM is required and not installed")
		}
		t.Skip("SoftHSM is not installed (Debian: softhsm2); `make test-signer` installs it")
	}
	out, err := exec.Command("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", testPIN, "--so-pin", "0815").CombinedOutput()
	require.NoError(t, err, string(out))
	return Where{Module: module, Token: label, Label: "validator"}
}

// newTokenFile is a file that is no library.
func newTokenFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "text.so")
	require.NoError(t, os.WriteFile(path, []byte("no library"), 0o600))
	return path
}
