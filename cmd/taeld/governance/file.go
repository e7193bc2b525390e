// SPDX-License-Identifier: Apache-2.0

// Package governance reads drafts of proposals and says in words what they would change.
package governance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cosmos/gogoproto/proto"
	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/client/v2/autocli/flag"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// typeKey names the type of a message in a file.
const typeKey = "@type"

// Reader reads files of messages that a proposal may carry.
type Reader struct {
	// Codec knows the messages.
	Codec codec.Codec
	// Proposable are the type URLs that the authority may send, ascending.
	Proposable []string
}

// Read returns the messages of a JSON or YAML file, with the authority filled in. An error names the line, the field,
// what was expected and what came.
func (r Reader) Read(raw []byte) ([]sdk.Msg, error) {
	var document yaml.Node
	// A tab cannot be part of a JSON string, and YAML takes none between words.
	if err := yaml.Unmarshal(bytes.ReplaceAll(raw, []byte("\t"), []byte(" ")), &document); err != nil {
		return nil, fmt.Errorf("expected JSON or YAML: %w", err)
	}
	if len(document.Content) == 0 {
		return nil, fmt.Errorf("expected a list of messages, each with %s; print one with --template", typeKey)
	}
	list := document.Content[0]
	if list.Kind == yaml.MappingNode {
		if inner := valueOf(list, "messages"); inner != nil && len(list.Content) == 2 {
			list = inner
		}
	}
	nodes := list.Content
	if list.Kind == yaml.MappingNode {
		nodes = []*yaml.Node{list}
	} else if list.Kind != yaml.SequenceNode {
		return nil, fail(list, "messages", "a list of messages", list)
	}
	if len(nodes) == 0 || len(nodes) > consortium.MaxProposalMessages {
		return nil, fmt.Errorf("line %d: expected 1 to %d messages, got %d", list.Line, consortium.MaxProposalMessages, len(nodes))
	}
	messages := make([]sdk.Msg, 0, len(nodes))
	for i, node := range nodes {
		msg, err := r.message(node, fmt.Sprintf("messages[%d]", i))
		if err != nil {
			return nil, err
		}
		messages = append(messages, msg)
	}
	return messages, nil
}

func (r Reader) message(node *yaml.Node, path string) (sdk.Msg, error) {
	if node.Kind != yaml.MappingNode {
		return nil, fail(node, path, "a message with "+typeKey, node)
	}
	named := valueOf(node, typeKey)
	if named == nil {
		return nil, fmt.Errorf("line %d: %s: expected %s, the type of the message; see --list", node.Line, path, typeKey)
	}
	url := r.Complete(named.Value)
	if !slices.Contains(r.Proposable, url) {
		return nil, fmt.Errorf("line %d: %s: expected a message that the consortium may decide, got %q; see --list", named.Line, path, named.Value)
	}
	descriptor, err := descriptorOf(url)
	if err != nil {
		return nil, fmt.Errorf("line %d: %s: %w", named.Line, path, err)
	}
	fields, err := mapping(node, descriptor, path)
	if err != nil {
		return nil, err
	}
	authority, signer := consortium.AuthorityAddress().String(), flag.GetSignerFieldName(descriptor)
	if given, is := fields[signer]; is && given != "" && given != authority {
		return nil, fmt.Errorf("line %d: %s.%s: expected the consortium's authority %s or nothing, got %q", node.Line, path, signer, authority, given)
	}
	fields[signer], fields[typeKey] = authority, url
	document, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	var msg sdk.Msg
	if err := r.Codec.UnmarshalInterfaceJSON(document, &msg); err != nil {
		return nil, fmt.Errorf("line %d: %s: %w", node.Line, path, err)
	}
	if checked, is := msg.(sdk.HasValidateBasic); is {
		if err := checked.ValidateBasic(); err != nil {
			// Formatted as a value it would show a source line.
			return nil, said{fmt.Sprintf("line %d: %s (%s): %s", node.Line, path, shortName(url), err.Error()), err}
		}
	}
	return msg, nil
}

// said is an error with a sentence of its own.
type said struct {
	sentence string
	error
}

// Error is the sentence.
func (s said) Error() string { return s.sentence }

// Unwrap is the error behind it.
func (s said) Unwrap() error { return s.error }

// Complete finds the type URL of a short name, MsgSetCap for one; a name that it does not know or that fits several
// stays.
func (r Reader) Complete(name string) string {
	found := name
	for _, url := range r.Proposable {
		if url == name || url == "/"+name {
			return url
		}
		if shortName(url) == name || strings.TrimPrefix(shortName(url), "Msg") == name {
			if found != name {
				return name
			}
			found = url
		}
	}
	return found
}

func shortName(url string) string { return url[strings.LastIndexByte(url, '.')+1:] }

func descriptorOf(url string) (protoreflect.MessageDescriptor, error) {
	found, err := proto.HybridResolver.FindDescriptorByName(protoreflect.FullName(strings.TrimPrefix(url, "/")))
	if err != nil {
		return nil, err
	}
	descriptor, is := found.(protoreflect.MessageDescriptor)
	if !is {
		return nil, fmt.Errorf("expected a message, %s is none", url)
	}
	return descriptor, nil
}

func valueOf(node *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}

// mapping reads the fields of a message.
func mapping(node *yaml.Node, descriptor protoreflect.MessageDescriptor, path string) (map[string]any, error) {
	fields := map[string]any{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Value == typeKey {
			continue
		}
		field := descriptor.Fields().ByName(protoreflect.Name(key.Value))
		if field == nil {
			return nil, fmt.Errorf("line %d: %s: expected a field of %s (%s), got %q", key.Line, path, descriptor.Name(), fieldNames(descriptor), key.Value)
		}
		if _, twice := fields[key.Value]; twice {
			return nil, fmt.Errorf("line %d: %s.%s: expected the field once, got it twice", key.Line, path, key.Value)
		}
		read, err := fieldValue(value, field, path+"."+key.Value)
		if err != nil {
			return nil, err
		}
		fields[key.Value] = read
	}
	return fields, nil
}

func fieldNames(descriptor protoreflect.MessageDescriptor) string {
	signer := flag.GetSignerFieldName(descriptor)
	var names []string
	for i := range descriptor.Fields().Len() {
		if name := string(descriptor.Fields().Get(i).Name()); name != signer {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
