// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/client/v2/autocli/flag"
)

// Template is a file with one message to fill in: every field with what it takes. The authority is left out.
func (r Reader) Template(name string) (string, error) {
	url := r.Complete(name)
	word, known := wordOf(url)
	if !known {
		return "", fmt.Errorf("expected a message that the consortium may decide, got %q; see `taeld governance draft --list`", name)
	}
	descriptor, err := descriptorOf(url)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n- %q: %q\n", word.Short, typeKey, url)
	templateFields(&b, descriptor, "  ", flag.GetSignerFieldName(descriptor), map[protoreflect.FullName]bool{})
	return b.String(), nil
}

func templateFields(b *strings.Builder, descriptor protoreflect.MessageDescriptor, indent, without string, inside map[protoreflect.FullName]bool) {
	inside[descriptor.FullName()] = true
	defer delete(inside, descriptor.FullName())
	for i := range descriptor.Fields().Len() {
		field := descriptor.Fields().Get(i)
		if string(field.Name()) == without || field.Message() != nil && (inside[field.Message().FullName()] || field.Message().Name() == "Any") {
			continue
		}
		templateField(b, field, indent, inside)
	}
}

func templateField(b *strings.Builder, field protoreflect.FieldDescriptor, indent string, inside map[protoreflect.FullName]bool) {
	switch {
	case isMessage(field) && field.IsList():
		fmt.Fprintf(b, "%s%s: # a list\n", indent, field.Name())
		var entry strings.Builder
		templateFields(&entry, field.Message(), indent+"  ", "", inside)
		b.WriteString(strings.Replace(entry.String(), indent+"  ", indent+"- ", 1))
	case isMessage(field):
		fmt.Fprintf(b, "%s%s:\n", indent, field.Name())
		templateFields(b, field.Message(), indent+"  ", "", inside)
	case field.IsList():
		fmt.Fprintf(b, "%s%s: [%s] # a list, each %s\n", indent, field.Name(), sample(field), kindOf(field))
	default:
		fmt.Fprintf(b, "%s%s: %s # %s\n", indent, field.Name(), sample(field), kindOf(field))
	}
}

// sample is a value of the right form.
func sample(field protoreflect.FieldDescriptor) string {
	switch field.Kind() {
	case protoreflect.BoolKind:
		return "false"
	case protoreflect.EnumKind:
		return enumNames(field.Enum())[0]
	case protoreflect.StringKind, protoreflect.BytesKind:
		return `""`
	case protoreflect.MessageKind:
		if field.Message().FullName() == "google.protobuf.Duration" {
			return `"0s"`
		}
		return `"1970-01-01T00:00:00Z"`
	default:
		return "0"
	}
}
