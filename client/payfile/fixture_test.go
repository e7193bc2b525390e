// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
)

const localChainID = "tael-local-1"

// day is a morning in China.
var day = time.Date(2026, 11, 23, 10, 0, 0, 0, iso20022.China)

func options() Options {
	return Options{
		Seed: 7, ChainID: localChainID, Day: day, Files: 2, Transfers: 120, Debtors: 5, Creditors: 30,
		Custodians: []string{"bank-a", "bank-b", "operator"},
	}
}

// generated writes a folder and opens what lies in it.
func generated(t testing.TB, o Options) (string, Generated, Planner, *Keystore) {
	t.Helper()
	folder := t.TempDir()
	g, err := Generate(o, folder)
	require.NoError(t, err)
	directory, err := LoadDirectory(filepath.Join(folder, DirectoryFile))
	require.NoError(t, err)
	keys, err := OpenKeystore(filepath.Join(folder, KeystoreFolder), localChainID)
	require.NoError(t, err)
	return folder, g, Planner{ChainID: localChainID, Directory: directory}, keys
}

// transfers reads a file as a run does: checked first, then one by one.
func transfers(t testing.TB, path string, now time.Time) (iso20022.GroupHeader, []iso20022.Transfer) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	summary, err := iso20022.Check(f, iso20022.Options{File: path, Now: now})
	require.NoError(t, err)
	_, err = f.Seek(0, io.SeekStart)
	require.NoError(t, err)
	r := iso20022.NewReader(f, iso20022.Options{File: path, Now: now})
	var all []iso20022.Transfer
	for {
		transfer, err := r.Next()
		if errors.Is(err, io.EOF) {
			require.NoError(t, summary.Verify(r))
			require.Len(t, all, summary.Transfers)
			return summary.Header, all
		}
		require.NoError(t, err)
		all = append(all, transfer)
	}
}

// schemaFolder is where the official schemas lie: beside the repository, or where TAEL_SHARED_DATA says. It is empty in a
// clone by itself, which goes without; in CI they must be there.
func schemaFolder(t testing.TB) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "data")
	if said := os.Getenv("TAEL_SHARED_DATA"); said != "" {
		folder = said
	}
	folder = filepath.Join(folder, "iso20022", "xsd")
	if _, err := os.Stat(folder); err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "the public schemas must be there in CI: %v", err)
		return ""
	}
	return folder
}
