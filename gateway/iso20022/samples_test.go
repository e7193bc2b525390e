// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// samples are files that banks published, in other messages, older versions or national variants, and broken ones:
// each is refused with the reason that a person needs. Before what was found stands what can be read.
var samples = map[string]struct {
	code   Code
	line   int
	detail string
}{
	"200519_camt.052_P_CH2909000000250094239_1110092686_0_2019042416072347.xml":        {CodeVersion, 2, "found camt.052.001.04"},
	"200519_camt.054-Credit_P_CH2909000000250094239_1110092691_0_2019042421291293.xml": {CodeVersion, 2, "found camt.054.001.04"},
	"200519_camt.054-Debit_P_CH2909000000250094239_1110092692_0_2019042401501580.xml":  {CodeVersion, 2, "found camt.054.001.04"},
	"200519_camt054-returns_p_ch2909000000250094239_1109800798_0_2019052023472022.xml": {CodeVersion, 2, "found camt.054.001.04"},
	"FI_camt_054_sample.xml":                                             {CodeVersion, 1, "found camt.054.001.02"},
	"International_payment_USD_naujas_1.xml":                             {CodeVersion, 2, "found pain.001.001.03"},
	"camt.053_P_CH2909000000250094239_1110092698_0_2020112503071366.xml": {CodeVersion, 2, "found camt.053.001.04"},
	"invalid_file1":                            {CodeSyntax, 1, "expected XML; the file begins with \"{\\n\\t\\\"CstmrPmtStsRpt\\\":\"… (192 bytes)"},
	"invalid_file2":                            {CodeSyntax, 2, "expected well-formed XML; expected attribute name in element"},
	"invalid_pain_v11.xml":                     {CodeVersion, 1, "found Document without a namespace"},
	"musterfile_pain.001_Nov2020.xml":          {CodeVersion, 2, "found http://www.six-interbank-clearing.com/de/pain.001.001.03.ch.02.xsd"},
	"pain002-epo_p_0_0_0_2018031510491259.xml": {CodeVersion, 2, "found http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd"},
	"pain008-musterfile.xml":                   {CodeVersion, 2, "found http://www.six-interbank-clearing.com/de/pain.008.001.02.ch.03.xsd"},
}

func TestPublishedSamples(t *testing.T) {
	folder := sharedData(t, "iso20022", "samples")
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, entries, len(samples), "every sample has its row")
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			want, known := samples[entry.Name()]
			require.True(t, known)
			f, err := os.Open(filepath.Join(folder, entry.Name()))
			require.NoError(t, err)
			defer f.Close()
			detail := want.detail
			if want.code == CodeVersion {
				detail = "expected " + messageNames(Messages()) + "; " + detail
			}
			summary, err := Check(f, Options{File: entry.Name(), Now: day})
			require.Equal(t, &Error{
				File: entry.Name(), Line: want.line, Rule: want.code.Rule(), Code: want.code, Detail: detail,
			}, err)
			require.Equal(t, Summary{}, summary)
		})
	}
}
