// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/jacoelho/xsd"
	xsderrors "github.com/jacoelho/xsd/errors"
)

// ErrNoSchema says that the folder of schemas has none for a message, or none at all.
var ErrNoSchema = errors.New("iso20022: no schema")

// Schemas are the official schemas of an operator's folder: a second opinion on what is sent and received, beside the
// content model. They do not change once loaded and may be used from several goroutines.
type Schemas struct {
	folder  string
	schemas map[Message]*xsd.Schema
}

// LoadSchemas reads the schemas of this package's messages from a folder, each in a file that is named as its message
// with .xsd, for example pacs.008.001.08.xsd. Other files are not looked at, and not every message needs one: a folder
// with no schema at all fails with ErrNoSchema, an unreadable or broken one with its name.
func LoadSchemas(folder string) (*Schemas, error) {
	s := &Schemas{folder: folder, schemas: map[Message]*xsd.Schema{}}
	for _, d := range registry() {
		name := string(d.message) + ".xsd"
		schema, err := loadSchema(os.DirFS(folder), name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, fmt.Errorf("iso20022: schema %s: %w", filepath.Join(folder, name), err)
		}
		s.schemas[d.message] = schema
	}
	if len(s.schemas) == 0 {
		return nil, fmt.Errorf("%w in %s; expected files as %s.xsd", ErrNoSchema, folder, Pacs008)
	}
	return s, nil
}

func loadSchema(folder fs.FS, name string) (*xsd.Schema, error) {
	if _, err := fs.Stat(folder, name); err != nil {
		return nil, err
	}
	return xsd.LoadWithOptions(folder, name, xsd.NewLoadOptions())
}

// Messages are those that the folder has a schema of, in the order of the registry.
func (s *Schemas) Messages() []Message {
	var all []Message
	for _, d := range registry() {
		if s.schemas[d.message] != nil {
			all = append(all, d.message)
		}
	}
	return all
}

// SchemaError is the first of the rules of a schema that a file breaks. Values are never in it.
type SchemaError struct {
	// Message is whose schema it is.
	Message Message
	// Line counts from 1, 0 where there is none. Element is the path from the root.
	Line    int
	Element string
	// Rule is the rule's name in the W3C recommendation, for example cvc-facet-valid, or xml-parse-error.
	Rule string
	// More counts what else was found in the file.
	More int
}

// Error writes "message:line: element: rule (and n more)".
func (e *SchemaError) Error() string {
	more := ""
	if e.More > 0 {
		more = fmt.Sprintf(" (and %d more)", e.More)
	}
	return fmt.Sprintf("schema of %s:%d: %s: %s%s", e.Message, e.Line, e.Element, e.Rule, more)
}

// Validate judges a file by the schema of the message that it should be: nil or a *SchemaError, and ErrNoSchema where the
// folder has none. A sound file streams through and the memory that it takes does not grow with it. What a file breaks is
// collected to its end, so whoever does not trust a file runs Check first, which ends at the first fault.
func (s *Schemas) Validate(m Message, r io.Reader) error {
	schema := s.schemas[m]
	if schema == nil {
		return fmt.Errorf("%w of %q in %s; expected a file %s.xsd", ErrNoSchema, string(m), s.folder, m)
	}
	if err := schema.Validate(r); err != nil {
		return schemaError(m, err)
	}
	return nil
}

var elementNamespace = regexp.MustCompile(`\{[^}]*\}`)

// schemaError leaves out of the validator's error what it found, which may be personal.
func schemaError(m Message, err error) error {
	found, ok := xsderrors.AsValidations(err)
	if !ok || len(found) == 0 {
		return fmt.Errorf("iso20022: schema of %s: %w", m, err)
	}
	first := found[0]
	return &SchemaError{
		Message: m, Line: max(first.Line, 0), Element: clip(elementNamespace.ReplaceAllString(first.Path, "")),
		Rule: first.Code, More: len(found) - 1,
	}
}
