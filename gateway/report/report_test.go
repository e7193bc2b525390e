// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
)

var errInvalid = errors.New("not as the schema says")

// strict is a schema that lets pass exactly one text.
type strict string

func (s strict) Validate(_ iso20022.Message, r io.Reader) error {
	text, err := io.ReadAll(r)
	if err == nil && string(text) != string(s) {
		err = errInvalid
	}
	return err
}

func TestReceiverGetsAValidMessageOrNothing(t *testing.T) {
	errRender := errors.New("cannot be rendered")
	tests := map[string]struct {
		schemas Schemas
		fails   error
		want    error
		got     string
	}{
		"valid":                             {schemas: strict("text"), got: "text"},
		"not valid":                         {schemas: strict("other"), want: errInvalid},
		"cannot be rendered":                {schemas: strict("text"), fails: errRender, want: errRender},
		"not validated":                     {got: "text"},
		"not validated, cannot be rendered": {fails: errRender, want: errRender, got: "text"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			h := header("R")
			h.Schemas = tc.schemas
			var out bytes.Buffer
			err := h.deliver(&out, iso20022.Camt053, func(w io.Writer) error {
				_, err := io.WriteString(w, "text")
				return errors.Join(err, tc.fails)
			})
			require.ErrorIs(t, err, tc.want)
			require.Equal(t, errors.Is(err, errInvalid), errors.Is(err, ErrSchema))
			require.Equal(t, tc.got, out.String())
			left, err := os.ReadDir(os.Getenv("TMPDIR"))
			require.NoError(t, err)
			require.Empty(t, left, "no file is left behind")
		})
	}
}
