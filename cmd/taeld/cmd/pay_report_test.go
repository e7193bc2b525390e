// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/report"
)

// What a schema of these tests lets stand in a message.
const (
	anything = `<xs:any processContents="skip"/>`
	nothing  = `<xs:element name="Nothing" type="xs:string"/>`
)

// schemasOf is a folder of schemas that let pass any or no content of their messages.
func schemasOf(t *testing.T, content map[iso20022.Message]string) string {
	t.Helper()
	folder := t.TempDir()
	for message, inside := range content {
		schema := fmt.Sprintf(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
  targetNamespace="urn:iso:std:iso:20022:tech:xsd:%s">
  <xs:element name="Document"><xs:complexType><xs:sequence>%s</xs:sequence></xs:complexType></xs:element>
</xs:schema>`, message, inside)
		require.NoError(t, os.WriteFile(filepath.Join(folder, string(message)+".xsd"), []byte(schema), 0o600))
	}
	return folder
}

// readReport reads a report and counts its statuses.
func readReport(t *testing.T, path string) (iso20022.StatusHeader, map[string]int) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	r := iso20022.NewStatusReader(f, iso20022.Options{Now: time.Now()})
	header, err := r.Header()
	require.NoError(t, err)
	codes := map[string]int{}
	for {
		s, err := r.Next()
		if errors.Is(err, io.EOF) {
			return header, codes
		}
		require.NoError(t, err)
		codes[s.Code+" "+s.Reason]++
	}
}

// only says that nothing else is in the folder of a report.
func only(t *testing.T, path string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	found := []string{}
	for _, e := range entries {
		found = append(found, e.Name())
	}
	require.ElementsMatch(t, names, found)
}

func TestPayFileReports(t *testing.T) {
	f := newPayFixture(t)
	path := filepath.Join(t.TempDir(), "report.xml")
	schemas := schemasOf(t, map[iso20022.Message]string{iso20022.Pain002: anything, iso20022.Pacs002: nothing})
	_, _, err := f.run(t, "--from", "lane-0", "--report", path, "--schemas", schemas)
	require.NoError(t, err)
	header, codes := readReport(t, path)
	require.Equal(t, "PART", header.GroupStatus)
	require.Equal(t, "pain.001.001.09", header.OriginalMessage)
	require.Equal(t, map[string]int{"ACSC ": 40, "RJCT AM04": 1, "RJCT AC03": 1}, codes)
	only(t, path, "report.xml")

	// Another schema of the operator's: the file is paid and said to be, and there is no new report.
	require.NoError(t, os.Remove(path))
	schemas = schemasOf(t, map[iso20022.Message]string{iso20022.Pain002: nothing, iso20022.Pacs002: anything})
	stdout, _, err := f.run(t, "--from", "lane-0", "--report", path, "--schemas", schemas)
	require.ErrorIs(t, err, report.ErrSchema)
	require.ErrorContains(t, err, "/Document")
	require.Regexp(t, `paid +40`, stdout)
	only(t, path)
}

func TestPayFileReportsWhatIsOpen(t *testing.T) {
	f := newPayFixture(t)
	f.network.Nodes[0].Does(fakenet.Always(fakenet.Forbid))
	path := filepath.Join(t.TempDir(), "report.xml")
	_, _, err := f.run(t, "--from", "lane-0", "--report", path)
	require.ErrorIs(t, err, payfile.ErrUnknown)
	_, codes := readReport(t, path)
	require.Equal(t, map[string]int{"PDNG ": 41, "RJCT AC03": 1}, codes)
}

func TestPayFileReportsARefusedFile(t *testing.T) {
	f := newPayFixture(t)
	cutOff(t, &f)
	path := filepath.Join(t.TempDir(), "report.xml")
	schemas := schemasOf(t, map[iso20022.Message]string{iso20022.Pain002: anything, iso20022.Pacs002: anything})
	_, _, err := f.run(t, "--from", "lane-0", "--report", path, "--schemas", schemas)
	require.ErrorIs(t, err, iso20022.CodeTruncated)
	header, codes := readReport(t, path)
	require.Equal(t, []string{"RJCT", "TD03"}, []string{header.GroupStatus, header.GroupReason})
	require.Empty(t, codes)
	only(t, path, "report.xml")
}

// Nothing is paid before it is certain that the answer can be validated.
func TestPayFileNeedsTheSchemasOfItsReport(t *testing.T) {
	f := newPayFixture(t)
	path := filepath.Join(t.TempDir(), "report.xml")
	customers := schemasOf(t, map[iso20022.Message]string{iso20022.Pain002: anything})
	_, _, err := f.run(t, "--from", "lane-0", "--report", path, "--schemas", customers)
	require.ErrorIs(t, err, iso20022.ErrNoSchema)
	require.ErrorContains(t, err, "pacs.002.001.10")
	_, _, err = f.run(t, "--from", "lane-0", "--schemas", customers)
	require.ErrorContains(t, err, "--schemas: expected --report FILE")
	require.Zero(t, f.network.Answers())
	only(t, path)
}

func TestCheckMessagesBySchemas(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "gateway", "iso20022", "testdata", "valid")
	customers := filepath.Join(folder, "pain.001.001.09", "base.xml")
	banks := filepath.Join(folder, "pacs.008.001.08", "base.xml")
	statements := filepath.Join(folder, "camt.053.001.08", "base.xml")
	schemas := schemasOf(t, map[iso20022.Message]string{iso20022.Pain001: anything, iso20022.Pacs008: nothing})

	stdout, _, err := runCommand(t.Context(), iso20022Command(), "check", "--schemas", schemas, customers, banks, statements)
	require.ErrorContains(t, err, "2 of 3 files refused:\n")
	require.ErrorIs(t, err, iso20022.ErrNoSchema)
	require.Regexp(t, `pacs\.008\.001\.08/base\.xml:\d+: /Document\S*: cvc-\S+ \(schema of pacs\.008\.001\.08`, err.Error())
	require.Regexp(t, `camt\.053\.001\.08/base\.xml: iso20022: no schema of "camt\.053\.001\.08"`, err.Error())
	require.Contains(t, stdout, customers+": pain.001.001.09 ")
	require.NotContains(t, stdout, banks)

	stdout, _, err = runCommand(t.Context(), iso20022Command(), "check", "--schemas", t.TempDir(), customers)
	require.ErrorContains(t, err, "--schemas: iso20022: no schema")
	require.Empty(t, stdout)
}
