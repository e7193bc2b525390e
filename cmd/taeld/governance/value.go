// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// fail says where a value stands, what was expected there and what came.
func fail(node *yaml.Node, path, expected string, got *yaml.Node) error {
	came := strconv.Quote(got.Value)
	switch got.Kind {
	case yaml.MappingNode:
		came = "fields"
	case yaml.SequenceNode:
		came = "a list"
	}
	return fmt.Errorf("line %d: %s: expected %s, got %s", node.Line, path, expected, came)
}

func fieldValue(node *yaml.Node, field protoreflect.FieldDescriptor, path string) (any, error) {
	if !field.IsList() {
		return single(node, field, path)
	}
	if node.Kind != yaml.SequenceNode {
		return nil, fail(node, path, "a list of "+kindOf(field), node)
	}
	list := make([]any, 0, len(node.Content))
	for i, entry := range node.Content {
		value, err := single(entry, field, fmt.Sprintf("%s[%d]", path, i))
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, nil
}

func single(node *yaml.Node, field protoreflect.FieldDescriptor, path string) (any, error) {
	wrong := fail(node, path, kindOf(field), node)
	if isMessage(field) {
		if node.Kind != yaml.MappingNode {
			return nil, wrong
		}
		return mapping(node, field.Message(), path)
	}
	if node.Kind != yaml.ScalarNode || node.Tag == "!!null" {
		return nil, wrong
	}
	text, err := node.Value, error(nil)
	switch field.Kind() {
	case protoreflect.BoolKind:
		if text != "true" && text != "false" {
			return nil, wrong
		}
		return text == "true", nil
	case protoreflect.EnumKind:
		name := enumName(field.Enum(), text)
		if name == "" {
			return nil, wrong
		}
		return name, nil
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		_, err = strconv.ParseInt(text, 10, 32)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		_, err = strconv.ParseInt(text, 10, 64)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		_, err = strconv.ParseUint(text, 10, 32)
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		_, err = strconv.ParseUint(text, 10, 64)
	case protoreflect.BytesKind:
		_, err = base64.StdEncoding.DecodeString(text)
	case protoreflect.StringKind:
		// A number without quotes is a mistake in a field of text, but for those of digits that people forget to quote.
		if node.Tag == "!!bool" {
			err = strconv.ErrSyntax
		}
	}
	if err != nil {
		return nil, wrong
	}
	return text, nil
}

// isMessage says whether a field is written as fields of its own; a duration or a time is written as one word.
func isMessage(field protoreflect.FieldDescriptor) bool {
	if field.Kind() != protoreflect.MessageKind {
		return false
	}
	name := field.Message().FullName()
	return name != "google.protobuf.Duration" && name != "google.protobuf.Timestamp"
}

// enumName finds a value by its name, or by its name without the prefix that all of the enum have: BANK is ROLE_BANK.
func enumName(enum protoreflect.EnumDescriptor, text string) string {
	for _, name := range enumNames(enum) {
		if strings.EqualFold(name, text) || strings.HasSuffix(name, "_"+strings.ToUpper(text)) && strings.EqualFold(name, enumPrefix(enum)+text) {
			return name
		}
	}
	return ""
}

func enumPrefix(enum protoreflect.EnumDescriptor) string {
	return strings.TrimSuffix(string(enum.Values().Get(0).Name()), "UNSPECIFIED")
}

func enumNames(enum protoreflect.EnumDescriptor) []string {
	var names []string
	for i := range enum.Values().Len() {
		if value := enum.Values().Get(i); value.Number() != 0 {
			names = append(names, string(value.Name()))
		}
	}
	return names
}

// kindOf names what a field holds, for people.
func kindOf(field protoreflect.FieldDescriptor) string {
	switch field.Kind() {
	case protoreflect.BoolKind:
		return "true or false"
	case protoreflect.EnumKind:
		return "one of " + strings.Join(enumNames(field.Enum()), ", ")
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return "a whole number of 32 bits"
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return "a whole number of 64 bits"
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return "a whole number from 0, of 32 bits"
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return "a whole number from 0, of 64 bits"
	case protoreflect.BytesKind:
		return "bytes in base64"
	case protoreflect.MessageKind:
		switch field.Message().FullName() {
		case "google.protobuf.Duration":
			return `a time span like "172800s"`
		case "google.protobuf.Timestamp":
			return `a time like "2026-11-23T08:00:00Z"`
		}
		return "fields of " + string(field.Message().Name())
	default:
		return "text"
	}
}
