// SPDX-License-Identifier: Apache-2.0

// Package softhsm makes tokens in software for tests, with SoftHSM.
package softhsm

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const (
	// PIN opens every token made here.
	PIN = "4711"

	// Required, set in the environment, makes a test fail where SoftHSM is not installed; else it is left out.
	Required = "TAEL_REQUIRE_SOFTHSM"
)

// libraries are where the distributions put the module.
var libraries = []string{
	"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
	"/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so",
}

// New makes a token in a store of the test's own and returns the path of the PKCS#11 library for it. The test is left
// out, with the reason, where SoftHSM is missing.
func New(t testing.TB, label string) (module string) {
	t.Helper()
	for _, path := range libraries {
		if _, err := os.Stat(path); err == nil {
			module = path
			break
		}
	}
	if module == "" {
		if os.Getenv(Required) != "" {
			t.Fatal("SoftHSM is required and not installed (Debian: softhsm2)")
		}
		t.Skip("SoftHSM is not installed (Debian: softhsm2); `make test-signer` installs it")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "softhsm2.conf")
	text := fmt.Sprintf("directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", dir)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", config)
	out, err := exec.Command("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "0815").CombinedOutput()
	if err != nil {
		t.Fatalf("softhsm2-util: %v\n%s", err, out)
	}
	return module
}
