// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// officialSchemas are loaded once, as an operator loads them.
var officialSchemas = sync.OnceValues(func() (*Schemas, error) {
	return LoadSchemas(filepath.Join(sharedFolder(), "iso20022", "xsd"))
})

func operatorSchemas(t testing.TB) *Schemas {
	t.Helper()
	sharedData(t, "iso20022", "xsd")
	s, err := officialSchemas()
	require.NoError(t, err)
	return s
}

func TestSchemasOfAFolder(t *testing.T) {
	s := operatorSchemas(t)
	var want []Message
	for _, d := range registry() {
		want = append(want, d.message)
	}
	require.Equal(t, want, s.Messages())
	for _, m := range Messages() {
		for _, name := range names(t, "valid", m) {
			require.NoError(t, s.Validate(m, bytes.NewReader(file(t, "valid", string(m), name))), "%s/%s", m, name)
		}
	}
}

func TestSchemaErrorsNameNoValues(t *testing.T) {
	s := operatorSchemas(t)
	tests := map[string]struct {
		message Message
		file    string
		want    SchemaError
	}{
		"a code of five characters": {Camt054, "return-reason-too-long.xml", SchemaError{
			Line: 203, Element: "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf/Rsn/Cd", Rule: "cvc-facet-valid",
		}},
		"a missing element":  {Head001, "created-missing.xml", SchemaError{Line: 19, Element: "/AppHdr", Rule: "cvc-complex-type.2.4"}},
		"another message":    {Camt053, "version-04.xml", SchemaError{Line: 2, Element: "/", Rule: "VALIDATE_ROOT_NOT_DECLARED"}},
		"a file without end": {Camt053, "truncated.xml", SchemaError{Element: "/Document/BkToCstmrStmt/Stmt", Rule: "xml-parse-error"}},
		"a doubled element":  {Pain001, "duplicate-later.xml", SchemaError{Line: 9, Element: "/Document/CstmrCdtTrfInitn/GrpHdr", Rule: "cvc-complex-type.2.4.d"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.want.Message = tc.message
			var got *SchemaError
			require.ErrorAs(t, s.Validate(tc.message, bytes.NewReader(file(t, "broken", string(tc.message), tc.file))), &got)
			require.Equal(t, tc.want, *got)
		})
	}
	twice := bytes.ReplaceAll(file(t, "valid", string(Camt053), "base.xml"), []byte("<Cd>BOOK"), []byte("<Cd>SECRET"))
	require.EqualError(t, s.Validate(Camt053, bytes.NewReader(twice)),
		"schema of camt.053.001.08:69: /Document/BkToCstmrStmt/Stmt/Ntry/Sts/Cd: cvc-facet-valid (and 1 more)")
}

func TestSchemasThatAreMissing(t *testing.T) {
	folder := t.TempDir()
	_, err := LoadSchemas(folder)
	require.ErrorIs(t, err, ErrNoSchema)
	require.ErrorContains(t, err, folder)
	_, err = LoadSchemas(filepath.Join(folder, "none"))
	require.ErrorIs(t, err, ErrNoSchema)

	put := func(m Message, content []byte) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, string(m)+".xsd"), content, 0o600))
	}
	official, err := os.ReadFile(sharedData(t, "iso20022", "xsd", string(Head001)+".xsd"))
	require.NoError(t, err)
	put(Head001, official)
	put("admi.002.001.01", []byte("not looked at"))
	s, err := LoadSchemas(folder)
	require.NoError(t, err)
	require.Equal(t, []Message{Head001}, s.Messages())
	require.NoError(t, s.Validate(Head001, bytes.NewReader(file(t, "valid", string(Head001), "base.xml"))))
	err = s.Validate(Camt053, bytes.NewReader(nil))
	require.ErrorIs(t, err, ErrNoSchema)
	require.ErrorContains(t, err, `no schema of "camt.053.001.08" in `+folder)

	put(Camt053, []byte("<schema"))
	_, err = LoadSchemas(folder)
	require.ErrorContains(t, err, "camt.053.001.08.xsd")
	require.NotErrorIs(t, err, ErrNoSchema)
}

func TestSchemaOfAnUnreadableFile(t *testing.T) {
	content := file(t, "valid", string(Head001), "base.xml")
	cut := io.MultiReader(bytes.NewReader(content[:200]), iotest.ErrReader(errors.New("the disk is gone")))
	require.Error(t, operatorSchemas(t).Validate(Head001, cut))
}

// TestMemoryOfSchemasDoesNotGrowWithTheFile validates streams of 1,000 and of 20,000 records.
func TestMemoryOfSchemasDoesNotGrowWithTheFile(t *testing.T) {
	const few, many, most = 1_000, 20_000, 32 << 20
	s := operatorSchemas(t)
	for m, write := range map[Message]func(testing.TB, io.Writer, int){Pain001: sample, Camt053: sampleStatement} {
		for _, n := range []int{few, many} {
			r, w := io.Pipe()
			go func() {
				defer w.Close()
				write(t, w, n)
			}()
			watched := &heapWatch{r: r, before: heap()}
			require.NoError(t, s.Validate(m, watched))
			require.Less(t, watched.most, uint64(most), "bytes of heap beyond what was there")
			t.Logf("%s: at most %d KiB of heap in use for %d records", m, watched.most>>10, n)
		}
	}
}
