// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jacoelho/xsd"
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

// Validate judges a file by the schema of the message that it should be. It fails with ErrNoSchema where the folder has
// none. The file streams through and the memory that it takes does not grow with it.
func (s *Schemas) Validate(m Message, r io.Reader) error {
	schema := s.schemas[m]
	if schema == nil {
		return fmt.Errorf("%w of %q in %s; expected a file %s.xsd", ErrNoSchema, string(m), s.folder, m)
	}
	if err := schema.Validate(r); err != nil {
		return fmt.Errorf("iso20022: by the schema of %s: %w", m, err)
	}
	return nil
}
