// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// decodeStrict decodes one JSON value and nothing after it. encoding/json matches field names without regard to case
// and lets the last of two equal names win; both would let two readers see two files, so names are held first.
func decodeStrict(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := walkNames(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("expected nothing after the end, got more at byte %d", d.InputOffset())
	}
	d = json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// walkNames goes through one value: the names of each object are lower-case and come once.
func walkNames(d *json.Decoder, depth int) error {
	const deepest = 8
	if depth > deepest {
		return fmt.Errorf("expected at most %d levels", deepest)
	}
	token, err := d.Token()
	if err != nil {
		return fmt.Errorf("expected JSON: %w", err)
	}
	open, isDelim := token.(json.Delim)
	if !isDelim {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			name, err := d.Token()
			if err != nil {
				return fmt.Errorf("expected JSON: %w", err)
			}
			text := name.(string)
			if seen[text] || text != strings.ToLower(text) {
				return fmt.Errorf("expected every field once and in lower case, got %.40q at byte %d", text, d.InputOffset())
			}
			seen[text] = true
		}
		if err := walkNames(d, depth+1); err != nil {
			return err
		}
	}
	if _, err = d.Token(); err != nil {
		return fmt.Errorf("expected JSON: %w", err)
	}
	return nil
}
